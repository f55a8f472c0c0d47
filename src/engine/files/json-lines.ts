import type { CellValue } from "../records";
import {
  LONGEST_ROW,
  UnreadableUsageFile,
  type FileRows,
  type RowSource,
  type UnreadableRow,
} from "./file-rows";

/**
 * Reads one JSON object a line, piece by piece. A key is a column, in the order in which keys are met first; a value that
 * is an object or a list is its JSON text. A line that is no object is unreadable, and the lines after it are read.
 */
export function jsonLineRows(): RowSource {
  const columns = new Map<string, number>();
  const fields: string[] = [];
  let pending = "";
  let nextRow = 0;

  const cellsOf = (record: object): readonly CellValue[] => {
    const cells: CellValue[] = [];
    for (const [key, value] of Object.entries(record) as [string, unknown][]) {
      let column = columns.get(key);
      if (column === undefined) {
        column = fields.push(key) - 1;
        columns.set(key, column);
      }
      while (cells.length < column) cells.push(null);
      cells[column] = cellOf(value);
    }
    return cells;
  };

  const read = (lines: readonly string[]): FileRows => {
    const firstRow = nextRow;
    const unreadable: UnreadableRow[] = [];
    const rows = lines.map((line, i) => {
      const text = line.trim();
      if (text === "") return [];
      const record = parsed(text);
      if (record !== null) return cellsOf(record);
      unreadable.push({ row: firstRow + i, reason: "the line is no JSON object; write one object a line" });
      return [];
    });
    nextRow += rows.length;
    return { firstRow, rows, unreadable };
  };

  return {
    fields,
    push: (text) => {
      const lines = (pending + text).split("\n");
      pending = lines.pop() ?? "";
      if (pending.length > LONGEST_ROW)
        throw new UnreadableUsageFile(
          `Line ${nextRow + lines.length + 1} is longer than a row of usage can be. Write one JSON object a line.`,
        );
      return read(lines);
    },
    end: () => read(pending === "" ? [] : [pending]),
  };
}

function parsed(text: string): object | null {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function cellOf(value: unknown): CellValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
