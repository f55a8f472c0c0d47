import type { Field } from "../records";
import { profileOf, type Profile } from "./profile";
import { headersOf } from "./header-row";
import { monthNamed } from "./month-names";
import { columnsOf, type Region } from "./region";
import { bestTie, isSumOf, numbersOf, TIED, tiesOf, type Numbers } from "./ties";
import { isBareTotal } from "./total-words";
import { foldHeader, HEADER_WORDS, headerScore } from "./vocabulary";

/** Headers of a region and what each field's column is. */
export interface Columns {
  readonly headers: ReadonlyMap<number, string>;
  readonly columns: Readonly<Partial<Record<Field, number>>>;
  readonly profiles: ReadonlyMap<number, Profile>;
  /** Score of each chosen column, 0 to 1. */
  readonly scores: Readonly<Partial<Record<Field, number>>>;
}

const FIELDS = Object.keys(HEADER_WORDS) as Field[];
/** Below this a header says too little. */
const CHOSEN_FROM = 0.42;
/** "Instances ($)" is what they cost. */
const MONEY_SIGN = /[$€£¥]/;
/** How sure a column is that its numbers prove and its header does not deny. */
const TIED_SCORE = 0.75;

/**
 * Chooses the column of each field by header words and by what its cells hold; a column serves one field.
 * @param across Columns headed by clients: they are no fields.
 */
export function chooseColumns(
  region: Region,
  headerRow: number,
  dataRows: readonly number[],
  across: ReadonlySet<number>,
): Columns {
  const headers = headersOf(region, headerRow);
  const profiles = new Map(
    columnsOf(region.area).map((column) => [column, profileOf(region, dataRows, column)] as const),
  );
  const numbers = numbersOf(
    region,
    [...profiles].flatMap(([column, profile]) => (profile.numbers > 0.5 ? [column] : [])),
    dataRows,
  );
  const sums = sumsAcross(headers, profiles, numbers);
  const scoreOf = (field: Field, column: number): number => {
    const profile = profiles.get(column);
    if (profile === undefined || across.has(column) || sums.has(column)) return 0;
    const header = headers.get(column) ?? "";
    if (field === "quantity" && MONEY_SIGN.test(header)) return 0;
    return headerScore(foldHeader(header), field) * contentFactor(field, profile);
  };
  // "August Used" beside "September Used": the later month is the one that is billed.
  const monthIn = (column: number): number => monthNamed(headers.get(column) ?? "");
  const candidates = [...headers.keys()]
    .flatMap((column) => FIELDS.map((field) => ({ field, column, score: scoreOf(field, column) })))
    .filter((candidate) => candidate.score >= CHOSEN_FROM)
    .sort((a, b) => b.score - a.score || monthIn(b.column) - monthIn(a.column) || a.column - b.column);
  const columns: Partial<Record<Field, number>> = {};
  const scores: Partial<Record<Field, number>> = {};
  const taken = new Set<number>();
  for (const { field, column, score } of candidates) {
    if (columns[field] !== undefined || taken.has(column)) continue;
    columns[field] = column;
    scores[field] = score;
    taken.add(column);
  }
  const isMoney = [...numbers.keys()].some(
    (column) => scoreOf("unitPrice", column) >= CHOSEN_FROM || scoreOf("amount", column) >= CHOSEN_FROM,
  );
  const tie = isMoney ? bestTie(tiesOf(numbers), columns, scoreOf) : null;
  for (const field of TIED) {
    if (tie === null) break;
    columns[field] = tie[field];
    scores[field] = Math.max(TIED_SCORE, scoreOf(field, tie[field]));
  }
  return { headers, columns: withCodes(columns, headers, profiles), profiles, scores };
}

/** Columns headed "Total" that hold what the other number columns of the row add up to: they say nothing of their own. */
function sumsAcross(
  headers: Columns["headers"],
  profiles: Columns["profiles"],
  numbers: Numbers,
): ReadonlySet<number> {
  const isTotal = (column: number): boolean => isBareTotal(headers.get(column) ?? "");
  const others = [...numbers.keys()].filter((column) => !isTotal(column));
  return new Set(
    [...numbers.keys()].filter(
      (column) =>
        others.length > 1 &&
        isTotal(column) &&
        (profiles.get(column)?.money ?? 0) < 0.5 &&
        isSumOf(numbers, column, others),
    ),
  );
}

/** The code of what is sold, when another column describes it: "Item" beside "Description". */
function withCodes(
  columns: Readonly<Partial<Record<Field, number>>>,
  headers: Columns["headers"],
  profiles: Columns["profiles"],
): Readonly<Partial<Record<Field, number>>> {
  if (columns.sku !== undefined || columns.product === undefined) return columns;
  const taken = new Set(Object.values(columns));
  const sku = [...headers].find(
    ([column, header]) =>
      !taken.has(column) &&
      (profiles.get(column)?.codes ?? 0) > 0.8 &&
      headerScore(foldHeader(header), "product") >= 0.8,
  )?.[0];
  return sku === undefined ? columns : { ...columns, sku };
}

/** How well a column's cells fit a field: 1 for a good fit, 0 when they contradict it. An empty column fits a little. */
function contentFactor(field: Field, profile: Profile): number {
  if (profile.filled === 0) return 0.55;
  switch (field) {
    case "client":
    case "product":
      if (profile.texts < 0.5 || profile.dates > 0.5) return 0.2;
      if (profile.domains > 0.7) return 0.5;
      // What is the same on every row tells no row from another, if another column does.
      return (isConstant(profile) ? 0.85 : 1) * (field === "product" && profile.codes > 0.8 ? 0.95 : 1);
    case "tenant":
      return profile.domains > 0.5 ? 1.1 : profile.texts > 0.5 ? 0.7 : 0;
    case "quantity":
      if (profile.numbers < 0.5) return 0;
      if (profile.money > 0.5) return 0.4;
      return (profile.isFlag ? 0.5 : 1) * (profile.filled < 0.5 ? 0.5 : 1);
    case "unitPrice":
    case "amount":
    case "cost":
      return profile.numbers < 0.5 ? 0 : 1 + 0.05 * profile.money;
    case "periodStart":
    case "periodEnd":
    case "date":
      return profile.dates >= 0.5 ? 1 : profile.serials > 0.9 ? 0.8 : 0;
    case "currency":
    case "status":
    case "unit":
      return profile.texts < 0.5 ? 0 : 1;
    case "item":
      return profile.distinct > 0.5 ? 1 : 0.5;
    case "sku":
      return profile.codes < 0.2 && profile.texts > 0.9 && profile.distinct < 1 ? 0.7 : 1;
    case "clientId":
    case "agreement":
      return 1;
  }
}

/** From so many rows on, one value in all of them is no coincidence. */
const isConstant = ({ distinct, filled, rows }: Profile): boolean =>
  rows * filled >= 4 && Math.round(distinct * rows * filled) === 1;
