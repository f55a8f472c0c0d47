import { dayOrderOf, decimalMarkOf, domainKey, isDateFormat, parseDate, parseNumber } from "../normalise";
import { cellAt, formatAt, isBlank, textOf, type Region } from "./region";

/** What the cells of a column are like: shares of the non-blank cells, 0 to 1. */
export interface Profile {
  readonly filled: number;
  readonly numbers: number;
  readonly dates: number;
  readonly texts: number;
  readonly domains: number;
  /** Distinct values per filled cell. */
  readonly distinct: number;
  /** Share of cells that show money: a currency format or symbol. */
  readonly money: number;
}

/** Columns are judged by this many rows at most: a longer look changes no verdict. */
const SAMPLED_ROWS = 400;

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
  return {
    filled: cells.length === 0 ? 0 : filled.length / cells.length,
    numbers: share((cell) => parseNumber(cell.value, mark).kind === "number" && !isDate(cell)),
    dates: share(isDate),
    texts: share(({ value }) => typeof value === "string" && parseNumber(value, mark).kind !== "number"),
    domains: share(({ value }) => domainKey(textOf(value)) !== null),
    distinct: filled.length === 0 ? 0 : new Set(values.map((value) => textOf(value))).size / filled.length,
    money: share(
      ({ value, format }) => /[$€£¥]/.test(textOf(value)) || (/[$€£¥]/.test(format) && !isDateFormat(format)),
    ),
  };
}
