import type { CellValue, IsoDate } from "../records";

/** A cell read as a day or as a span of days. */
export type ParsedDate =
  | { readonly kind: "date"; readonly date: IsoDate }
  /** Half-open, like a billing period. */
  | { readonly kind: "span"; readonly start: IsoDate; readonly end: IsoDate }
  | { readonly kind: "blank" }
  | { readonly kind: "problem"; readonly message: string };

/** Which number comes first in dates such as 03/04/2026; `null` when the column does not prove it. */
export type DayOrder = "day-first" | "month-first" | null;

const MONTHS = [
  ["jan", "january", "januar", "janvier"],
  ["feb", "february", "februar", "fevrier"],
  ["mar", "march", "marz", "maerz", "mrz", "mars"],
  ["apr", "april", "avril"],
  ["may", "mai"],
  ["jun", "june", "juni", "juin"],
  ["jul", "july", "juli", "juillet"],
  ["aug", "august", "aout"],
  ["sep", "sept", "september", "septembre"],
  ["oct", "october", "okt", "oktober", "octobre"],
  ["nov", "november", "novembre"],
  ["dec", "december", "dez", "dezember", "decembre"],
] as const;
const DAY_MS = 86_400_000;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})(?:[ T].*)?$/;

/** The order that a column's texts prove by a number above 12; points are day first wherever they are written. */
export function dayOrderOf(values: readonly CellValue[]): DayOrder {
  let isDayFirst = false;
  let isMonthFirst = false;
  for (const value of values) {
    for (const part of typeof value === "string" ? value.trim().split(/\s+(?:-|–|to|bis)\s+/) : []) {
      const match = NUMERIC.exec(part);
      if (match === null) continue;
      if (Number(match[1]) > 12 || match[2] === ".") isDayFirst = true;
      else if (Number(match[3]) > 12) isMonthFirst = true;
    }
  }
  return isDayFirst === isMonthFirst ? null : isDayFirst ? "day-first" : "month-first";
}

/** Whether a number format shows a date: day, month or year codes outside quotes and brackets. */
export function isDateFormat(format: string): boolean {
  const codes = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
  return !/general|standard/i.test(codes) && /[dy]|m{3}/i.test(codes);
}

/**
 * Reads a date cell or text: serial numbers with a date format, ISO, day/month/year, month names, months and spans.
 * A text whose day and month cannot be told apart is a problem, never a guess.
 */
export function parseDate(value: CellValue, format: string, order: DayOrder = null): ParsedDate {
  if (value === null || value === "") return { kind: "blank" };
  if (typeof value === "number") {
    if (!isDateFormat(format) || value < 1 || value >= 2_958_466)
      return { kind: "problem", message: `${value} is not a date` };
    return { kind: "date", date: new Date((Math.floor(value) - 25_569) * DAY_MS).toISOString().slice(0, 10) };
  }
  if (typeof value !== "string") return { kind: "problem", message: "the cell holds no date" };
  const text = value.trim();
  if (text === "") return { kind: "blank" };
  const [first = "", second, ...more] = text.split(/\s+(?:-|–|to|bis)\s+/);
  if (second === undefined || more.length > 0) return parseOne(text, order);
  const start = parseOne(first, order);
  const end = parseOne(second, order);
  if (start.kind !== "date" || end.kind !== "date") return start.kind === "problem" ? start : end;
  return { kind: "span", start: start.date, end: exclusiveEnd(start.date, end.date) };
}

function parseOne(text: string, order: DayOrder): ParsedDate {
  const problem: ParsedDate = { kind: "problem", message: `"${text}" is not a date` };
  const iso = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T].*)?$/.exec(text);
  if (iso !== null) {
    return iso[3] === undefined
      ? (monthSpan(Number(iso[1]), Number(iso[2])) ?? problem)
      : (dayOf(iso[1], iso[2], iso[3]) ?? problem);
  }
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) {
    const [, a = "", mark, b = "", year = ""] = numeric;
    const chosen =
      mark === "." || Number(a) > 12
        ? "day-first"
        : Number(b) > 12
          ? "month-first"
          : a === b
            ? "day-first"
            : order;
    if (chosen === null) return { kind: "problem", message: `"${text}" may be day/month or month/day` };
    return (chosen === "day-first" ? dayOf(year, b, a) : dayOf(year, a, b)) ?? problem;
  }
  return parseNamed(text) ?? problem;
}

/** Dates with a month name: "15-Jun-26", "June 15, 2026", "2026-May-22", "May 2026". */
function parseNamed(text: string): ParsedDate | null {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const monthAt = words.findIndex((word) => monthOf(word) > 0);
  if (monthAt < 0 || words.length > 3) return null;
  const month = monthOf(words[monthAt] ?? "");
  const numbers = words.filter((_, i) => i !== monthAt);
  if (!numbers.every((number) => /^\d{1,4}$/.test(number))) return null;
  const [a = "", b] = numbers;
  if (b === undefined) return a.length === 4 || a.length === 2 ? monthSpan(fullYear(a), month) : null;
  return a.length === 4 ? dayOf(a, month, b) : dayOf(b, month, a);
}

function monthOf(word: string): number {
  return MONTHS.findIndex((names) => (names as readonly string[]).includes(word)) + 1;
}

function fullYear(year: string | number | undefined): number {
  const number = Number(year);
  return number < 100 ? 2000 + number : number;
}

function dayOf(
  year: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): ParsedDate | null {
  const date = new Date(Date.UTC(fullYear(year), Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? { kind: "date", date: date.toISOString().slice(0, 10) } : null;
}

function monthSpan(year: number, month: number): ParsedDate | null {
  if (month < 1 || month > 12) return null;
  const first = (index: number): string => new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10);
  return { kind: "span", start: first(month - 1), end: first(month) };
}

/**
 * Exports write the last day of a span or the first day after it. An end that is the last day of its month, or the day
 * before the start's day of the month, is a last day; every other end is already the first day after.
 */
export function exclusiveEnd(start: IsoDate, end: IsoDate): IsoDate {
  const next = new Date(Date.parse(`${end}T00:00:00Z`) + DAY_MS);
  const isLastDay = next.getUTCDate() === 1 || next.getUTCDate() === Number(start.slice(8));
  return isLastDay && end >= start ? next.toISOString().slice(0, 10) : end;
}
