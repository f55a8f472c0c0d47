import fc from "fast-check";
import {
  clientKey,
  dayOrderOf,
  decimalMarkOf,
  domainKey,
  exclusiveEnd,
  parseDate,
  parseNumber,
  productKey,
} from "../../../src/engine/normalise";

describe("client, product and domain keys", () => {
  it.each([
    ["ACME Dental, LLC", "acme dental"],
    ["The Acme  Dental", "acme dental"],
    ["Müller & Söhne GmbH & Co. KG", "muller and sohne"],
    ["Café Nord S.A.R.L.", "cafe nord"],
    ["LLC", "llc"],
    ["Acme Sp. z o.o.", "acme"],
    ["Acme, S.A.S.", "acme"],
    ["Acme S. de R.L. de C.V.", "acme"],
    ["Acme Private Limited", "acme"],
    ["Acme Sdn. Bhd.", "acme"],
    ["San Diego Zoo", "san diego zoo"],
    ["Acme Private", "acme private"],
  ])("the key of %s is %s", (name, key) => {
    expect(clientKey(name)).toBe(key);
  });

  it("keeps products with other numbers or plans apart", () => {
    expect(productKey("Exchange Online (Plan 1)")).toBe(productKey("exchange online plan 1"));
    expect(productKey("Exchange Online (Plan 1)")).not.toBe(productKey("Exchange Online (Plan 2)"));
  });

  it("normalising twice equals once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => clientKey(clientKey(text)) === clientKey(text)),
    );
  });

  it.each([
    ["www.Acme.example", "acme.example"],
    ["info@acme.example", "acme.example"],
    ["Acme Dental", null],
  ])("the domain of %s is %s", (text, domain) => {
    expect(domainKey(text)).toBe(domain);
  });
});

describe("numbers", () => {
  it.each([
    ["$1,562.50", "1562.5"],
    ["(2.50)", "-2.5"],
    ["5-", "-5"],
    ["1 000", "1000"],
    ["1\u2019000.50", "1000.5"],
    ["USD 12.00", "12"],
    ["\u2212 3", "-3"],
    ["1 562,50 $US", "1562.5", ","],
    ["$5 CAD", "5"],
  ])("reads %s as %s", (text, value, mark: string = ".") => {
    const parsed = parseNumber(text, mark as "." | ",");
    expect(parsed).toMatchObject({ kind: "number", wasText: true });
    expect(parsed.kind === "number" ? parsed.value.toString() : parsed).toBe(value);
  });

  it.each([1e18, -1e308, Infinity, "1000000000000000000", "12 345 678 901 234 567 890"])(
    "takes %p for no quantity",
    (value) => {
      expect(parseNumber(value)).toMatchObject({ kind: "problem" });
    },
  );

  it("takes groups that are written in two ways for none", () => {
    expect(parseNumber("5 232.567", ",").kind).toBe("problem");
    expect(parseNumber("1 562,500.25").kind).toBe("problem");
  });

  it("reads a decimal comma where the column proves it", () => {
    expect(decimalMarkOf(["1.562,50 €", "3"])).toBe(",");
    const parsed = parseNumber("1.562,50 €", ",");
    expect(parsed.kind === "number" ? [parsed.value.toString(), parsed.currency] : parsed).toEqual([
      "1562.5",
      "EUR",
    ]);
  });

  it.each(["12 seats", "1,2,3", "#N/A", "(5", "--5", "1.2.3", "0,123", "USD 2 €"])(
    "does not guess at %s",
    (text) => {
      expect(parseNumber(text).kind).toBe("problem");
    },
  );

  it("reads back what was formatted", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
        const text = (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
        const parsed = parseNumber(text);
        return parsed.kind === "number" && parsed.value.times(100).eq(cents);
      }),
    );
  });
});

describe("dates", () => {
  it.each([
    ["2026-05-15", "2026-05-15"],
    ["15-May-26", "2026-05-15"],
    ["15.05.2026", "2026-05-15"],
    ["June 15, 2026", "2026-06-15"],
    ["2026-May-22", "2026-05-22"],
    ["31/01/2026", "2026-01-31"],
  ])("reads %s as %s", (text, date) => {
    expect(parseDate(text, "General")).toEqual({ kind: "date", date });
  });

  it("reads serial numbers with a date format only", () => {
    expect(parseDate(46_143, "yyyy-mm-dd")).toEqual({ kind: "date", date: "2026-05-01" });
    expect(parseDate(46_143, "General").kind).toBe("problem");
  });

  it.each(["0001-01-01", "0050-01", "5-May-265", "5-May-2", "15-Jun", "2026-06-30 - 2026-06-01"])(
    "does not guess at %s",
    (text) => {
      expect(parseDate(text, "General").kind).toBe("problem");
    },
  );

  it.each([
    [1, "1900-01-01"],
    [59, "1900-02-28"],
    [61, "1900-03-01"],
    [2_958_465.5, "9999-12-31"],
  ])("reads serial %d as Excel shows it", (serial, date) => {
    expect(parseDate(serial, "yyyy-mm-dd")).toEqual({ kind: "date", date });
  });

  it.each([0, 60, 2_958_466, NaN])("knows no day %d", (serial) => {
    expect(parseDate(serial, "yyyy-mm-dd").kind).toBe("problem");
  });

  it("ends a span without end with the last day of all, and one of a day with the next", () => {
    const spanOf = (text: string): unknown => parseDate(text, "General");
    expect(spanOf("2026-05-01 - 9999-12-31")).toMatchObject({ start: "2026-05-01", end: "9999-12-31" });
    expect(spanOf("9999-12")).toMatchObject({ start: "9999-12-01", end: "9999-12-31" });
    expect(spanOf("2026-05-01 - 2026-05-01")).toMatchObject({ start: "2026-05-01", end: "2026-05-02" });
  });

  it("does not guess whether day or month comes first", () => {
    expect(parseDate("03/04/2026", "General").kind).toBe("problem");
    expect(dayOrderOf(["03/04/2026", "25/04/2026"])).toBe("day-first");
    expect(parseDate("03/04/2026", "General", "day-first")).toEqual({ kind: "date", date: "2026-04-03" });
  });

  it("reads months and spans as half-open spans", () => {
    expect(parseDate("May 2026", "General")).toEqual({
      kind: "span",
      start: "2026-05-01",
      end: "2026-06-01",
    });
    expect(parseDate("01.12.2024 - 01.01.2025", "General")).toEqual({
      kind: "span",
      start: "2024-12-01",
      end: "2025-01-01",
    });
    expect(exclusiveEnd("2026-05-01", "2026-05-31")).toBe("2026-06-01");
    expect(exclusiveEnd("2026-01-25", "2026-02-24")).toBe("2026-02-25");
  });
});
