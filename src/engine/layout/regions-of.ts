import type { GridArea, GridTable, SheetGrid } from "../records";
import { columnLetters } from "../tables";
import { findHeaderRow } from "./header-row";
import { cellAt, columnsOf, isBlank, rowsOf, type Region } from "./region";

/**
 * The regions of a sheet: each table, and each block of cells beside, above and below the tables. Rows typed right below
 * a table, without a header of their own, belong to it: nobody who reads the sheet sees where the table ends.
 */
export function regionsOf(sheet: SheetGrid): readonly Region[] {
  if (sheet.area === null) return [];
  if (sheet.tables.length === 0)
    return [{ name: sheet.name, sheet, area: sheet.area, statedHeaderRow: null }];
  const outside = blocksOutside(sheet);
  const isBelow = (block: GridArea, table: GridTable): boolean =>
    block.firstRow === table.area.lastRow + 1 &&
    !table.hasTotalsRow &&
    block.firstColumn >= table.area.firstColumn &&
    block.lastColumn <= table.area.lastColumn &&
    findHeaderRow({ name: "", sheet, area: block, statedHeaderRow: null }) === null;
  const below = (table: GridTable): GridArea | undefined => outside.find((block) => isBelow(block, table));
  const tables = sheet.tables.map((table) => {
    const lastRow = table.hasTotalsRow
      ? table.area.lastRow - 1
      : (below(table)?.lastRow ?? table.area.lastRow);
    return {
      name: table.name,
      sheet,
      area: { ...table.area, lastRow },
      statedHeaderRow: table.hasHeaderRow ? table.area.firstRow : null,
    };
  });
  const rest = outside.filter((block) => !sheet.tables.some((table) => isBelow(block, table)));
  return [
    ...tables,
    ...rest.map((area) => ({ name: `${sheet.name}!${addressOf(area)}`, sheet, area, statedHeaderRow: null })),
  ];
}

function addressOf({ firstRow, firstColumn, lastRow, lastColumn }: GridArea): string {
  return `${columnLetters(firstColumn)}${firstRow + 1}:${columnLetters(lastColumn)}${lastRow + 1}`;
}

/** The filled blocks that tables leave over: bands of rows between tables, cut into the columns beside them. */
function blocksOutside({ area, tables, ...sheet }: SheetGrid): readonly GridArea[] {
  if (area === null) return [];
  const whole = { area, tables, ...sheet };
  const cuts = tables.flatMap((table) => [table.area.firstRow, table.area.lastRow + 1]);
  const edges = [area.firstRow, ...cuts, area.lastRow + 1]
    .filter((row) => row >= area.firstRow && row <= area.lastRow + 1)
    .sort((a, b) => a - b);
  return edges.slice(0, -1).flatMap((firstRow, i) => {
    const lastRow = (edges[i + 1] ?? firstRow) - 1;
    if (lastRow < firstRow) return [];
    const beside = tables
      .filter((table) => table.area.firstRow <= lastRow && table.area.lastRow >= firstRow)
      .sort((a, b) => a.area.firstColumn - b.area.firstColumn);
    const starts = [area.firstColumn, ...beside.map((table) => table.area.lastColumn + 1)];
    const ends = [...beside.map((table) => table.area.firstColumn - 1), area.lastColumn];
    return starts.flatMap((firstColumn, n) =>
      trimmed(whole, { firstRow, lastRow, firstColumn, lastColumn: ends[n] ?? firstColumn }),
    );
  });
}

/** A block without its blank margins; nothing when it is blank altogether. */
function trimmed(sheet: SheetGrid, area: GridArea): readonly GridArea[] {
  if (area.lastColumn < area.firstColumn) return [];
  const isFilled = (row: number, column: number): boolean => !isBlank(cellAt(sheet, row, column));
  const rows = rowsOf(area).filter((row) => columnsOf(area).some((column) => isFilled(row, column)));
  const columns = columnsOf(area).filter((column) => rows.some((row) => isFilled(row, column)));
  const [firstRow, lastRow] = [rows[0], rows.at(-1)];
  const [firstColumn, lastColumn] = [columns[0], columns.at(-1)];
  if (
    firstRow === undefined ||
    lastRow === undefined ||
    firstColumn === undefined ||
    lastColumn === undefined
  )
    return [];
  return [{ firstRow, firstColumn, lastRow, lastColumn }];
}
