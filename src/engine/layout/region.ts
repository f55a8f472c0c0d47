import type { CellValue, GridArea, SheetGrid } from "../records";

/** A part of a sheet that is looked at as one source: a table, or what the sheet holds outside tables. */
export interface Region {
  readonly name: string;
  readonly sheet: SheetGrid;
  readonly area: GridArea;
  /** The header row that a table states; `null` where it has to be found. */
  readonly statedHeaderRow: number | null;
}

/** The cell at a 0-based position of the sheet; blank outside the used range. */
export function cellAt(sheet: SheetGrid, row: number, column: number): CellValue {
  if (sheet.area === null) return null;
  return sheet.values[row - sheet.area.firstRow]?.[column - sheet.area.firstColumn] ?? null;
}

/** The number format at a 0-based position of the sheet. */
export function formatAt(sheet: SheetGrid, row: number, column: number): string {
  if (sheet.area === null) return "General";
  return sheet.formats[row - sheet.area.firstRow]?.[column - sheet.area.firstColumn] ?? "General";
}

export function isBlank(value: CellValue): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

/** A cell as text, trimmed; blank for an empty cell or an error. */
export function textOf(value: CellValue): string {
  return value === null || typeof value === "object" ? "" : String(value).trim();
}

/** The positions of an area's rows or columns, ascending. */
export function rowsOf(area: GridArea): readonly number[] {
  return Array.from({ length: area.lastRow - area.firstRow + 1 }, (_, i) => area.firstRow + i);
}

export function columnsOf(area: GridArea): readonly number[] {
  return Array.from({ length: area.lastColumn - area.firstColumn + 1 }, (_, i) => area.firstColumn + i);
}
