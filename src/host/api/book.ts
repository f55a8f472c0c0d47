import type { Workbook, Worksheet } from "@zurmokeeper/exceljs";
import type { Area } from "../area";
import { HostError } from "../errors";

/** The open workbook and the state of the application around it. */
export interface Book {
  readonly workbook: Workbook;
  activeSheet: string;
  selection: { readonly sheet: Worksheet; readonly area: Area };
  /** True while the user is typing in a cell: Excel refuses every call. */
  isEditing: boolean;
  /** The kinds of events that the add-in has registered for. */
  readonly listensTo: Set<"changed" | "selectionChanged">;
  cellsRead: number;
  cellsWritten: number;
  /** True when formulas must be calculated again. */
  isDirty: boolean;
  readonly recalculate: () => void;
}

/** A range of one sheet. */
export interface RangeSelf {
  readonly book: Book;
  readonly sheet: Worksheet;
  readonly area: Area;
}

/** Sheet names and table names ignore case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function findSheet(book: Book, key: string): Worksheet | undefined {
  return book.workbook.worksheets.find((sheet) => sameName(sheet.name, key) || idOfSheet(sheet) === key);
}

export function idOfSheet(sheet: Worksheet): string {
  return `{sheet-${sheet.id}}`;
}

/** @throws HostError AccessDenied when the sheet is protected. */
export function needWritable(sheet: Worksheet): void {
  const protection = (sheet as unknown as { sheetProtection?: { sheet?: boolean } | null }).sheetProtection;
  if (protection?.sheet === true)
    throw new HostError("AccessDenied", `The sheet "${sheet.name}" is protected.`);
}
