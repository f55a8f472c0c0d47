import { Model } from "@ironcalc/wasm";
import type { EmbeddedHost } from "../host/browser";
import { addNames, conditionalFormatsOf } from "../host/calc";

type Sheet = EmbeddedHost["workbook"]["worksheets"][number];
type Cell = ReturnType<Sheet["getCell"]>;

/** Pixels of one character of width, as Excel's default font has it. */
const PIXELS_PER_CHARACTER = 7;
const PIXELS_PER_POINT = 96 / 72;

/**
 * The workbook of a host as the grid shows it: values, formulas, number formats, fills, fonts, widths, hidden and frozen
 * rows, and conditional formats, which the grid evaluates by itself.
 */
export function gridModelOf(host: EmbeddedHost): Model {
  const { workbook } = host;
  const model = new Model("workbook", "en", "UTC", "en");
  model.pauseEvaluation();
  workbook.worksheets.forEach((sheet, i) => {
    if (i > 0) model.newSheet();
    model.renameSheet(i, sheet.name);
  });
  addNames(model, workbook);
  workbook.worksheets.forEach((sheet, i) => {
    fillSheet(model, sheet, i);
  });
  workbook.worksheets.forEach((sheet, i) => {
    if (sheet.state !== "visible") model.hideSheet(i);
  });
  model.resumeEvaluation();
  model.evaluate();
  model.setSelectedSheet(0);
  return model;
}

function fillSheet(model: Model, sheet: Sheet, index: number): void {
  // Both are null for a bare sheet, whatever the types say.
  const { columns, views } = sheet as { columns: Sheet["columns"] | null; views: Sheet["views"] | null };
  columns?.forEach((column, i) => {
    if (column.width !== undefined)
      model.setColumnsWidth(index, i + 1, i + 1, Math.round(column.width * PIXELS_PER_CHARACTER + 5));
    if (column.hidden === true) model.setColumnsHidden(index, i + 1, i + 1, true);
  });
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    if (row.hidden) model.setRowsHidden(index, number, number, true);
    const height = row.height as number | undefined;
    if (height !== undefined) model.setRowsHeight(index, number, number, height * PIXELS_PER_POINT);
    row.eachCell({ includeEmpty: false }, (cell) => {
      const input = inputOf(cell);
      if (input !== "") model.setUserInput(index, number, Number(cell.col), input);
      styleCell(model, cell, { sheet: index, row: number, column: Number(cell.col), width: 1, height: 1 });
    });
  });
  const frozen = views?.find((view) => view.state === "frozen");
  if (frozen?.state === "frozen") {
    model.setFrozenRowsCount(index, frozen.ySplit ?? 0);
    model.setFrozenColumnsCount(index, frozen.xSplit ?? 0);
  }
  addConditionalFormats(model, sheet, index);
}

/** What a person would type to get the cell. */
function inputOf(cell: Cell): string {
  if (typeof cell.formula === "string" && cell.formula !== "") return `=${cell.formula}`;
  const { value } = cell;
  if (value === null) return "";
  if (value instanceof Date) return String(value.getTime() / 86_400_000 + 25_569);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  return PLAIN_TEXT.test(cell.text) ? cell.text : `'${cell.text}`;
}

/** Text that is taken as text however it is typed; everything else needs the apostrophe. */
const PLAIN_TEXT = /^(?!true$|false$|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{2}/i;

function styleCell(model: Model, cell: Cell, area: Parameters<Model["updateRangeStyle"]>[0]): void {
  const set = (path: string, value: string): void => {
    model.updateRangeStyle(area, path, value);
  };
  const { font, fill, alignment } = cell.style;
  const format = cell.numFmt as string | undefined;
  if (format !== undefined && format !== "General" && format !== "@") set("num_fmt", format);
  if (font?.bold === true) set("font.b", "true");
  if (font?.italic === true) set("font.i", "true");
  const color = hexOf(font?.color?.argb);
  if (color !== null) set("font.color", color);
  const background = fill?.type === "pattern" ? hexOf(fill.fgColor?.argb) : null;
  if (background !== null) set("fill.color", background);
  const { horizontal } = alignment ?? {};
  if (horizontal === "left" || horizontal === "right" || horizontal === "center")
    set("alignment.horizontal", horizontal);
}

function hexOf(argb: string | undefined): string | null {
  return argb === undefined ? null : `#${argb.slice(-6)}`;
}

function addConditionalFormats(model: Model, sheet: Sheet, index: number): void {
  for (const { ref, rules } of conditionalFormatsOf(sheet)) {
    for (const rule of rules) {
      if (rule.type !== "expression") continue;
      const fill = rule.style?.fill;
      const background = fill?.type === "pattern" ? hexOf(fill.bgColor?.argb) : null;
      const color = hexOf(rule.style?.font?.color?.argb);
      model.addConditionalFormatting(index, ref, {
        type: "Formula",
        formula: `=${String(rule.formulae?.[0] ?? "FALSE")}`,
        format: {
          ...(background === null ? {} : { fill: { color: background } }),
          ...(color === null ? {} : { font: { color } }),
        },
        stop_if_true: false,
      });
    }
  }
}
