import { foldWords, LEGAL_WORDS } from "../normalise";
import type { Field } from "../records";
import type { Columns } from "./columns";
import { cellAt, columnsOf, isBlank, rowsOf, textOf, type Region } from "./region";
import { totalledName } from "./total-words";
import { foldHeader, HEADER_WORDS, headerScore } from "./vocabulary";

const SAMPLED_ROWS = 60;
/** Headers of texts that name neither who is billed nor what for. */
const NO_NAME =
  /\b(notes?|remarks?|comments?|bemerkung|notiz|kommentar|observaciones|notas|contact|phone|city|country|address|interval|intervall|frequency|term|type|status|state|reseller|partner|vendor|supplier|publisher|manager|technician|owner|job|tax|folder|network|site|priority|method|terms|region|cycle|mode|name|path|reference|category)\b/;

type Chosen = Readonly<Partial<Record<Field, number>>>;

/**
 * Where quantities are known but no header names the clients or the products: the column of names that is left over. Names with a
 * legal form are clients; otherwise clients stand to the left, as everywhere.
 */
export function withLeftOver(
  region: Region,
  chosen: Columns,
  columns: Chosen,
  rows: readonly number[],
): Chosen {
  const hasWho = [columns.client, columns.tenant, columns.clientId].some((column) => column !== undefined);
  const hasWhat = columns.product !== undefined || columns.sku !== undefined;
  if (hasWho && hasWhat) return columns;
  const left = namesLeft(chosen, columns);
  const legal = hasWho || hasHeadings(region, rows) ? undefined : mostLegal(region, left, rows);
  // Without a quantity it may be a list of anything: only names of companies say whose it is.
  if (columns.quantity === undefined) return legal === undefined ? columns : { ...columns, client: legal };
  const client = hasWho || hasHeadings(region, rows) ? undefined : (legal ?? left[0]);
  const others = left.filter((column) => column !== client);
  const product = hasWhat ? undefined : others[0];
  return {
    ...columns,
    ...(client === undefined ? {} : { client }),
    ...(product === undefined ? {} : { product }),
  };
}

/** Whether texts stand alone on rows between the data: they name the client of the rows below them. */
function hasHeadings({ sheet, area }: Region, rows: readonly number[]): boolean {
  const [first = 0] = rows;
  const last = rows.at(-1) ?? 0;
  const data = new Set(rows);
  const alone = rowsOf(area).filter((row) => {
    if (row < first - 1 || row > last || data.has(row)) return false;
    const filled = columnsOf(area).filter((column) => !isBlank(cellAt(sheet, row, column)));
    const [only] = filled;
    return (
      filled.length === 1 && only !== undefined && totalledName(textOf(cellAt(sheet, row, only))) === null
    );
  });
  return alone.some((row) => row < last);
}

/** Unused columns of texts that differ from row to row and are no codes, dates or domains. */
function namesLeft({ headers, profiles }: Columns, columns: Chosen): readonly number[] {
  const taken = new Set(Object.values(columns));
  const isNamed = (header: string): boolean =>
    (Object.keys(HEADER_WORDS) as Field[]).some(
      (field) => field !== "client" && field !== "product" && headerScore(header, field) > 0.6,
    );
  return [...headers].flatMap(([column, header]) => {
    const profile = profiles.get(column);
    const folded = foldHeader(header);
    if (profile === undefined || taken.has(column) || isNamed(folded) || NO_NAME.test(folded)) return [];
    const isNames =
      profile.texts > 0.9 &&
      profile.filled > 0.8 &&
      profile.codes < 0.5 &&
      profile.dates < 0.5 &&
      profile.domains < 0.3 &&
      profile.distinct * profile.rows * profile.filled > 1.5;
    return isNames ? [column] : [];
  });
}

function mostLegal(region: Region, columns: readonly number[], rows: readonly number[]): number | undefined {
  const sampled = rows.slice(0, SAMPLED_ROWS);
  return columns.find((column) => {
    const legal = sampled.filter((row) => hasLegalForm(textOf(cellAt(region.sheet, row, column))));
    return legal.length >= sampled.length * 0.25;
  });
}

function hasLegalForm(name: string): boolean {
  return foldWords(name)
    .slice(1)
    .some((word) => LEGAL_WORDS.has(word));
}
