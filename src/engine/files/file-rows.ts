import type { CellValue } from "../records";

/** A row of a file that could not be read at all, and why; `row` is 0-based. */
export interface UnreadableRow {
  readonly row: number;
  readonly reason: string;
}

/** Rows of a file as they arrive. Rows without content are in it as empty rows, so that numbers hold. */
export interface FileRows {
  /** 0-based number of the first row; each further row is the next one. */
  readonly firstRow: number;
  readonly rows: readonly (readonly CellValue[])[];
  readonly unreadable: readonly UnreadableRow[];
}

/** Turns the text of a file into rows, piece by piece. */
export interface RowSource {
  /** Header texts by column, where the format names them outside its rows; complete once the first rows were given. */
  readonly fields: readonly string[] | null;
  /** The rows that end within a piece of text. */
  readonly push: (text: string) => FileRows;
  /** The rows that the end of the file closes. */
  readonly end: () => FileRows;
}

/** A file that cannot be read as usage; the message says what is wrong with it and what to do. */
export class UnreadableUsageFile extends Error {
  override readonly name = "UnreadableUsageFile";
}

/** Longer rows are no rows: a quote that is never closed swallows the rest of a file. */
export const LONGEST_ROW = 1_000_000;
