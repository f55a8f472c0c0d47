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
}

const NONE: ExtraColumns = { headers: [], formats: [], cellsOf: () => [] };

/** Positions of the columns of tblDiscrepancies that a person added. */
export function addedHeaders(table: TableGrid | undefined): readonly number[] {
  const own = TABLE_HEADERS.tblDiscrepancies.map((header) => header.toLowerCase());
  return (table?.headers ?? []).flatMap((header, i) => (own.includes(nameOf(header)) ? [] : [i]));
}

function nameOf(header: string): string {
  return header.trim().toLowerCase();
}

/** Reads what a person added to the table of the last run. */
export async function readExtraColumns(
  context: Excel.RequestContext,
  earlier: TableGrid | undefined,
): Promise<ExtraColumns> {
  if (earlier === undefined || earlier.rows.length === 0) return NONE;
  const positions = addedHeaders(earlier);
  if (positions.length === 0) return NONE;
  const worksheet = context.workbook.worksheets.getItem(earlier.sheet);
  const columns = positions.map((position) =>
    worksheet
      .getRangeByIndexes(earlier.firstRow, earlier.firstColumn + position, earlier.rows.length, 1)
      .load("formulasR1C1,values,numberFormat"),
  );
  await context.sync();
  const keyAt = earlier.headers.findIndex((header) => nameOf(header) === "key");
  const rowOf = new Map(earlier.rows.map((row, i) => [row[keyAt], i]));
  return {
    headers: positions.map((position) => earlier.headers[position] ?? ""),
    formats: columns.map((column) => (column.numberFormat as string[][])[0]?.[0] ?? "General"),
    cellsOf: (key) =>
      columns.map((column) => {
        const row = rowOf.get(key);
        if (row === undefined) return "";
        const formula = (column.formulasR1C1 as OutgoingCell[][])[row]?.[0] ?? "";
        const value = (column.values as OutgoingCell[][])[row]?.[0] ?? "";
        // A text that begins like a formula is told from one by its value.
        const isFormula = typeof formula === "string" && formula.startsWith("=") && formula !== value;
        return isFormula ? formula : typeof value === "string" ? quoted(value) : value;
      }),
  };
}

const WRITTEN_BY_PEOPLE: ReadonlySet<string> = new Set(["decision", "reason", "expires", "owner", "note"]);

/** Whether a person wrote anything beside a row: a decision, an owner, a note, or a cell of a column of their own. */
export function holdsDecisions(table: TableGrid): boolean {
  const added = new Set(addedHeaders(table));
  const columns = table.headers.flatMap((header, i) =>
    added.has(i) || WRITTEN_BY_PEOPLE.has(nameOf(header)) ? [i] : [],
  );
  return table.rows.some((row) => columns.some((column) => (row[column] ?? null) !== null));
}
