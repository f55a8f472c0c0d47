import type { Cell, Fill, Font } from "@zurmokeeper/exceljs";
import { eachCell } from "../area";
import { cellOf } from "../cells";
import { apiObject, type ApiObject, type ApiType } from "./type";
import { needWritable, type RangeSelf } from "./book";

/** Excel's "#RRGGBB" as the document stores it. */
export function argbOf(color: unknown): string {
  return `FF${String(color).replace("#", "").toUpperCase()}`;
}

function styleCells(range: RangeSelf, change: (cell: Cell) => void): void {
  needWritable(range.sheet);
  eachCell(range.area, (row, column) => {
    change(cellOf(range.sheet, row, column));
  });
}

function firstCell({ sheet, area }: RangeSelf): Cell {
  return cellOf(sheet, area.firstRow, area.firstColumn);
}

/** Points per character of column width, as Excel's default font has it. */
const POINTS_PER_CHARACTER = 5.25;

const FILL: ApiType<RangeSelf> = {
  name: "RangeFill",
  get: {
    color: (range) => {
      const fill = firstCell(range).fill as Fill | undefined;
      return fill?.type === "pattern" && fill.fgColor?.argb !== undefined
        ? `#${fill.fgColor.argb.slice(-6)}`
        : "#FFFFFF";
    },
  },
  set: {
    color: (range, color) => {
      styleCells(range, (cell) => {
        cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: argbOf(color) } };
      });
    },
  },
  call: {
    clear: (range) => {
      styleCells(range, (cell) => {
        cell.fill = { type: "pattern", pattern: "none" };
      });
    },
  },
};

/** What a cell without a font of its own is written with; part of a font alone would take another one's name. */
const DEFAULT_FONT: Partial<Font> = {
  name: "Calibri",
  size: 11,
  family: 2,
  scheme: "minor",
  color: { theme: 1 },
};

function fontOf({ font = DEFAULT_FONT }: { readonly font?: Partial<Font> }): Partial<Font> {
  return font;
}

const FONT: ApiType<RangeSelf> = {
  name: "RangeFont",
  set: {
    bold: (range, bold) => {
      styleCells(range, (cell) => {
        cell.font = { ...fontOf(cell), bold: bold === true };
      });
    },
    color: (range, color) => {
      styleCells(range, (cell) => {
        cell.font = { ...fontOf(cell), color: { argb: argbOf(color) } };
      });
    },
    size: (range, size) => {
      styleCells(range, (cell) => {
        cell.font = { ...fontOf(cell), size: Number(size) };
      });
    },
    italic: (range, italic) => {
      styleCells(range, (cell) => {
        cell.font = { ...fontOf(cell), italic: italic === true };
      });
    },
  },
};

const FORMAT: ApiType<RangeSelf> = {
  name: "RangeFormat",
  navigate: { fill: (range) => apiObject(FILL, range), font: (range) => apiObject(FONT, range) },
  get: {
    columnWidth: ({ sheet, area }) =>
      (sheet.getColumn(area.firstColumn + 1).width ?? 9) * POINTS_PER_CHARACTER,
  },
  set: {
    columnWidth: ({ sheet, area }, points) => {
      needWritable(sheet);
      for (let column = area.firstColumn; column <= area.lastColumn; column += 1) {
        sheet.getColumn(column + 1).width = Number(points) / POINTS_PER_CHARACTER;
      }
    },
    wrapText: (range, wraps) => {
      styleCells(range, (cell) => {
        cell.alignment = { ...cell.alignment, wrapText: wraps === true };
      });
    },
    verticalAlignment: (range, alignment) => {
      styleCells(range, (cell) => {
        cell.alignment = { ...cell.alignment, vertical: alignment === "Top" ? "top" : "middle" };
      });
    },
    horizontalAlignment: (range, alignment) => {
      styleCells(range, (cell) => {
        cell.alignment = { ...cell.alignment, horizontal: alignment === "Right" ? "right" : "left" };
      });
    },
  },
};

export function rangeFormat(range: RangeSelf): ApiObject {
  return apiObject(FORMAT, range);
}
