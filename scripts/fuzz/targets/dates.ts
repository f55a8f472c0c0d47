import {
  dayOrderOf,
  exclusiveEnd,
  parseDate,
  type DayOrder,
  type ParsedDate,
} from "../../../src/engine/normalise";
import { cellDate } from "../../../src/engine/tables";
import type { Random } from "../random";
import { must, type Target } from "../target";

const ORDERS: readonly DayOrder[] = [null, "day-first", "month-first"];
const LOCALES = ["en-US", "en-GB", "de-DE", "fr-FR"];
const DAY_MS = 86_400_000;

const isRealDay = (date: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(date) &&
  !Number.isNaN(Date.parse(date)) &&
  new Date(date).toISOString().slice(0, 10) === date;
const writing = (parsed: ParsedDate): string =>
  parsed.kind === "date"
    ? parsed.date
    : parsed.kind === "span"
      ? `${parsed.start}/${parsed.end}`
      : parsed.kind;
const dayFrom = (random: Random): string =>
  new Date(Date.UTC(1990, 0, 1) + random.int(25_000) * DAY_MS).toISOString().slice(0, 10);

function checkOne(text: string, order: DayOrder): ParsedDate {
  const parsed = parseDate(text, "General", order);
  if (parsed.kind === "problem") must(parsed.message !== "", "a problem says what is wrong", text);
  if (parsed.kind === "blank") must(text.trim() === "", "only blanks are blank", text);
  if (parsed.kind === "span") {
    must(isRealDay(parsed.start) && isRealDay(parsed.end), "a span is between real days", text, parsed);
    must(parsed.start < parsed.end, "a span has a day", text, parsed);
  }
  if (parsed.kind !== "date") return parsed;
  const { date } = parsed;
  must(isRealDay(date), "a date is a real day", text, date);
  must(writing(parseDate(date, "General", order)) === date, "an ISO date reads as itself", text, date);
  const written = text.normalize("NFKC").match(/\d+/g) ?? [];
  const numbers = written.map(Number);
  const [year = 0, , day = 0] = date.split("-").map(Number);
  must(numbers.includes(day), "the day is written in the text", text, date);
  must(
    written.some(
      (one) => (one.length === 4 && Number(one) === year) || (one.length < 3 && Number(one) + 2000 === year),
    ),
    "the year is written in the text, with two digits or four",
    text,
    date,
  );
  return parsed;
}

function check(text: string): string {
  const [unproven, dayFirst, monthFirst] = ORDERS.map((order) => checkOne(text, order)) as [
    ParsedDate,
    ParsedDate,
    ParsedDate,
  ];
  const isRead = (one: ParsedDate): boolean => one.kind === "date" || one.kind === "span";
  if (isRead(unproven))
    must(
      writing(unproven) === writing(dayFirst) && writing(unproven) === writing(monthFirst),
      "without an order there is one reading only",
      text,
    );
  if (isRead(dayFirst) && isRead(monthFirst) && writing(dayFirst) !== writing(monthFirst))
    must(unproven.kind === "problem", "two readings are a problem", text);
  const proven = dayOrderOf([text]);
  if (proven !== null && !/\s(?:-|–|to|bis)\s/.test(text))
    must(
      writing(unproven) === writing(proven === "day-first" ? dayFirst : monthFirst),
      "a date proves its order",
      text,
    );
  must(
    writing(parseDate(` ${text}\u00a0`, "General")) === writing(unproven),
    "a date is the same with blanks around it",
    text,
  );
  const table = cellDate(text);
  if (table !== null)
    must(table === writing(unproven), "our tables and sources read a date alike", text, table);
  checkSerial(Number(text));
  return `${unproven.kind} ${dayFirst.kind} ${String(proven)}`;
}

/** Excel's own calendar: serial 1 is 1900-01-01, and 60 a day that never was. */
function checkSerial(serial: number): void {
  const parsed = parseDate(serial, "yyyy-mm-dd");
  must(
    cellDate(serial) === (parsed.kind === "date" ? parsed.date : null),
    "tables and sources read serials alike",
    serial,
  );
  const day = Math.floor(serial);
  if (!(day >= 1 && day <= 2_958_465) || day === 60) {
    must(parsed.kind === "problem", "what is no day of Excel's is a problem", serial, parsed);
    return;
  }
  const date = new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * DAY_MS).toISOString().slice(0, 10);
  must(writing(parsed) === date, "a serial number is Excel's day", serial, parsed);
}

/** Days as the locales of the world write them, with the platform's own formats for reference. */
function roundTrip(random: Random): void {
  const date = dayFrom(random);
  const locale = random.pick(LOCALES);
  const style = random.pick(["short", "medium", "long"] as const);
  const text = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    year: "numeric",
    month: style === "short" ? "2-digit" : style === "medium" && !locale.startsWith("fr") ? "short" : "long",
    day: "2-digit",
  }).format(new Date(date));
  const order = locale === "en-US" ? "month-first" : "day-first";
  must(
    writing(parseDate(text, "General", order)) === date,
    "what a locale writes reads as it was",
    locale,
    text,
    date,
  );
  const [start, end] = [date, dayFrom(random)].sort() as [string, string];
  const after = exclusiveEnd(start, end);
  must(
    isRealDay(after) && (after === end || Date.parse(after) - Date.parse(end) === DAY_MS),
    "a span ends at its end",
    start,
    end,
  );
  checkSerial(random.int(3_000_000) - 10);
  checkSerial(random.int(62));
}

export const dates: Target = {
  name: "dates",
  files: ["engine/normalise/date.ts"],
  seeds: [
    "2026-05-15",
    "03/04/2026",
    "31.01.26",
    "15-May-26",
    "June 15, 2026",
    "May 2026",
    "2026-05",
    "01.12.2024 - 01.01.2025",
    "46143",
    "2026-05-15T10:00:00Z",
  ],
  words: [
    "9999-12-31",
    "1899-12-31",
    "0026",
    " - ",
    " to ",
    " bis ",
    " – ",
    "T00:00",
    "Mär",
    "août",
    "Sept",
    "29/02/",
    "2-29",
    "1900",
    "60",
    "/",
    ".",
    "2958465",
  ],
  parse: (text) => {
    dayOrderOf([text]);
    for (const order of ORDERS) parseDate(text, "General", order);
    cellDate(text);
  },
  check,
  roundTrip,
};
