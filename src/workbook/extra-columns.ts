import type { TableGrid } from "../engine";
import { TABLE_HEADERS } from "./names";
import { quoted, type OutgoingCell } from "./text";

/** The columns that a person added to tblDiscrepancies, with what their rows hold, by key. */
export interface ExtraColumns {
  readonly headers: readonly string[];
  /** Number format of each column, as its first row has it. */
  readonly formats: readonly string[];
  /** Values, and formulas in R1C1 notation: a row may move, and its formula keeps speaking of its own row. */
  readonly cellsOf: (key: string) => readonly OutgoingCell[];
  /** The cell of a row of the last run's table in the n-th added column as it was read, formulas in R1C1 notation. */
  readonly foundAt: (row: number, index: number) => OutgoingCell;
}

/** No columns that a person added. */
export const NO_EXTRA: ExtraColumns = { headers: [], formats: [], cellsOf: () => [], foundAt: () => "" };

/** Positions of the columns of tblDiscrepancies that a person added. */
export function addedHeaders(table: TableGrid | undefined): readonly number[] {
  const own = TABLE_HEADERS.tblDiscrepancies.map((header) => header.toLowerCase());
  return (table?.headers ?? []).flatMap((header, i) => (own.includes(nameOf(header)) ? [] : [i]));
}

function nameOf(header: string): string {
  return header.trim().toLowerCase();
}

/** A column that a person added, as it was read. */
interface AddedColumn {
  readonly formulas: OutgoingCell[];
  readonly values: OutgoingCell[];
  format: string;
}

const ROWS_PER_REQUEST = 2_000;

/** Reads what a person added to the table of the last run. */
export async function readExtraColumns(
  context: Excel.RequestContext,
  earlier: TableGrid | undefined,
): Promise<ExtraColumns> {
  if (earlier === undefined || earlier.rows.length === 0) return NO_EXTRA;
  const positions = addedHeaders(earlier);
  if (positions.length === 0) return NO_EXTRA;
  const worksheet = context.workbook.worksheets.getItem(earlier.sheet);
  const columns = positions.map((): AddedColumn => ({ formulas: [], values: [], format: "General" }));
  for (let first = 0; first < earlier.rows.length; first += ROWS_PER_REQUEST) {
    const rows = Math.min(ROWS_PER_REQUEST, earlier.rows.length - first);
    const parts = positions.map((position) => {
      const [row, column] = [earlier.firstRow + first, earlier.firstColumn + position];
      return {
        cells: worksheet.getRangeByIndexes(row, column, rows, 1).load("formulasR1C1,values"),
        top: worksheet.getRangeByIndexes(row, column, 1, 1).load("numberFormat"),
      };
    });
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one answer would be too large
    await context.sync();
    for (const [i, { cells, top }] of parts.entries()) {
      const column = columns[i];
      if (column === undefined) continue;
      column.formulas.push(...(cells.formulasR1C1 as OutgoingCell[][]).map(([cell]) => cell ?? ""));
      column.values.push(...(cells.values as OutgoingCell[][]).map(([cell]) => cell ?? ""));
      if (first === 0) column.format = (top.numberFormat as string[][])[0]?.[0] ?? "General";
    }
  }
  const keyAt = earlier.headers.findIndex((header) => nameOf(header) === "key");
  const rowOf = new Map(earlier.rows.map((row, i) => [row[keyAt], i]));
  return {
    headers: positions.map((position) => earlier.headers[position] ?? ""),
    foundAt: (row, index) => columns[index]?.formulas[row] ?? "",
    formats: columns.map(({ format }) => format),
    cellsOf: (key) =>
      columns.map((column) => {
        const row = rowOf.get(key);
        if (row === undefined) return "";
        const formula = column.formulas[row] ?? "";
        const value = column.values[row] ?? "";
        // A text that begins like a formula is told from one by its value.
        const isFormula = typeof formula === "string" && formula.startsWith("=") && formula !== value;
        return isFormula ? formula : typeof value === "string" ? quoted(value) : value;
      }),
  };
}

const WRITTEN_BY_PEOPLE: ReadonlySet<string> = new Set(["decision", "reason", "expires", "owner", "note"]);

/** Whether a column of tblDiscrepancies is one that people fill. */
export function isWrittenByPeople(header: string): boolean {
  return WRITTEN_BY_PEOPLE.has(nameOf(header));
}

/** Whether a person wrote anything beside a row: a decision, an owner, a note, or a cell of a column of their own. */
export function holdsDecisions(table: TableGrid): boolean {
  const added = new Set(addedHeaders(table));
  const columns = table.headers.flatMap((header, i) =>
    added.has(i) || isWrittenByPeople(header) ? [i] : [],
  );
  return table.rows.some((row) => columns.some((column) => (row[column] ?? null) !== null));
}
