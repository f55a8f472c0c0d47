import type { CellValue, GridTable, SheetGrid } from "../../../src/engine";

/** A sheet that starts at A1, with General formats. */
export function sheetOf(
  name: string,
  rows: readonly (readonly CellValue[])[],
  more: Partial<SheetGrid> = {},
): SheetGrid {
  const width = Math.max(...rows.map((row) => row.length));
  const values = rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? null));
  return {
    name,
    area: { firstRow: 0, firstColumn: 0, lastRow: rows.length - 1, lastColumn: width - 1 },
    values,
    formats: values.map((row) => row.map(() => "General")),
    tables: [],
    merges: [],
    isHidden: false,
    ...more,
  };
}

/** A table over the given rows of a sheet (0-based, header first) and its first columns. */
export function tableOf(name: string, firstRow: number, lastRow: number, columns: number): GridTable {
  return {
    name,
    area: { firstRow, firstColumn: 0, lastRow, lastColumn: columns - 1 },
    hasHeaderRow: true,
    hasTotalsRow: false,
  };
}
