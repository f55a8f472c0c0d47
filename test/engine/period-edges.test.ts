import type { Period } from "../../src/engine";
import { compareBook, line, resultFor, type BookInput, type UsageInput } from "./compare/book";

/** Billing periods at their edges: month ends, leap years, year ends, several invoices in one workbook. */
interface Case {
  readonly rule: string;
  readonly book: BookInput;
  readonly expect: Readonly<Record<string, unknown>>;
}

const month = (start: string, end: string): Period => ({ start, end });
const span = (periodStart: string, periodEnd: string) => ({ periodStart, periodEnd });
const on = (sheet: string) => ({ source: sheet, sheet });
const used = (quantity: number, date?: string): UsageInput => ({
  client: "Acme",
  product: "M365",
  quantity,
  ...(date === undefined ? {} : { date }),
});
const licences = (...rows: readonly UsageInput[]): BookInput["usage"] => ({ Licences: rows });
const ARREARS = [{ Service: "M365", "Billed in": "arrears" }];
const FEBRUARY = month("2026-02-01", "2026-03-01");
const MARCH = month("2026-03-01", "2026-04-01");
const JULY = month("2026-07-01", "2026-08-01");

const CASES: readonly Case[] = [
  {
    rule: "3: a cycle of the 31st is followed by one from 28 February to 30 March",
    book: {
      invoice: [line(7, span("2026-01-31", "2026-02-28")), line(8, span("2026-02-28", "2026-03-31"))],
      usage: licences(used(8)),
      period: FEBRUARY,
    },
    expect: { outcome: "matched", billedQuantity: 8 },
  },
  {
    rule: "3: a cycle of the 29th that is alone in March is March's, and does not end within it",
    book: { invoice: [line(7, span("2026-02-28", "2026-03-29"))], usage: licences(used(7)), period: MARCH },
    expect: { outcome: "matched", billedQuantity: 7 },
  },
  {
    rule: "3: in a leap year a month whose last day is written as its end is whole",
    book: {
      invoice: [line(7, span("2028-02-01", "2028-02-29"))],
      usage: licences(used(7)),
      period: month("2028-02-01", "2028-03-01"),
    },
    expect: { outcome: "matched", billedQuantity: 7 },
  },
  {
    rule: "10: what an earlier invoice in the workbook billed for June in advance is not billed again in July",
    book: {
      invoice: [
        line(30, { ...on("June"), ...span("2026-06-01", "2026-07-01") }),
        line(4, { ...on("June"), ...span("2026-05-01", "2026-06-01") }),
        line(30, { ...on("July"), ...span("2026-07-01", "2026-08-01") }),
        line(6, { ...on("July"), ...span("2026-06-01", "2026-07-01") }),
      ],
      usage: licences(used(36, "2026-06-30")),
      rules: [{ Service: "M365", Minimum: 30, "Billed in": "arrears" }],
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 36 },
  },
  {
    rule: "10: a sheet of arrears alone belongs to the invoice beside it",
    book: {
      invoice: [
        line(5, { ...on("Recurring"), service: "Backup", ...span("2026-07-01", "2026-08-01") }),
        line(6, { ...on("Metered"), ...span("2026-06-01", "2026-07-01") }),
      ],
      usage: licences(used(6, "2026-06-30")),
      rules: ARREARS,
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 6 },
  },
  {
    rule: "11: arrears that older months billed are not this month's",
    book: {
      invoice: [
        line(3, span("2026-04-01", "2026-05-01")),
        line(4, span("2026-05-01", "2026-06-01")),
        line(6, span("2026-06-01", "2026-07-01")),
      ],
      usage: licences(used(6, "2026-06-30")),
      rules: ARREARS,
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 6 },
  },
  {
    rule: "11: a cycle in arrears that ended before the period was billed before, where the next one is there",
    book: {
      invoice: [line(4, span("2026-05-15", "2026-06-15")), line(6, span("2026-06-15", "2026-07-15"))],
      usage: licences(used(6)),
      rules: ARREARS,
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 6 },
  },
  {
    rule: "11: what January bills in arrears was used in December of the year before",
    book: {
      invoice: [line(7)],
      usage: licences(used(7, "2026-12-31"), used(9, "2027-01-31")),
      rules: ARREARS,
      period: month("2027-01-01", "2027-02-01"),
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "11: what March bills in arrears was used until 29 February in a leap year",
    book: {
      invoice: [line(7)],
      usage: licences(used(7, "2028-02-29"), used(9, "2028-03-01")),
      rules: ARREARS,
      period: month("2028-03-01", "2028-04-01"),
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "11: a week in arrears bills the week before",
    book: {
      invoice: [line(7)],
      usage: licences(used(9, "2026-06-07"), used(7, "2026-06-08"), used(9, "2026-06-15")),
      rules: ARREARS,
      period: month("2026-06-15", "2026-06-22"),
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "22: a line in arrears that ended within the month that is billed is no quantity at its end",
    book: {
      invoice: [line(10, span("2026-06-01", "2026-06-16")), line(12, span("2026-06-16", "2026-07-01"))],
      usage: licences(used(12)),
      rules: ARREARS,
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 12 },
  },
];

describe("billing periods at their edges", () => {
  it.each(CASES)("rule $rule", ({ book, expect: expected }) => {
    expect(resultFor(compareBook(book), "Acme", "M365")).toMatchObject(expected);
  });
});
