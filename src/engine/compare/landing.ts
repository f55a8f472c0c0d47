import {
  Total,
  countOf,
  rowCountOf,
  type Decimal,
  type Extraction,
  type Outcome,
  type RowCounts,
  type UsageRecord,
} from "../records";

/** Where an input row ended up; every row ends up in exactly one of them. */
export type Landing = Exclude<keyof RowCounts, "read">;

/** When parts of one row land differently (a crosstab row, a device of two services), the most urgent one counts. */
const PRECEDENCE: readonly Landing[] = [
  "rejected",
  "unmapped",
  "discrepant",
  "notChecked",
  "matched",
  "excluded",
];

/** The place of each in the order of urgency + 1. */
const URGENCY = Object.fromEntries(PRECEDENCE.map((landing, i) => [landing, i + 1])) as Readonly<
  Record<Landing, number>
>;

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

/** Where the rows of one source land, counted while they are told. */
export class Landings {
  readonly #readRows: readonly number[];
  /** How many rows were read from a file, whose groups have no row in common; `null` for a sheet. */
  readonly #readRowCount: number | null;
  readonly #counts: Record<Landing, number> = {
    matched: 0,
    discrepant: 0,
    excluded: 0,
    unmapped: 0,
    rejected: 0,
    notChecked: 0,
  };
  /** The most urgent landing of each row of a sheet by row: its place in the order of urgency + 1, 0 while it has none. */
  readonly #byRow: Uint8Array;
  /** Whether a row landed that lies below all that were read. */
  #hasOtherRow = false;
  readonly #landed = new Total();

  constructor({ readRows, readRowCount }: Pick<Extraction, "readRows" | "readRowCount">) {
    this.#readRows = readRows;
    this.#readRowCount = readRowCount ?? null;
    this.#byRow = new Uint8Array(readRows.reduce((length, row) => Math.max(length, row + 1), 0));
  }

  /** A line or a rejected row landed. */
  addRow(row: number, landing: Landing, quantity: Decimal): void {
    this.#landed.add(quantity);
    if (this.#readRowCount === null) this.#claim(row, landing);
    else this.#counts[landing] += 1;
  }

  /** A usage record landed, with all of its rows. */
  addUsage(record: UsageRecord, landing: Landing): void {
    this.#landed.add(countOf(record));
    if (this.#readRowCount === null) this.#claim(record.row, landing);
    else this.#counts[landing] += rowCountOf(record);
  }

  /** Counts each row once, however many records it yielded. */
  count(): LandingCount {
    const counts = { ...this.#counts };
    for (const urgency of this.#byRow) if (urgency > 0) counts[PRECEDENCE[urgency - 1] ?? "excluded"] += 1;
    const read = this.#readRowCount ?? this.#readRows.length;
    return {
      rows: { read, ...counts },
      landedTotal: this.#landed.value,
      isEveryRowOnce:
        this.#readRowCount === null
          ? this.#isEveryRowOnce()
          : Object.values(counts).reduce((rows, count) => rows + count, 0) === read,
    };
  }

  #claim(row: number, landing: Landing): void {
    const urgency = URGENCY[landing];
    const before = this.#byRow[row];
    if (before === undefined) this.#hasOtherRow = true;
    else if (before === 0 || urgency < before) this.#byRow[row] = urgency;
  }

  #isEveryRowOnce(): boolean {
    const isRead = new Uint8Array(this.#byRow.length);
    for (const row of this.#readRows) {
      if (isRead[row] !== 0 || this.#byRow[row] === 0) return false;
      isRead[row] = 1;
    }
    return !this.#hasOtherRow && this.#byRow.every((urgency, row) => urgency === 0 || isRead[row] === 1);
  }
}
