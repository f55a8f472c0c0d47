import type { Cell, CellValue as StoredValue, Worksheet } from "@zurmokeeper/exceljs";

import { HostError } from "./errors";

/** A cell's value as Excel's API gives it: blank is the empty text, an error is its code. */
export type ApiValue = string | number | boolean;

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 in the 1900 date system. */
const EPOCH_SERIAL = 25_569;

/** The formula of a cell with its "=", or `null`. */
export function formulaOf(cell: Cell): string | null {
  return typeof cell.formula === "string" && cell.formula !== "" ? `=${cell.formula}` : null;
}

interface FormulaModel {
  formula: string | undefined;
  sharedFormula: string | undefined;
  result: unknown;
}

/** Gives a formula cell another result; whether it is a formula of a whole area stays, which the public setter forgets. */
export function setResult(cell: Cell, result: unknown): void {
  const { model } = (cell as unknown as { _value: { model: FormulaModel } })._value;
  model.formula = formulaOf(cell)?.slice(1);
  model.sharedFormula = undefined;
  model.result = result;
}

/** Gives a formula cell another formula; its result stays until it is calculated. @param formula without its "=" */
export function setFormula(cell: Cell, formula: string): void {
  (cell as unknown as { _value: { model: FormulaModel } })._value.model.formula = formula;
}

/** The value that a cell shows, formula results as last calculated. */
export function valueOf(cell: Cell): ApiValue {
  return plain(formulaOf(cell) === null ? cell.value : cell.result);
}

/** The serial number of a moment in the 1900 date system. */
export function serialOfDate(date: Date): number {
  return Math.round((date.getTime() / DAY_MS + EPOCH_SERIAL) * 1e9) / 1e9;
}

function plain(value: StoredValue | undefined): ApiValue {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return serialOfDate(value);
  if (typeof value !== "object") return value;
  if ("error" in value) return value.error;
  if ("richText" in value) return value.richText.map((part) => part.text).join("");
  if ("text" in value) return plain(value.text);
  if ("result" in value) return plain(value.result);
  return "";
}

const ERROR_CODES = new Set([
  "#N/A",
  "#REF!",
  "#NAME?",
  "#DIV/0!",
  "#NULL!",
  "#VALUE!",
  "#NUM!",
  "#SPILL!",
  "#CALC!",
]);

/** Excel's RangeValueType of a cell. */
export function valueTypeOf(cell: Cell): "Empty" | "String" | "Double" | "Boolean" | "Error" {
  const value = valueOf(cell);
  if (typeof value === "number") return "Double";
  if (typeof value === "boolean") return "Boolean";
  if (value === "") return "Empty";
  const stored = formulaOf(cell) === null ? cell.value : cell.result;
  const isError = typeof stored === "object" && stored !== null && "error" in stored;
  return isError || (formulaOf(cell) !== null && ERROR_CODES.has(value)) ? "Error" : "String";
}

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Excel's limits of a cell, in characters. */
const LONGEST_TEXT = 32_767;
const LONGEST_FORMULA = 8_192;

/**
 * Enters a value as Excel does: text that begins with =, +, - or @ becomes a formula and numeric or date-shaped text a
 * number, unless the cell's format is text or an apostrophe leads. `null` leaves the cell as it is.
 * @throws HostError InvalidArgument
 */
export function enterValue(cell: Cell, value: unknown): void {
  if (value === null || value === undefined) return;
  if (typeof value === "number" || typeof value === "boolean") {
    cell.value = value;
    return;
  }
  const text = typeof value === "string" ? value : "";
  if (text.length > LONGEST_TEXT || (text.startsWith("=") && text.length > LONGEST_FORMULA))
    throw new HostError("InvalidArgument", "The text or formula is longer than a cell takes.");
  if (text === "") cell.value = null;
  else if (text.startsWith("'")) cell.value = text.slice(1);
  else if (cell.numFmt === "@") cell.value = text;
  else if (text.startsWith("=")) cell.value = { formula: text.slice(1) };
  else if (NUMERIC.test(text)) cell.value = Number(text);
  else if (/^[+\-@]/.test(text)) cell.value = { formula: text.replace(/^[+@]/, "") };
  else if (ISO_DATE.test(text)) {
    cell.value = Date.parse(`${text}T00:00:00Z`) / DAY_MS + EPOCH_SERIAL;
    cell.numFmt = "yyyy-mm-dd";
  } else cell.value = text;
}

/** The cell at a 0-based position. */
export function cellOf(sheet: Worksheet, row: number, column: number): Cell {
  return sheet.getCell(row + 1, column + 1);
}
