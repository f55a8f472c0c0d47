import { columnLetters, OUTCOMES, type Outcome, type ResultRow } from "../engine";
import type { ExtraColumns } from "./extra-columns";
import { billedFormula, type InvoiceColumns } from "./live-formulas";
import { TABLE_HEADERS } from "./names";
import { asText, quoted, serialOf, type OutgoingCell } from "./text";

/** The block of a table to write: header row first, with the number format of every cell. */
export interface TableBlock {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly OutgoingCell[])[];
  /** Number format of each column's data cells. */
  readonly formats: readonly string[];
  /** How many of the first columns the add-in writes in A1 notation; formulas of the others are in R1C1 notation. */
  readonly ownColumns: number;
}

const DISCREPANCY: ReadonlySet<Outcome> = new Set(["underbilled", "unbilled", "overbilled", "unused"]);

/** Where a table's header row begins, 0-based. */
export interface Origin {
  readonly row: number;
  readonly column: number;
}

/** Discrepancies first, the most money at the top; then what needs eyes; matched last. */
export function sortResults(results: readonly ResultRow[]): readonly ResultRow[] {
  const rank = ({ outcome }: ResultRow): number => (DISCREPANCY.has(outcome) ? 0 : OUTCOMES.indexOf(outcome));
  return [...results].sort(
    (a, b) =>
      rank(a) - rank(b) || Math.abs(b.impact ?? 0) - Math.abs(a.impact ?? 0) || (a.key < b.key ? -1 : 1),
  );
}

const FORMATS: Readonly<Partial<Record<(typeof TABLE_HEADERS.tblDiscrepancies)[number], string>>> = {
  Billed: "General",
  Expected: "General",
  Difference: "+General;-General;0",
  "Unit price": "#,##0.00####",
  Impact: "#,##0.00",
  Expires: "yyyy-mm-dd",
  "First seen": "yyyy-mm-dd",
};

/** Rows that are made or compared without a turn for anybody else: some ten milliseconds. */
export const ROWS_PER_TURN = 500;

/**
 * tblDiscrepancies for sorted results; columns that a person added keep their cells by key.
 * @param pause Gives others a turn between two stretches of rows.
 */
export async function discrepancyBlock(
  sorted: readonly ResultRow[],
  invoices: ReadonlyMap<string, InvoiceColumns>,
  extra: ExtraColumns,
  origin: Origin,
  pause: () => Promise<void>,
): Promise<TableBlock> {
  const rows: (readonly OutgoingCell[])[] = [];
  for (const [i, result] of sorted.entries()) {
    if (i > 0 && i % ROWS_PER_TURN === 0) await pause();
    rows.push([...rowOf(result, cellsOf(origin, i), invoices), ...extra.cellsOf(result.key)]);
  }
  const own: readonly string[] = TABLE_HEADERS.tblDiscrepancies;
  return {
    headers: [...own, ...extra.headers],
    ownColumns: own.length,
    formats: [...own.map((header) => FORMATS[header as keyof typeof FORMATS] ?? "@"), ...extra.formats],
    rows,
  };
}

/** The cells of one row that its formulas speak of: their own row only, so that sorting keeps them true. */
interface RowCells {
  readonly billed: string;
  readonly expected: string;
  readonly difference: string;
  readonly unitPrice: string;
}

function cellsOf({ row, column }: Origin, index: number): RowCells {
  const cell = (header: (typeof TABLE_HEADERS.tblDiscrepancies)[number]): string =>
    `${columnLetters(column + TABLE_HEADERS.tblDiscrepancies.indexOf(header))}${row + index + 2}`;
  return {
    billed: cell("Billed"),
    expected: cell("Expected"),
    difference: cell("Difference"),
    unitPrice: cell("Unit price"),
  };
}

function rowOf(
  result: ResultRow,
  { billed, expected, difference, unitPrice }: RowCells,
  invoices: ReadonlyMap<string, InvoiceColumns>,
): readonly OutgoingCell[] {
  const { decision } = result;
  const months = result.months === 1 || result.months === 0 ? "" : `/${result.months}`;
  return [
    asText(result.client),
    asText(result.service),
    result.outcome,
    billedFormula(result, invoices),
    result.expectedQuantity ?? "",
    `=IF(${expected}="","",ROUND(${expected}-${billed},6))`,
    result.unitPrice ?? "",
    result.currency ?? "",
    `=IF(${difference}="","",IF(${difference}=0,0,IF(${unitPrice}="","",ROUND(${difference}*${unitPrice}${months},2))))`,
    asText(result.sources.join("; ")),
    asText(result.why),
    result.flags.join("; "),
    asText(decision.decision),
    asText(decision.reason),
    dateOrText(decision.expires),
    asText(decision.owner),
    asText(decision.note),
    serialOf(result.firstSeen),
    result.change,
    asText(result.key),
  ];
}

function dateOrText(value: string): OutgoingCell {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? serialOf(value) : quoted(value);
}
