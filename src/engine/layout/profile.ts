import { dayOrderOf, decimalMarkOf, domainKey, isDateFormat, parseDate, parseNumber } from "../normalise";
import type { CellValue } from "../records";
import { cellAt, formatAt, isBlank, textOf, type Region } from "./region";

/** What the cells of a column are like: shares of the non-blank cells, 0 to 1. */
export interface Profile {
  /** How many rows were looked at. */
  readonly rows: number;
  readonly filled: number;
  readonly numbers: number;
  readonly dates: number;
  readonly texts: number;
  readonly domains: number;
  /** Distinct values per filled cell. */
  readonly distinct: number;
  /** Share of cells that show money: a currency format or symbol. */
  readonly money: number;
  /** Whole numbers that are the serial number of a day from 2000 to 2064. */
  readonly serials: number;
  /** Texts without blanks that look like codes: "MGD-WKS", "CFQ7TTC0LCHC:0002". */
  readonly codes: number;
  /** True when its numbers are 0 and 1 and nothing else, both of them: a mark for yes or no. */
  readonly isFlag: boolean;
}

/** Columns are judged by this many rows at most: a longer look changes no verdict. */
export const SAMPLED_ROWS = 400;

const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 60_000;
/** Whether a value may be the serial number of a day of these decades, written without a date format. */
export function isSerialDay(value: CellValue): boolean {
  return (
    typeof value === "number" && Number.isInteger(value) && value >= FIRST_SERIAL && value <= LAST_SERIAL
  );
}
/** "EDR-24" reads as an amount of a currency EDR, but a minus never stands there. */
const LETTERED = /^\s*[A-Z]{3}-\d+\s*$/;
const CODE = /^(?=.*(?:\d|[A-Z]{2}))[\p{L}\d]+(?:[-:._/]+[\p{L}\d]+)*$/u;

export function profileOf(region: Region, rows: readonly number[], column: number): Profile {
  const sampled = rows.slice(0, SAMPLED_ROWS);
  const cells = sampled.map((row) => ({
    value: cellAt(region.sheet, row, column),
    format: formatAt(region.sheet, row, column),
  }));
  const filled = cells.filter(({ value }) => !isBlank(value));
  const values = filled.map(({ value }) => value);
  const mark = decimalMarkOf(values) ?? ".";
  const order = dayOrderOf(values) ?? "month-first";
  const share = (test: (cell: (typeof filled)[number]) => boolean): number =>
    filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  const isDate = ({ value, format }: (typeof filled)[number]): boolean => {
    const { kind } = parseDate(value, format, order);
    return kind === "date" || kind === "span";
  };
  const isNumber = (value: CellValue): boolean =>
    parseNumber(value, mark).kind === "number" && !(typeof value === "string" && LETTERED.test(value));
  const numbers = new Set(values.filter((value) => typeof value === "number"));
  return {
    rows: cells.length,
    filled: cells.length === 0 ? 0 : filled.length / cells.length,
    numbers: share((cell) => isNumber(cell.value) && !isDate(cell)),
    dates: share(isDate),
    texts: share(({ value }) => typeof value === "string" && !isNumber(value)),
    domains: share(({ value }) => domainKey(textOf(value)) !== null),
    distinct: filled.length === 0 ? 0 : new Set(values.map((value) => textOf(value))).size / filled.length,
    money: share(
      ({ value, format }) => /[$€£¥]/.test(textOf(value)) || (/[$€£¥]/.test(format) && !isDateFormat(format)),
    ),
    serials: share(({ value }) => isSerialDay(value)),
    codes: share(({ value }) => typeof value === "string" && CODE.test(value.trim())),
    isFlag: numbers.size === 2 && numbers.has(0) && numbers.has(1),
  };
}
