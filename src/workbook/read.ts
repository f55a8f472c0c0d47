import type {
  CellValue,
  GridArea,
  GridTable,
  OwnTables,
  SheetGrid,
  TableGrid,
  WorkbookSnapshot,
} from "../engine";
import type { ExcelGateway } from "./gateway";
import { OWN_TABLES, RECORD_HEADER, SHEETS, type OwnershipRecord, type OwnTable } from "./names";

/** A workbook as read, with what the add-in already made in it. */
export interface ReadWorkbook {
  readonly snapshot: WorkbookSnapshot;
  readonly record: OwnershipRecord | null;
  /** Names of every sheet, the add-in's own included. */
  readonly sheetNames: readonly string[];
}

/** Cells per call: about a megabyte of values, types and formats, far below the 5 MB that Excel on the web answers. */
const CELLS_PER_CALL = 20_000;

interface SheetMeta {
  readonly name: string;
  readonly isHidden: boolean;
  readonly area: GridArea | null;
  readonly merges: readonly GridArea[];
  readonly tables: readonly GridTable[];
}

/** Reads the whole workbook in a few calls; sheets with the add-in's own tables are not sources. */
export async function readWorkbook(gateway: ExcelGateway, signal?: AbortSignal): Promise<ReadWorkbook> {
  const metas = await gateway.run(readStructure);
  const grids: SheetGrid[] = [];
  for (const meta of metas) {
    signal?.throwIfAborted();
    grids.push(await readGrid(gateway, meta));
  }
  const record = findRecord(grids);
  const isOwn = (grid: SheetGrid): boolean =>
    (record?.sheets ?? []).includes(grid.name) || grid.tables.some((table) => ownTable(table.name) !== null);
  const tables: Partial<Record<OwnTable, TableGrid>> = {};
  for (const grid of grids) {
    for (const table of grid.tables) {
      const own = ownTable(table.name);
      if (own !== null) tables[own] = tableGrid(grid, table);
    }
  }
  return {
    snapshot: { sheets: grids.filter((grid) => !isOwn(grid)), tables: tables as OwnTables },
    record,
    sheetNames: metas.map((meta) => meta.name),
  };
}

function ownTable(name: string): OwnTable | null {
  return OWN_TABLES.find((own) => own.toLowerCase() === name.toLowerCase()) ?? null;
}

async function readStructure(context: Excel.RequestContext): Promise<readonly SheetMeta[]> {
  const sheets = context.workbook.worksheets.load("items/name,items/visibility");
  await context.sync();
  const loaded = sheets.items.map((sheet) => ({
    sheet,
    used: sheet.getUsedRangeOrNullObject(true).load("rowIndex,columnIndex,rowCount,columnCount"),
    merged: sheet.getRange().getMergedAreasOrNullObject().load("address"),
    tables: sheet.tables.load("items/name,items/showHeaders,items/showTotals"),
  }));
  await context.sync();
  const ranges = loaded.map(({ tables }) =>
    tables.items.map((table) => table.getRange().load("rowIndex,columnIndex,rowCount,columnCount")),
  );
  await context.sync();
  return loaded.map(({ sheet, used, merged, tables }, i) => ({
    name: sheet.name,
    isHidden: sheet.visibility !== Excel.SheetVisibility.visible,
    area: used.isNullObject ? null : areaOf(used),
    merges: merged.isNullObject ? [] : merged.address.split(",").flatMap(parseAddress),
    tables: tables.items.flatMap((table, j) => {
      const range = ranges[i]?.[j];
      if (range === undefined) return [];
      return [
        {
          name: table.name,
          area: areaOf(range),
          hasHeaderRow: table.showHeaders,
          hasTotalsRow: table.showTotals,
        },
      ];
    }),
  }));
}

function areaOf(range: Excel.Range): GridArea {
  const { rowIndex, columnIndex, rowCount, columnCount } = range;
  return {
    firstRow: rowIndex,
    firstColumn: columnIndex,
    lastRow: rowIndex + rowCount - 1,
    lastColumn: columnIndex + columnCount - 1,
  };
}

function parseAddress(address: string): readonly GridArea[] {
  const match = /\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(address);
  if (match === null) return [];
  const column = (letters: string): number =>
    [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const [, a = "", top, b = "", bottom] = match;
  return [
    { firstRow: Number(top) - 1, firstColumn: column(a), lastRow: Number(bottom) - 1, lastColumn: column(b) },
  ];
}

async function readGrid(gateway: ExcelGateway, meta: SheetMeta): Promise<SheetGrid> {
  const { area } = meta;
  const values: (readonly CellValue[])[] = [];
  const formats: (readonly string[])[] = [];
  if (area !== null) {
    const width = area.lastColumn - area.firstColumn + 1;
    const rowsPerCall = Math.max(1, Math.floor(CELLS_PER_CALL / width));
    for (let row = area.firstRow; row <= area.lastRow; row += rowsPerCall) {
      const rows = Math.min(rowsPerCall, area.lastRow - row + 1);
      const block = await gateway.run(async (context) => {
        const range = context.workbook.worksheets
          .getItem(meta.name)
          .getRangeByIndexes(row, area.firstColumn, rows, width)
          .load("values,valueTypes,numberFormat");
        await context.sync();
        return {
          values: range.values as unknown[][],
          types: range.valueTypes,
          formats: range.numberFormat as string[][],
        };
      });
      values.push(
        ...block.values.map((cells, r) => cells.map((cell, c) => cellValue(cell, block.types[r]?.[c]))),
      );
      formats.push(...block.formats);
    }
  }
  return {
    name: meta.name,
    area,
    values,
    formats,
    tables: meta.tables,
    merges: meta.merges,
    isHidden: meta.isHidden,
  };
}

function cellValue(value: unknown, type: Excel.RangeValueType | undefined): CellValue {
  if (type === Excel.RangeValueType.error) return { error: String(value) };
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}

function tableGrid(grid: SheetGrid, { name, area, hasHeaderRow, hasTotalsRow }: GridTable): TableGrid {
  const rowsOf = (first: number, last: number): readonly (readonly CellValue[])[] =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, r) =>
      Array.from({ length: area.lastColumn - area.firstColumn + 1 }, (_cell, c) =>
        cellIn(grid, first + r, area.firstColumn + c),
      ),
    );
  const firstRow = area.firstRow + (hasHeaderRow ? 1 : 0);
  const [header = []] = hasHeaderRow ? rowsOf(area.firstRow, area.firstRow) : [];
  return {
    name,
    sheet: grid.name,
    firstRow,
    firstColumn: area.firstColumn,
    headers: header.map((cell) => (cell === null || typeof cell === "object" ? "" : String(cell))),
    rows: rowsOf(firstRow, area.lastRow - (hasTotalsRow ? 1 : 0)),
  };
}

function cellIn(grid: SheetGrid, row: number, column: number): CellValue {
  if (grid.area === null) return null;
  return grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null;
}

/** The ownership record stands beside the keys; a sheet of that name without it is the user's own. */
function findRecord(grids: readonly SheetGrid[]): OwnershipRecord | null {
  for (const grid of grids) {
    if (!grid.name.startsWith(SHEETS.keys)) continue;
    for (const [r, row] of grid.values.entries()) {
      const at = row.indexOf(RECORD_HEADER);
      const text = at < 0 ? null : grid.values[r + 1]?.[at];
      if (typeof text === "string") return JSON.parse(text) as OwnershipRecord;
    }
  }
  return null;
}
