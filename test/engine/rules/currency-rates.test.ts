import { reconcile, type CellValue, type Reconciliation } from "../../../src/engine";
import { compareBook, grid, resultFor, type LineInput } from "../compare/book";

type RuleRow = Readonly<Record<string, CellValue>>;

const rate = (pair: string, price: CellValue, more: RuleRow = {}): RuleRow => ({
  Service: `Currency rate: ${pair}`,
  "List price": price,
  ...more,
});
const line = (quantity: number, currency: string | null, price: number): LineInput => ({
  client: "Acme",
  service: "M365",
  quantity,
  currency,
  price,
});

/** Two lines of one client and service against usage of both, with the rules given. */
function mixed(lines: readonly LineInput[], used: number, ...rules: readonly RuleRow[]) {
  const comparison = compareBook({
    invoice: lines,
    usage: { Licences: [{ client: "Acme", product: "M365", quantity: used }] },
    rules: [{ Service: "Other service" }, ...rules],
  });
  return { ...comparison, row: resultFor(comparison, "Acme", "M365") };
}

/** Two clients, one billed in EUR and one in USD, each underbilled by its difference at a price of 10. */
function twoClients(differences: readonly [number, number], ...rules: readonly RuleRow[]): Reconciliation {
  const headers = [...new Set(rules.flatMap((row) => Object.keys(row)))];
  return reconcile(
    {
      sheets: [
        grid("Invoice", [
          ["Client", "Service", "Quantity", "Unit price", "Currency"],
          ["Acme", "M365", 5, 10, "EUR"],
          ["Bolt", "M365", 5, 10, "USD"],
        ]),
        grid("Usage", [
          ["Customer", "Product", "Quantity"],
          ["Acme", "M365", 5 + differences[0]],
          ["Bolt", "M365", 5 + differences[1]],
        ]),
      ],
      tables: {
        tblRules: {
          name: "tblRules",
          sheet: "Rules",
          firstRow: 4,
          firstColumn: 0,
          headers,
          rows: rules.map((row) => headers.map((header) => row[header] ?? null)),
        },
      },
    },
    { now: "2026-06-02T08:00:00Z", period: { start: "2026-05-01", end: "2026-06-01" } },
  );
}

describe("lines of one service in two currencies", () => {
  const LINES = [line(20, "EUR", 25), line(20, "USD", 27)];

  it("are one price when a rate makes them equal: 25.00 EUR at 1.08 = 27.00 USD", () => {
    const { row } = mixed(LINES, 42, rate("EUR to USD", 1.08));
    expect(row).toMatchObject({
      outcome: "underbilled",
      difference: 2,
      unitPrice: 27,
      currency: "USD",
      impact: 54,
      why: "42 used; billed 40: underbilled 2; converted 500.00 EUR at 1.08 = 540.00 USD",
    });
    expect(row.steps.filter(({ kind }) => kind === "currency")).toEqual([
      {
        kind: "currency",
        what: "converted 500.00 EUR at 1.08 = 540.00 USD (rate from row 3)",
        quantity: null,
        rule: "Rules!A3",
      },
    ]);
  });

  it("need review without a rate, and the quantity is compared in words", () => {
    const { row } = mixed(LINES, 42);
    expect(row).toMatchObject({
      outcome: "needs review",
      expectedQuantity: null,
      impact: null,
      currency: null,
    });
    expect(row.why).toBe(
      'billed 40; billed in EUR and USD, which nothing converts; give a rate as row "Currency rate: EUR to USD" of ' +
        "Rules, under List price; the quantity alone should be 42, 2 more than billed",
    );
  });

  it("have no price of their own without a rate, also where both state the same number", () => {
    const { row } = mixed([line(20, "EUR", 22), line(20, "USD", 22)], 42);
    expect(row).toMatchObject({ outcome: "needs review", unitPrice: null, impact: null, flags: [] });
  });

  it("need review without a rate also when the quantity is right", () => {
    const { row } = mixed(LINES, 40);
    expect(row.outcome).toBe("needs review");
    expect(row.why).toMatch(/the quantity alone should be 40, as billed$/);
  });

  it("keep their difference without money when the prices differ after conversion", () => {
    const { row } = mixed(LINES, 42, rate("EUR to USD", 1.1));
    expect(row).toMatchObject({
      outcome: "underbilled",
      difference: 2,
      impact: null,
      flags: ["mixed-price"],
    });
  });

  it("are compared at the decimals of the stated price: 20.37 EUR at 1.08 = 21.9996, which is 22.00", () => {
    const { row } = mixed([line(1, "EUR", 20.37), line(1, "USD", 22)], 4, rate("EUR to USD", 1.08));
    expect(row).toMatchObject({ unitPrice: 22, impact: 44, flags: [] });
  });

  it("are never converted by the inverse of a rate: a rate from USD leads to EUR", () => {
    const { row } = mixed(LINES, 42, rate("USD to EUR", 0.9));
    // 27.00 × 0.9 = 24.30 EUR, not 25.00: two prices. Its inverse would have made 27.78 USD of 25.00 EUR.
    expect(row).toMatchObject({ outcome: "underbilled", currency: "EUR", impact: null });
    expect(row.why).toContain("converted 540.00 USD at 0.9 = 486.00 EUR");
  });

  it("need review when rates lead both ways", () => {
    const { row } = mixed(LINES, 42, rate("EUR to USD", 1.08), rate("USD to EUR", 0.93));
    expect(row.outcome).toBe("needs review");
    expect(row.why).toContain("the rates lead to EUR and to USD; keep those to one currency");
  });

  it("need review when one line names no currency", () => {
    const { row } = mixed([...LINES, line(2, null, 27)], 42, rate("EUR to USD", 1.08));
    expect(row.outcome).toBe("needs review");
    expect(row.why).toContain("and on a line without a currency");
  });

  it("meet in a third currency when each has a rate to it", () => {
    const { row } = mixed(
      [line(1, "EUR", 10), line(1, "CAD", 15)],
      3,
      rate("EUR → USD", 1.2),
      rate("CAD -> USD", 0.8),
    );
    expect(row).toMatchObject({ outcome: "underbilled", unitPrice: 12, currency: "USD", impact: 12 });
  });
});

describe("a currency rate that cannot be used", () => {
  const LINES = [line(20, "EUR", 25), line(20, "USD", 27)];

  it.each<[string, CellValue, string]>([
    ["zero", 0, '"0" cannot be used'],
    ["negative", -1.08, '"-1.08" cannot be used'],
    ["text", "about 1", '"about 1" cannot be used'],
    ["a decimal comma", "1,08", '"1,08" cannot be used'],
    ["blank", null, "Nothing is written"],
    ["an error", { error: "#N/A" }, '"#N/A" cannot be used'],
  ])("that is %s names its cell and converts nothing", (_, price, found) => {
    const { row, tableIssues } = mixed(LINES, 42, rate("EUR to USD", price));
    expect(tableIssues).toEqual([
      {
        cell: "Rules!B3",
        message: `${found} as a currency rate; write what 1 EUR is in USD, a number above 0 such as 1.08.`,
      },
    ]);
    expect(row).toMatchObject({ outcome: "needs review", impact: null });
    expect(row.why).toContain("Rules!B3");
  });

  it("is given twice: neither is taken, and both cells are named", () => {
    const { row, tableIssues } = mixed(LINES, 42, rate("EUR to USD", 1.08), rate("eur TO usd", 1.09));
    const words =
      "Rules!A3 and Rules!A4 both give a rate from EUR to USD; keep one, or part them by From and Until";
    expect(tableIssues).toEqual([{ cell: "Rules!A4", message: `${words}.` }]);
    expect(row.outcome).toBe("needs review");
    expect(row.why).toContain(words);
  });

  it.each(["EURO to USD", "EUR", "EUR to EUR"])("names no two currencies: %s", (pair) => {
    const { tableIssues } = mixed(LINES, 42, rate(pair, 1.08));
    expect(tableIssues.map(({ cell }) => cell)).toEqual(["Rules!A3"]);
    expect(tableIssues[0]?.message).toContain("names no two");
  });

  it("names a client: rates are for all", () => {
    const { tableIssues } = mixed(LINES, 42, rate("EUR to USD", 1.08, { Client: "Acme" }));
    expect(tableIssues).toMatchObject([{ cell: "Rules!C3" }]);
  });

  it("is no rule of a service and no service", () => {
    const { newRuleServices, unmapped } = mixed(LINES, 42, rate("EUR to USD", 1.08));
    expect(newRuleServices).toEqual(["M365"]);
    expect(unmapped).toEqual([]);
  });
});

describe("a currency rate in time", () => {
  const LINES = [line(20, "EUR", 25), line(20, "USD", 27)];

  it.each([
    ["of a day in the period", { From: "2026-05-29" }, "underbilled"],
    ["until before the period", { Until: "2026-05-01" }, "needs review"],
    ["from the day after the period", { From: "2026-06-01" }, "needs review"],
  ])("%s", (_, dates, outcome) => {
    expect(mixed(LINES, 42, rate("EUR to USD", 1.08, dates)).row.outcome).toBe(outcome);
  });

  it("of each month stands once", () => {
    const { row } = mixed(
      LINES,
      42,
      rate("EUR to USD", 1.2, { From: "2026-04-01", Until: "2026-05-01" }),
      rate("EUR to USD", 1.08, { From: "2026-05-01", Until: "2026-06-01" }),
    );
    expect(row.impact).toBe(54);
  });
});

describe("totals in one currency", () => {
  it("stand beside those per currency: 100.00 EUR at 1.08 = 108.00 USD, and 20.00 USD", () => {
    const { totals, converted, results, complete } = twoClients([10, 2], rate("EUR to USD", 1.08));
    expect(totals).toEqual({
      EUR: { underbilled: 100, overbilled: 0 },
      USD: { underbilled: 20, overbilled: 0 },
    });
    expect(converted).toEqual({
      totals: [
        {
          currency: "USD",
          underbilled: 128,
          overbilled: 0,
          rates: [{ from: "EUR", rate: "1.08", cell: "Rules!A5" }],
        },
      ],
      remarks: [],
    });
    const acme = results.find(({ client }) => client === "Acme");
    expect(acme?.steps.at(-1)?.what).toBe("converted 100.00 EUR at 1.08 = 108.00 USD (rate from row 5)");
    expect(acme).toMatchObject({ impact: 100, currency: "EUR" });
    expect(complete).toBe(true);
  });

  it.each([
    // 50.00 × 1.0001 = 50.005 and -50.00 × 1.0001 = -50.005: half a cent goes away from zero.
    ["up", 5, 1.0001, { underbilled: 50.01, overbilled: 0 }],
    ["away from zero below it", -5, 1.0001, { underbilled: 0, overbilled: 50.01 }],
    // 50.00 × 1.00009 = 50.0045
    ["down below half", 5, 1.00009, { underbilled: 50, overbilled: 0 }],
  ])("round half a cent %s, once", (_, difference, price, expected) => {
    const { converted } = twoClients([difference, 0], rate("EUR to USD", price));
    expect(converted?.totals).toMatchObject([expected]);
  });

  it("are left out without a rate", () => {
    expect(twoClients([10, 2]).converted).toBeUndefined();
  });

  it("go in the direction of the rate only", () => {
    const { converted } = twoClients([10, 2], rate("USD to EUR", 0.9));
    expect(converted?.totals).toMatchObject([{ currency: "EUR", underbilled: 118 }]);
  });

  it("say which currency has no rate", () => {
    const { converted } = twoClients([10, 2], rate("EUR to GBP", 0.85));
    expect(converted).toEqual({ totals: [], remarks: ["no total in GBP: no rate is given for USD"] });
  });
});
