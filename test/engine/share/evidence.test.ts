import { clientPage, evidenceList } from "../../../src/engine/share";
import { compareBook, MAY } from "../compare/book";
import { reconciliation, resultRow } from "../../run/ports";

describe("the evidence of a result", () => {
  const book = (rules: Parameters<typeof compareBook>[0]["rules"]) =>
    compareBook({
      period: MAY,
      invoice: [
        { client: "Acme", service: "Backup", quantity: 1, price: 10, agreement: "AGR-1" },
        { client: "Acme", service: "Backup", quantity: 1, price: 10 },
      ],
      usage: {
        Vault: [
          { client: "Acme", product: "Backup", quantity: 150 },
          { client: "Acme", product: "Backup", quantity: 201 },
        ],
      },
      ...(rules === undefined ? {} : { rules }),
    });

  it("names the rule row of each step that a rule caused, and the source rows behind it", () => {
    const { results } = book([
      { Service: "Backup", "Units per billed unit": 100, Round: "up", Included: 1, Minimum: 5 },
    ]);
    // 150 + 201 = 351; / 100 rounded up = 4; - 1 included = 3; minimum 5; billed 1 + 1 = 2.
    const shown = evidenceList(results).map(({ step, what, quantity, rule, source }) => [
      step,
      what,
      quantity,
      rule,
      source === null ? "" : `${source.sheet} ${source.row + 1} ${String(source.column)}`,
    ]);
    const [rule] = results[0]?.steps.map((step) => step.rule) ?? [];
    expect(rule).toMatch(/^Rules!A\d+$/);
    expect(shown).toEqual([
      [1, "counted: used", 351, rule, ""],
      [1, "usage row", 150, rule, "Vault 2 null"],
      [1, "usage row", 201, rule, "Vault 3 null"],
      [2, "divided by 100 per billed unit, rounded up", 4, rule, ""],
      [3, "minus 1 included, not below zero", 3, rule, ""],
      [4, "at least the minimum of 5", 5, rule, ""],
      [5, "billed on 2 lines", 2, "", ""],
      [5, "invoice line", 1, "", "Invoice 2 2"],
      [5, "invoice line", 1, "", "Invoice 3 2"],
      [6, "expected minus billed: underbilled", 3, "", ""],
    ]);
  });

  it("says default rule where no row of the rules applies", () => {
    const { results } = book(undefined);
    expect(results[0]?.steps.map(({ kind, rule }) => [kind, rule])).toEqual([
      ["counted", "default rule"],
      ["billed", ""],
      ["verdict", ""],
    ]);
  });

  it("names the rule that tolerates a difference", () => {
    const { results } = book([{ Service: "Backup", Tolerance: "400" }]);
    expect(results[0]?.steps.at(-1)).toMatchObject({
      what: "matched: the difference is within the tolerance of 400",
      quantity: 349,
      rule: expect.stringMatching(/^Rules!A/) as string,
    });
  });

  it("carries agreement and price of each billed line", () => {
    const [result] = book(undefined).results;
    expect(result?.billedCells.map(({ agreement, unitPrice }) => [agreement, unitPrice])).toEqual([
      ["AGR-1", 10],
      [undefined, 10],
    ]);
  });
});

describe("the page of a client", () => {
  it("lists the client's discrepancies, money first, with totals by outcome and currency", () => {
    const rows = [
      resultRow({ service: "Firewall", outcome: "matched", impact: 0 }),
      resultRow({ service: "Backup", outcome: "unused", impact: -12.5 }),
      resultRow({ service: "Seats", impact: 80 }),
      resultRow({ service: "Phones", impact: 90.1, currency: "EUR" }),
      resultRow({ client: "Adatum" }),
    ];
    const page = clientPage(reconciliation(rows), "Northwind");
    expect(page.discrepancies.map(({ service }) => service)).toEqual(["Phones", "Seats", "Backup"]);
    expect(page.outcomes).toEqual([
      { outcome: "underbilled", rows: 2, money: { EUR: 90.1, USD: 80 } },
      { outcome: "unused", rows: 1, money: { USD: -12.5 } },
      { outcome: "matched", rows: 1, money: {} },
    ]);
    expect(page.totals).toEqual({
      EUR: { underbilled: 90.1, overbilled: 0 },
      USD: { underbilled: 80, overbilled: 12.5 },
    });
  });
});
