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
  ["jan", "january", "januar", "janvier", "janv", "enero", "ene"],
  ["feb", "february", "februar", "fevrier", "fevr", "febrero"],
  ["mar", "march", "marz", "maerz", "mrz", "mars", "marzo"],
  ["apr", "april", "avril", "avr", "abril", "abr"],
  ["may", "mai", "mayo"],
  ["jun", "june", "juni", "juin", "junio"],
  ["jul", "july", "juli", "juillet", "juil", "julio"],
  ["aug", "august", "aout", "agosto", "ago"],
  ["sep", "sept", "september", "septembre", "septiembre", "setiembre"],
  ["oct", "october", "okt", "oktober", "octobre", "octubre"],
  ["nov", "november", "novembre", "noviembre"],
  ["dec", "december", "dez", "dezember", "decembre", "diciembre", "dic"],
] as const;
const DAY_MS = 86_400_000;
/** 9999-12-31, the last day that Excel and ISO dates of four digits know. */
const LAST_SERIAL = 2_958_465;
const LAST_DAY = "9999-12-31";
/** No date and no span is written in more signs. */
const LONGEST_TEXT = 200;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})(?:[ T].*)?$/;

/** The order that a column's texts prove by a number above 12; points are day first wherever they are written. */
export function dayOrderOf(values: readonly CellValue[]): DayOrder {
  let isDayFirst = false;
  let isMonthFirst = false;
  for (const value of values) {
    for (const part of typeof value === "string" ? partsOf(value.trim()) : []) {
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
    const date = isDateFormat(format) ? dayOfSerial(value) : null;
    return date === null ? { kind: "problem", message: `${value} is not a date` } : { kind: "date", date };
  }
  if (typeof value !== "string") return { kind: "problem", message: "the cell holds no date" };
  const text = value.trim();
  if (text === "") return { kind: "blank" };
  if (text.length > LONGEST_TEXT)
    return { kind: "problem", message: `"${text.slice(0, 40)}…" is not a date` };
  const [first = "", second, ...more] = partsOf(text);
  if (second === undefined || more.length > 0) return parseOne(text, order);
  const start = parseOne(first, order);
  const end = parseOne(second, order);
  if (start.kind !== "date" || end.kind !== "date")
    return start.kind === "problem" || end.kind === "problem"
      ? start.kind === "problem"
        ? start
        : end
      : { kind: "problem", message: `"${text}" is not a span of days` };
  return end.date < start.date
    ? { kind: "problem", message: `"${text}" ends before it begins` }
    : { kind: "span", start: start.date, end: exclusiveEnd(start.date, end.date) };
}

/** The two dates of a span. One blank on each side of the sign is enough: a pattern for runs of them takes their square. */
function partsOf(text: string): readonly string[] {
  return text.split(/\s(?:-|–|to|bis)\s/).map((part) => part.trim());
}

/** The day of a serial number (1900 system), its time of day dropped; `null` where Excel shows none. */
export function dayOfSerial(serial: number): IsoDate | null {
  const day = Math.floor(serial);
  // Excel counts a 29 February 1900, which never was: the days before it are one further on than they count.
  if (!(day >= 1 && day <= LAST_SERIAL) || day === 60) return null;
  return isoOf((day - (day < 60 ? 25_568 : 25_569)) * DAY_MS);
}

function parseOne(text: string, order: DayOrder): ParsedDate {
  const problem: ParsedDate = { kind: "problem", message: `"${text}" is not a date` };
  const iso = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T].*)?$/.exec(text);
  if (iso !== null) {
    return iso[3] === undefined
      ? (monthSpan(iso[1], Number(iso[2])) ?? problem)
      : (dayOf(iso[1], iso[2], iso[3]) ?? problem);
  }
  const month = /^(\d{1,2})[/.-](20\d{2})$/.exec(text);
  if (month !== null) return monthSpan(month[2], Number(month[1])) ?? problem;
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

/** Dates with a month name: "15-Jun-26", "June 15, 2026", "2026-May-22", "May 2026", "1 de mayo de 2026". */
function parseNamed(text: string): ParsedDate | null {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    // "1 de septiembre de 2026"
    .filter((word) => word !== "" && word !== "de");
  const monthAt = words.findIndex((word) => monthOf(word) > 0);
  if (monthAt < 0 || words.length > 3) return null;
  const month = monthOf(words[monthAt] ?? "");
  const numbers = words.filter((_, i) => i !== monthAt);
  if (!numbers.every((number) => /^\d{1,4}$/.test(number))) return null;
  const [a = "", b] = numbers;
  // "Jun-15" is a month as Excel writes it, "15-Jun" a day whose year is missing.
  if (b === undefined) return a.length === 4 || monthAt === 0 ? monthSpan(a, month) : null;
  return a.length === 4 ? dayOf(a, month, b) : dayOf(b, month, a);
}

function monthOf(word: string): number {
  return MONTHS.findIndex((names) => (names as readonly string[]).includes(word)) + 1;
}

/** A year of four digits, or of two in this century. "0001-01-01" stands for no date, and is none. */
function fullYear(digits: string | undefined): number | null {
  const year = Number(digits);
  if (digits?.length === 2) return 2000 + year;
  return digits?.length === 4 && year >= 1000 ? year : null;
}

function dayOf(
  yearDigits: string | undefined,
  month: string | number | undefined,
  day: string | undefined,
): ParsedDate | null {
  const year = fullYear(yearDigits);
  if (year === null) return null;
  const date = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? { kind: "date", date: isoOf(date.getTime()) } : null;
}

function monthSpan(yearDigits: string | undefined, month: number): ParsedDate | null {
  const year = fullYear(yearDigits);
  if (year === null || month < 1 || month > 12) return null;
  const first = (index: number): string => isoOf(Date.UTC(year, index, 1));
  return { kind: "span", start: first(month - 1), end: first(month) };
}

/** The day of a time; what follows the last day of all ends with it ("until 9999-12-31" means without end). */
function isoOf(time: number): IsoDate {
  const day = new Date(time).toISOString();
  return day.startsWith("+") ? LAST_DAY : day.slice(0, 10);
}

/**
 * Exports write the last day of a span or the first day after it. An end that is the last day of its month, the day
 * before the start's day of the month, or the start itself, is a last day; every other end is already the first day after.
 * @param start `null` where only the end is known.
 */
export function exclusiveEnd(start: IsoDate | null, end: IsoDate): IsoDate {
  const next = isoOf(Date.parse(`${end}T00:00:00Z`) + DAY_MS);
  const isLastDay = next.endsWith("-01") || next.slice(8) === start?.slice(8) || end === start;
  return isLastDay && end >= (start ?? end) ? next : end;
}
