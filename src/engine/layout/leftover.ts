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

/** Headers of companies that sell, make or pass on. */
const SELLER =
  /\b(vendor|supplier|manufacturer|publisher|maker|brand|carrier|distributor|seller|lieferant|hersteller|anbieter|proveedor|fabricante|marca)\b|^(partner|reseller)( name)?$/;
/** Share of names with a legal form that makes a column one of companies: many go without. */
const COMPANIES = 0.25;

type Chosen = Readonly<Partial<Record<Field, number>>>;

/**
 * Where quantities are known but no header names the clients or the products: the column of names that is left over. Clients stand
 * to the left, as everywhere.
 */
export function withLeftOver(
  region: Region,
  chosen: Columns,
  columns: Chosen,
  rows: readonly number[],
): Chosen {
  const hasWho = [columns.client, columns.tenant, columns.clientId].some((column) => column !== undefined);
  const hasWhat = columns.product !== undefined;
  if (columns.quantity === undefined || (hasWho && hasWhat)) return columns;
  const left = namesLeft(chosen, columns).filter(
    (column) => !NO_NAME.test(foldHeader(chosen.headers.get(column) ?? "")),
  );
  const client = hasWho || hasHeadings(region, rows) ? undefined : left[0];
  const others = left.filter((column) => column !== client);
  // Beside a code only one column can be what describes it.
  const product = hasWhat || (columns.sku !== undefined && others.length !== 1) ? undefined : others[0];
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

/** Fields whose words say nothing of a column of names: it may well be one of them, or its cells deny it. */
const UNTOLD: ReadonlySet<Field> = new Set([
  "client",
  "product",
  "quantity",
  "unitPrice",
  "amount",
  "cost",
  "periodStart",
  "periodEnd",
  "date",
]);

/** Unused columns of texts that differ from row to row and are no codes, dates or domains. */
function namesLeft({ headers, profiles }: Columns, columns: Chosen): readonly number[] {
  const taken = new Set(Object.values(columns));
  const isNamed = (header: string): boolean =>
    (Object.keys(HEADER_WORDS) as Field[]).some(
      (field) => !UNTOLD.has(field) && headerScore(header, field) > 0.6,
    );
  return [...headers].flatMap(([column, header]) => {
    const profile = profiles.get(column);
    const folded = foldHeader(header);
    if (profile === undefined || taken.has(column) || isNamed(folded)) return [];
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

/**
 * Where no header names the clients: the column of names of companies, whatever it is called; `undefined` where there is none, or
 * where clients stand in rows of their own.
 */
export function companyColumn(region: Region, chosen: Columns, rows: readonly number[]): number | undefined {
  if (chosen.columns.client !== undefined) return undefined;
  const sampled = rows.slice(0, SAMPLED_ROWS);
  const [most] = namesLeft(chosen, chosen.columns)
    .filter((column) => !SELLER.test(foldHeader(chosen.headers.get(column) ?? "")))
    .map((column) => ({
      column,
      legal: sampled.filter((row) => hasLegalForm(textOf(cellAt(region.sheet, row, column)))).length,
    }))
    .sort((a, b) => b.legal - a.legal);
  if (most === undefined || most.legal === 0 || most.legal < sampled.length * COMPANIES) return undefined;
  return hasHeadings(region, rows) ? undefined : most.column;
}

function hasLegalForm(name: string): boolean {
  return foldWords(name)
    .slice(1)
    .some((word) => LEGAL_WORDS.has(word));
}
