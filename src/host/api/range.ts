import type { Row } from "@zurmokeeper/exceljs";
import {
  columnCount,
  eachCell,
  intersects,
  LAST_ROW,
  localAddress,
  parseArea,
  quoteSheet,
  rowCount,
  WHOLE_SHEET,
  type Area,
} from "../area";
import { cellOf, enterValue, formulaOf, valueOf, valueTypeOf } from "../cells";
import { HostError } from "../errors";
import { toA1, toR1C1 } from "../r1c1";
import { apiObject, numberArgument, textArgument, type ApiObject, type ApiType } from "./type";
import { needWritable, type Book, type RangeSelf } from "./book";
import { rangeConditionalFormats } from "./conditional-formats";
import { rangeFormat } from "./format";
import { validationObject } from "./validation";
import { worksheetObject } from "./worksheet";

/** Above this many cells Excel answers a read with null. */
const MOST_CELLS = 5_000_000;

function cellCount(area: Area): number {
  return rowCount(area) * columnCount(area);
}

function readCells<T>(range: RangeSelf, read: (row: number, column: number) => T): T[][] | null {
  const { area, book } = range;
  if (cellCount(area) > MOST_CELLS) return null;
  if (book.isDirty && holdsFormula(range)) book.recalculate();
  book.cellsRead += cellCount(area);
  return Array.from({ length: rowCount(area) }, (_, r) =>
    Array.from({ length: columnCount(area) }, (_value, c) => read(area.firstRow + r, area.firstColumn + c)),
  );
}

/** Only what a formula shows depends on calculating. */
function holdsFormula({ sheet, area }: RangeSelf): boolean {
  const last = Math.min(area.lastRow, sheet.rowCount - 1);
  for (let row = area.firstRow; row <= last; row += 1)
    if (hasFormulaIn(sheet.findRow(row + 1), area)) return true;
  return false;
}

function hasFormulaIn(row: Row | undefined, { firstColumn, lastColumn }: Area): boolean {
  let isFound = false;
  row?.eachCell({ includeEmpty: false }, (cell) => {
    const column = Number(cell.col) - 1;
    isFound ||= column >= firstColumn && column <= lastColumn && formulaOf(cell) !== null;
  });
  return isFound;
}

/** Writes a 2-D array of exactly the range's shape, or one value to every cell. */
function writeCells(
  range: RangeSelf,
  value: unknown,
  write: (row: number, column: number, value: unknown) => void,
): void {
  const { area, book, sheet } = range;
  needWritable(sheet);
  const rows: unknown = value;
  const isShaped =
    Array.isArray(rows) &&
    rows.length === rowCount(area) &&
    rows.every((row) => Array.isArray(row) && row.length === columnCount(area));
  if (Array.isArray(rows) && !isShaped) {
    throw new HostError("InvalidArgument", `The array does not have the shape of ${localAddress(area)}.`);
  }
  book.cellsWritten += cellCount(area);
  book.isDirty = true;
  eachCell(area, (row, column) => {
    const one: unknown = isShaped
      ? (rows as unknown[][])[row - area.firstRow]?.[column - area.firstColumn]
      : rows;
    write(row, column, one);
  });
}

function at(range: RangeSelf, area: Area): ApiObject {
  return rangeObject({ ...range, area });
}

/** The part of a sheet that holds values, or `null`. */
export function usedArea(range: RangeSelf, isValuesOnly: boolean): Area | null {
  let used: Area | null = null;
  range.sheet.eachRow({ includeEmpty: false }, (row) => {
    row.eachCell({ includeEmpty: !isValuesOnly }, (cell) => {
      const [r, c] = [Number(cell.row) - 1, Number(cell.col) - 1];
      const isIn = intersects({ firstRow: r, lastRow: r, firstColumn: c, lastColumn: c }, range.area);
      if (!isIn || (isValuesOnly && cell.value === null)) return;
      used = {
        firstRow: Math.min(used?.firstRow ?? r, r),
        lastRow: Math.max(used?.lastRow ?? r, r),
        firstColumn: Math.min(used?.firstColumn ?? c, c),
        lastColumn: Math.max(used?.lastColumn ?? c, c),
      };
    });
  });
  return used;
}

const RANGE: ApiType<RangeSelf> = {
  name: "Range",
  get: {
    address: ({ sheet, area }) => `${quoteSheet(sheet.name)}!${localAddress(area)}`,
    rowIndex: ({ area }) => area.firstRow,
    columnIndex: ({ area }) => area.firstColumn,
    rowCount: ({ area }) => rowCount(area),
    columnCount: ({ area }) => columnCount(area),
    cellCount: ({ area }) => cellCount(area),
    values: (range) => readCells(range, (row, column) => valueOf(cellOf(range.sheet, row, column))),
    valueTypes: (range) => readCells(range, (row, column) => valueTypeOf(cellOf(range.sheet, row, column))),
    formulas: (range) =>
      readCells(
        range,
        (row, column) =>
          formulaOf(cellOf(range.sheet, row, column)) ?? valueOf(cellOf(range.sheet, row, column)),
      ),
    formulasR1C1: (range) =>
      readCells(range, (row, column) => {
        const cell = cellOf(range.sheet, row, column);
        const formula = formulaOf(cell);
        return formula === null ? valueOf(cell) : toR1C1(formula, row, column);
      }),
    numberFormat: (range) =>
      readCells(
        range,
        (row, column) => (cellOf(range.sheet, row, column).numFmt as string | undefined) ?? "General",
      ),
  },
  set: {
    values: (range, value) => {
      writeCells(range, value, (row, column, one) => {
        enterValue(cellOf(range.sheet, row, column), one);
      });
    },
    formulas: (range, value) => {
      writeCells(range, value, (row, column, one) => {
        enterValue(cellOf(range.sheet, row, column), one);
      });
    },
    formulasR1C1: (range, value) => {
      writeCells(range, value, (row, column, one) => {
        const isFormula = typeof one === "string" && one.startsWith("=");
        enterValue(cellOf(range.sheet, row, column), isFormula ? toA1(one, row, column) : one);
      });
    },
    numberFormat: (range, value) => {
      writeCells(range, value, (row, column, one) => {
        if (typeof one === "string") cellOf(range.sheet, row, column).numFmt = one;
      });
    },
  },
  navigate: {
    format: (range) => rangeFormat(range),
    conditionalFormats: (range) => rangeConditionalFormats(range),
    dataValidation: (range) => validationObject(range),
    worksheet: ({ book, sheet }) => worksheetObject(book, sheet),
  },
  call: {
    // The client asks this before it sends a large array in several pieces.
    _ValidateArraySize: (range, rows, columns) => {
      if (rows !== rowCount(range.area) || columns !== columnCount(range.area)) {
        throw new HostError(
          "InvalidArgument",
          `The array does not have the shape of ${localAddress(range.area)}.`,
        );
      }
      return null;
    },
    getUsedRangeOrNullObject: (range, isValuesOnly) => {
      const used = usedArea(range, isValuesOnly === true);
      return used === null ? null : at(range, used);
    },
    getCell: (range, row, column) => {
      const firstRow = range.area.firstRow + numberArgument(row);
      const firstColumn = range.area.firstColumn + numberArgument(column);
      return at(range, { firstRow, lastRow: firstRow, firstColumn, lastColumn: firstColumn });
    },
    getRow: (range, row) => {
      const firstRow = range.area.firstRow + numberArgument(row);
      return at(range, { ...range.area, firstRow, lastRow: firstRow });
    },
    getBoundingRect: (range, other) => {
      const area = typeof other === "string" ? parseArea(other) : (other as RangeSelf).area;
      return at(range, {
        firstRow: Math.min(range.area.firstRow, area.firstRow),
        firstColumn: Math.min(range.area.firstColumn, area.firstColumn),
        lastRow: Math.max(range.area.lastRow, area.lastRow),
        lastColumn: Math.max(range.area.lastColumn, area.lastColumn),
      });
    },
    getResizedRange: (range, rows, columns) =>
      at(range, {
        ...range.area,
        lastRow: range.area.lastRow + numberArgument(rows),
        lastColumn: range.area.lastColumn + numberArgument(columns),
      }),
    getEntireColumn: (range) => at(range, { ...range.area, firstRow: 0, lastRow: LAST_ROW }),
    clear: (range, applyTo) => {
      needWritable(range.sheet);
      range.book.isDirty = true;
      const used = usedArea(range, false);
      if (used === null) return null;
      eachCell(used, (row, column) => {
        const cell = cellOf(range.sheet, row, column);
        if (!intersects({ firstRow: row, lastRow: row, firstColumn: column, lastColumn: column }, range.area))
          return;
        if (applyTo !== "Formats") cell.value = null;
        if (applyTo !== "Contents") cell.style = {};
      });
      return null;
    },
    select: (range) => {
      range.book.activeSheet = range.sheet.name;
      range.book.selection = { sheet: range.sheet, area: range.area };
      return null;
    },
    getMergedAreasOrNullObject: (range) => {
      const merges = ((range.sheet.model as { merges?: readonly string[] }).merges ?? []).filter((merge) =>
        intersects(parseArea(merge), range.area),
      );
      if (merges.length > 512)
        throw new HostError("UnsupportedOperation", "There are more than 512 merged areas.");
      return merges.length === 0 ? null : apiObject(MERGED, { range, merges });
    },
  },
};

const MERGED: ApiType<{ readonly range: RangeSelf; readonly merges: readonly string[] }> = {
  name: "RangeAreas",
  get: {
    address: ({ range, merges }) =>
      merges.map((merge) => `${quoteSheet(range.sheet.name)}!${merge}`).join(","),
  },
};

export function rangeObject(range: RangeSelf): ApiObject {
  return apiObject(RANGE, range);
}

/** A range of a sheet by address; without one the whole sheet. */
export function rangeByAddress(book: Book, sheet: RangeSelf["sheet"], address: unknown): ApiObject {
  if (address === undefined || address === null || address === "")
    return rangeObject({ book, sheet, area: WHOLE_SHEET });
  return rangeObject({ book, sheet, area: parseArea(textArgument(address)) });
}
