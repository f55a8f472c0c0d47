import type { CellValue, GridArea, SheetGrid } from "../../src/engine";

/** A sheet of rows that may be of unequal length, as a CSV file opens in Excel: without formats, except of dates. */
export function sheetOf(
  name: string,
  rows: readonly (readonly CellValue[])[],
  merges: readonly GridArea[] = [],
  formatAt: (row: number, column: number) => string = () => "General",
): SheetGrid {
  const width = Math.max(...rows.map((row) => row.length));
  const values = rows.map((row) => Array.from({ length: width }, (_, i): CellValue => row[i] ?? null));
  return {
    name: name.slice(0, 31),
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn: width - 1 },
    values,
    formats: values.map((row, r) => row.map((_, c) => formatAt(r, c))),
    tables: [],
    merges,
    isHidden: false,
  };
}
