import type { GridArea, GridTable } from "../engine";
import type { DefinedName } from "./ownership";

/** A sheet without its cells. */
export interface SheetMeta {
  readonly name: string;
  readonly isHidden: boolean;
  readonly isProtected: boolean;
  readonly area: GridArea | null;
  readonly merges: readonly GridArea[];
  readonly tables: readonly GridTable[];
}

/** What a workbook is made of, and its names. */
export interface Structure {
  readonly metas: readonly SheetMeta[];
  readonly names: readonly DefinedName[];
}

/** Reads everything but the cells, in three syncs. */
export async function readStructure(context: Excel.RequestContext): Promise<Structure> {
  const sheets = context.workbook.worksheets.load("items/name,items/visibility");
  const names = context.workbook.names.load("items/name,items/formula");
  await context.sync();
  const loaded = sheets.items.map((sheet) => ({
    sheet,
    used: sheet.getUsedRangeOrNullObject(true).load("rowIndex,columnIndex,rowCount,columnCount"),
    merged: sheet.getRange().getMergedAreasOrNullObject().load("address"),
    protection: sheet.protection.load("protected"),
    tables: sheet.tables.load("items/name,items/showHeaders,items/showTotals"),
  }));
  await context.sync();
  const ranges = loaded.map(({ tables }) =>
    tables.items.map((table) => table.getRange().load("rowIndex,columnIndex,rowCount,columnCount")),
  );
  await context.sync();
  const metas = loaded.map(({ sheet, used, merged, protection, tables }, i) => ({
    name: sheet.name,
    isProtected: protection.protected,
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
  return {
    metas,
    names: names.items.map(({ name, formula }) => ({ name, formula: String(formula) })),
  };
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
    Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const [, a = "", top, b = "", bottom] = match;
  return [
    { firstRow: Number(top) - 1, firstColumn: column(a), lastRow: Number(bottom) - 1, lastColumn: column(b) },
  ];
}
