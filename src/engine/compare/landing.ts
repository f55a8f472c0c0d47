import { ZERO, type Decimal, type Extraction, type Outcome, type RowCounts } from "../records";

/** Where an input row ended up; every row ends up in exactly one of them. */
export type Landing = Exclude<keyof RowCounts, "read">;

/** One line, usage record or rejected row of a source, and where it landed. */
export interface Landed {
  readonly row: number;
  /** How many rows landed there with it: more than one for the grouped rows of a file. */
  readonly rowCount: number;
  readonly landing: Landing;
  readonly quantity: Decimal;
}

/** When parts of one row land differently (a crosstab row, a device of two services), the most urgent one counts. */
const PRECEDENCE: readonly Landing[] = [
  "rejected",
  "unmapped",
  "discrepant",
  "notChecked",
  "matched",
  "excluded",
];

/** The most urgent of several landings; a row that nothing claims is excluded. */
export function mostUrgent(landings: Iterable<Landing>): Landing {
  const all = new Set(landings);
  return PRECEDENCE.find((landing) => all.has(landing)) ?? "excluded";
}

/** Where the rows behind a result land. */
export function landingOf(outcome: Outcome): Landing {
  switch (outcome) {
    case "matched":
      return "matched";
    case "not checked":
      return "notChecked";
    case "underbilled":
    case "overbilled":
    case "unbilled":
    case "unused":
    case "needs review":
    case "accepted":
      return "discrepant";
  }
}

/** Rows per landing, and the control total over what landed. */
export interface LandingCount {
  readonly rows: RowCounts;
  readonly landedTotal: Decimal;
  /** True when exactly the rows that were read have landed. */
  readonly isEveryRowOnce: boolean;
}

/** Counts each row once, however many records it yielded. */
export function countLandings(
  { readRows, readRowCount }: Pick<Extraction, "readRows" | "readRowCount">,
  landed: readonly Landed[],
): LandingCount {
  if (readRowCount !== undefined) return countGrouped(readRowCount, landed);
  const byRow = new Map<number, Landing[]>();
  for (const { row, landing } of landed) byRow.set(row, [...(byRow.get(row) ?? []), landing]);
  const counts = {
    read: readRows.length,
    matched: 0,
    discrepant: 0,
    excluded: 0,
    unmapped: 0,
    rejected: 0,
    notChecked: 0,
  };
  for (const landings of byRow.values()) counts[mostUrgent(landings)] += 1;
  const isEveryRowOnce =
    byRow.size === readRows.length &&
    new Set(readRows).size === readRows.length &&
    readRows.every((row) => byRow.has(row));
  return {
    rows: counts,
    landedTotal: landed.reduce((total, { quantity }) => total.plus(quantity), ZERO),
    isEveryRowOnce,
  };
}

/** The same for the grouped rows of a file, whose groups have no row in common. */
function countGrouped(readRowCount: number, landed: readonly Landed[]): LandingCount {
  const counts = {
    read: readRowCount,
    matched: 0,
    discrepant: 0,
    excluded: 0,
    unmapped: 0,
    rejected: 0,
    notChecked: 0,
  };
  for (const { landing, rowCount } of landed) counts[landing] += rowCount;
  return {
    rows: counts,
    landedTotal: landed.reduce((total, { quantity }) => total.plus(quantity), ZERO),
    isEveryRowOnce: landed.reduce((rows, { rowCount }) => rows + rowCount, 0) === readRowCount,
  };
}
