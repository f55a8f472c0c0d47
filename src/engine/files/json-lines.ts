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

  const cellsOf = (record: ReadonlyMap<string, CellValue>): readonly CellValue[] => {
    const cells: CellValue[] = [];
    for (const [key, value] of record) {
      let column = columns.get(key);
      if (column === undefined) {
        if (fields.length === MOST_COLUMNS)
          throw new UnreadableUsageFile(
            `The file has more than ${MOST_COLUMNS} different keys. Write the same keys in every line.`,
          );
        column = fields.push(key) - 1;
        columns.set(key, column);
      }
      while (cells.length < column) cells.push(null);
      cells[column] = value;
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
      if (typeof record !== "string") return cellsOf(record);
      unreadable.push({ row: firstRow + i, reason: record });
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

const NO_OBJECT = "the line is no JSON object; write one object a line";

/** The cells of a line by key, or the reason why it has none. */
function parsed(text: string): ReadonlyMap<string, CellValue> | string {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return NO_OBJECT;
    return new Map(Object.entries(value).map(([key, one]: [string, unknown]) => [key, cellOf(one)]));
  } catch (error) {
    // Lists within lists by the thousand can be read, but not written again.
    return error instanceof RangeError
      ? "the line is nested too deeply; write one flat object a line"
      : NO_OBJECT;
  }
}

function cellOf(value: unknown): CellValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Every line has a cell for each column before its last, so that a new key in every line would fill the memory. */
const MOST_COLUMNS = 2_000;
