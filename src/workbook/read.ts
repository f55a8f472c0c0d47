import {
  mayNarrow,
  narrowSource,
  type CellValue,
  type GridTable,
  type RunMemories,
  type SheetGrid,
  type TableGrid,
  type WorkbookSnapshot,
} from "../engine";
import { WorkbookProblem, type ExcelGateway } from "./gateway";
import { OWN_TABLES, SHARE_TABLE_NAME, type OwnTable } from "./names";
import { ownershipOf, type Ownership } from "./ownership";
import type { SheetCells } from "./read-blocks";
import { isWorthNarrowing, readCells, type Narrow, type SheetToRead } from "./read-cells";
import { readStructure, type SheetMeta, type Structure } from "./read-structure";
import { memoriesIn } from "./run-memory";

/** A workbook as read, with what the add-in already made in it. */
export interface ReadWorkbook {
  readonly snapshot: WorkbookSnapshot;
  readonly own: Ownership;
  /** What the last runs left open; `null` where no run is known. */
  readonly memories: RunMemories | null;
  /** The summary as it stands; `null` where there is none. */
  readonly summary: SheetGrid | null;
  /** Names of every sheet, the add-in's own included. */
  readonly sheetNames: readonly string[];
  /** The sheet of every table of the workbook, by the table's name in lower case. */
  readonly sheetOfTable: ReadonlyMap<string, string>;
  readonly protectedSheets: readonly string[];
  readonly definedNames: readonly string[];
}

/** How reading can be stopped and watched. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called with the cells read so far, out of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Whether every cell is read, also where some columns of a long sheet tell all that a run asks. */
  readonly isWhole?: boolean;
}

/**
 * Reads the workbook in a few calls; sheets with the add-in's own tables are not sources. Long usage sheets are read in the
 * columns that matter, which `unread` of their grid tells.
 */
export async function readWorkbook(gateway: ExcelGateway, options: ReadOptions = {}): Promise<ReadWorkbook> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    const structure = await gateway.run(readStructure);
    const cells = await readCells(gateway, sheetsToRead(structure, options), options, narrowIn(structure));
    if (cells !== null) return workbookOf(structure, cells);
  }
  throw new WorkbookProblem(
    "ChangedMeanwhile",
    "Somebody changes the workbook faster than it can be read. Nothing was written. Run again in a moment.",
  );
}

/**
 * Sheets to be read: number formats say what numbers of sources are, and of the add-in's own tables those of the rules only,
 * whose tolerances may be percentages.
 */
function sheetsToRead({ metas, names }: Structure, { isWhole = false }: ReadOptions): readonly SheetToRead[] {
  const ours = Object.values(ownershipOf(metas.map(emptyGrid), names).sheets);
  return metas.map((meta) => {
    const { name, area, tables } = meta;
    const isSource = !ours.includes(name) && !tables.some(isOwnTable);
    return {
      name,
      area,
      hasFormats: isSource || tables.some((table) => ownTableNamed(table.name) === "tblRules"),
      isLong: isSource && !isWhole && area !== null && isWorthNarrowing(area) && mayNarrow(emptyGrid(meta)),
    };
  });
}

function emptyGrid(meta: SheetMeta): SheetGrid {
  return { ...meta, values: [], formats: [] };
}

/** Sources may be read by columns once the add-in's own tables are known. */
function narrowIn(structure: Structure): Narrow {
  return (cells) => {
    const { sheets, tables } = workbookOf(structure, cells).snapshot;
    return (index) => {
      const grid = sheets.find(({ name }) => name === structure.metas[index]?.name);
      const narrowing = grid === undefined ? null : narrowSource(grid, tables);
      if (grid === undefined || narrowing === null) return null;
      const { columns, wholeRows } = narrowing;
      return { columns, wholeRows: (read) => wholeRows({ ...grid, ...read }) };
    };
  };
}

/** Whether a table is one of the add-in's, or a copy of one that it writes on demand. */
function isOwnTable({ name }: GridTable): boolean {
  return ownTableNamed(name) !== null || SHARE_TABLE_NAME.test(name);
}

/** How often a workbook is read again because somebody changed it meanwhile. */
const ATTEMPTS = 4;

function workbookOf({ metas, names }: Structure, cells: readonly SheetCells[]): ReadWorkbook {
  const grids = metas.map(({ name, area, merges, tables, isHidden }, i): SheetGrid => {
    const read = cells[i] ?? { values: [], formats: [] };
    return { name, area, tables, merges, isHidden, ...read };
  });
  const own = ownershipOf(grids, names);
  const ownSheets = Object.values(own.sheets);
  const isOwn = (grid: SheetGrid): boolean => ownSheets.includes(grid.name) || grid.tables.some(isOwnTable);
  const ownTables: Partial<Record<OwnTable, TableGrid>> = {};
  for (const grid of grids) {
    for (const table of grid.tables) {
      const name = ownTableNamed(table.name);
      if (name === null) continue;
      const read = tableGrid(grid, table);
      ownTables[name] = name === "tblRules" ? withPercentages(read, grid) : read;
    }
  }
  return {
    snapshot: { sheets: grids.filter((grid) => !isOwn(grid)), tables: ownTables },
    own,
    memories: memoriesIn(grids.find((grid) => grid.name === own.sheets.keys)),
    summary: grids.find((grid) => grid.name === own.sheets.summary) ?? null,
    sheetNames: metas.map((meta) => meta.name),
    sheetOfTable: new Map(
      metas.flatMap((meta) => meta.tables.map(({ name }) => [name.toLowerCase(), meta.name] as const)),
    ),
    protectedSheets: metas.filter((meta) => meta.isProtected).map((meta) => meta.name),
    definedNames: names.map(({ name }) => name),
  };
}

/** The add-in's table of this name, whatever its case; `null` for others. */
export function ownTableNamed(name: string): OwnTable | null {
  return OWN_TABLES.find((own) => own.toLowerCase() === name.toLowerCase()) ?? null;
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

/** The rules with tolerances as they were typed: Excel keeps 5% as 0.05 beside a percent format. */
function withPercentages(table: TableGrid, grid: SheetGrid): TableGrid {
  const column = table.headers.findIndex((header) => header.trim().toLowerCase() === "tolerance");
  if (column < 0) return table;
  const rows = table.rows.map((row, r) =>
    row.map((value, c) =>
      c === column ? percentOf(value, formatIn(grid, table.firstRow + r, table.firstColumn + column)) : value,
    ),
  );
  return { ...table, rows };
}

function percentOf(value: CellValue, format: string): CellValue {
  if (typeof value !== "number" || !/^[0#,.]+%$/.test(format)) return value;
  return `${String(Number((value * 100).toPrecision(15)))}%`;
}

function formatIn({ area, formats }: SheetGrid, row: number, column: number): string {
  return area === null ? "" : (formats[row - area.firstRow]?.[column - area.firstColumn] ?? "");
}

function cellIn(grid: SheetGrid, row: number, column: number): CellValue {
  if (grid.area === null) return null;
  return grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null;
}
