import type { CellValue } from "../../../src/engine/records";
import { compareBook, resultFor, type BookInput, type UsageInput } from "../compare/book";

type Row = Readonly<Record<string, CellValue>>;

/** A book of one line of 10 units at 5.00 with the given rules and usage. */
function book(
  rules: readonly Row[],
  usage: readonly UsageInput[],
  changes: Partial<BookInput> = {},
): BookInput {
  return {
    invoice: [{ client: "Acme", service: "Backup", quantity: 10, price: 5 }],
    usage: { Vendor: usage.map((row) => ({ client: "Acme", product: "Backup", ...row })) },
    rules,
    ...changes,
  };
}

const verdict = (rules: readonly Row[], usage: readonly UsageInput[], changes: Partial<BookInput> = {}) =>
  resultFor(compareBook(book(rules, usage, changes)), "Acme", "Backup");

describe("tblRules", () => {
  it.each<[string, Row, readonly UsageInput[], number]>([
    ["Count rows", { Count: "rows" }, [{ quantity: 7 }, { quantity: 9 }], 2],
    ["Count column", { Count: "column:Seats" }, [{ quantity: 7, cells: { Seats: "1,002" } }], 1002],
    [
      "Over time peak",
      { "Over time": "peak" },
      [
        { quantity: 7, date: "2026-05-01" },
        { quantity: 9, date: "2026-05-02" },
      ],
      9,
    ],
    [
      "Over time average",
      { "Over time": "average" },
      [
        { quantity: 7, date: "2026-05-01" },
        { quantity: 9, date: "2026-05-02" },
      ],
      8,
    ],
    [
      "Over time latest",
      { "Over time": "latest" },
      [
        { quantity: 9, date: "2026-05-01" },
        { quantity: 7, date: "2026-05-02" },
      ],
      7,
    ],
    [
      "Over time sum",
      { "Over time": "sum" },
      [
        { quantity: 9, item: "a", date: "2026-05-01" },
        { quantity: 7, item: "a", date: "2026-05-02" },
      ],
      16,
    ],
    [
      "snapshots of one item by default",
      {},
      [
        { quantity: 9, item: "a", date: "2026-05-01" },
        { quantity: 7, item: "a", date: "2026-05-02" },
      ],
      7,
    ],
    [
      "an item that is listed twice on one day",
      {},
      [
        { quantity: 9, item: "a", date: "2026-05-01" },
        { quantity: 7, item: "a", date: "2026-05-01" },
      ],
      16,
    ],
    [
      "a later reading instead of all rows of an earlier day",
      {},
      [
        { quantity: 9, item: "a", date: "2026-05-01" },
        { quantity: 7, item: "a", date: "2026-05-01" },
        { quantity: 5, item: "a", date: "2026-05-02" },
      ],
      5,
    ],
    [
      "Where equal",
      { Where: "Status=Active" },
      [
        { quantity: 7, cells: { Status: "active " } },
        { quantity: 9, cells: { Status: "Left" } },
      ],
      7,
    ],
    [
      "Where unequal",
      { Where: "Status!=Left; Type=Paid" },
      [
        { quantity: 7, cells: { Status: "x", Type: "Paid" } },
        { quantity: 9, cells: { Status: "Left", Type: "Paid" } },
      ],
      7,
    ],
    ["Units with Round nearest", { "Units per billed unit": 10, Round: "nearest" }, [{ quantity: 125 }], 13],
    ["Units with Round down", { "Units per billed unit": 10, Round: "down" }, [{ quantity: 129 }], 12],
    ["Units with Round none", { "Units per billed unit": 10, Round: "none" }, [{ quantity: 125 }], 12.5],
  ])("applies %s", (_, rule, usage, expected) => {
    expect(verdict([{ Service: "Backup", ...rule }], usage).expectedQuantity).toBe(expected);
  });

  it.each([
    ["2", 12, "matched"],
    ["2", 13, "underbilled"],
    ["20%", 8, "matched"],
    ["20%", 7, "overbilled"],
  ])("a tolerance of %s makes usage of %d %s", (tolerance, quantity, outcome) => {
    expect(verdict([{ Service: "Backup", Tolerance: tolerance }], [{ quantity }]).outcome).toBe(outcome);
  });

  it("takes the most specific row: client and service, then service, then *", () => {
    const rules: readonly Row[] = [
      { Service: "*", Included: 1 },
      { Service: "Backup", Included: 2 },
      { Service: "Backup", Client: "ACME, Inc.", Included: 3 },
    ];
    const used = [{ quantity: 20 }];
    expect(verdict(rules, used).expectedQuantity).toBe(17);
    expect(verdict(rules.slice(0, 2), used).expectedQuantity).toBe(18);
    expect(verdict(rules.slice(0, 1), used).expectedQuantity).toBe(19);
  });

  it("applies a row between its dates only, half-open", () => {
    const rule = (from: string, until: string) => [
      { Service: "Backup", Included: 5, From: from, Until: until },
    ];
    expect(verdict(rule("2026-05-01", "2026-06-01"), [{ quantity: 20 }]).expectedQuantity).toBe(15);
    expect(verdict(rule("2026-04-01", "2026-05-01"), [{ quantity: 20 }]).expectedQuantity).toBe(20);
  });

  it("leaves a service without verdict when two rows claim it, or a value is not understood", () => {
    const twice = verdict(
      [
        { Service: "Backup", Included: 1 },
        { Service: "backup", Included: 2 },
      ],
      [{ quantity: 10 }],
    );
    expect(twice).toMatchObject({ outcome: "needs review", expectedQuantity: null });
    expect(twice.why).toContain("Rules!A2 and Rules!A3 both claim this service");
    const comparison = compareBook(book([{ Service: "Backup", Minimum: "five" }], [{ quantity: 10 }]));
    expect(comparison.tableIssues).toEqual([
      { cell: "Rules!B2", message: '"five" is not understood as Minimum; write a number of at least 0.' },
    ]);
    expect(resultFor(comparison, "Acme", "Backup").outcome).toBe("needs review");
  });

  it("leaves a service without verdict when Where or Count names a column that the source lacks", () => {
    expect(verdict([{ Service: "Backup", Where: "Status=Active" }], [{ quantity: 10 }])).toMatchObject({
      outcome: "needs review",
    });
    expect(verdict([{ Service: "Backup", Count: "distinct:Serial" }], [{ quantity: 10 }]).why).toContain(
      '"Serial", which "Vendor" does not have',
    );
  });

  it("flags a margin below zero and a price that differs from the list, although the quantity matches", () => {
    const result = verdict([{ Service: "Backup", "Unit cost": 5.5, "List price": 6 }], [{ quantity: 10 }]);
    expect(result.outcome).toBe("matched");
    expect(result.flags).toEqual(["margin-below-zero", "price-differs-from-list"]);
  });

  it("divides the money of an annual quantity by its months", () => {
    expect(verdict([{ Service: "Backup", Months: 12 }], [{ quantity: 22 }])).toMatchObject({
      difference: 12,
      impact: 5,
    });
  });
});

describe("mapping", () => {
  const usage = (row: UsageInput) => ({
    Vendor: [{ client: "Acme", product: "Backup", quantity: 10, ...row }],
  });
  const run = (row: UsageInput, changes: Partial<BookInput> = {}) =>
    compareBook({ ...book([], []), usage: usage(row), ...changes });

  it("matches a client by the id or the domain that the invoice gives", () => {
    const invoice = [
      {
        client: "Acme",
        service: "Backup",
        quantity: 10,
        price: 5,
        clientId: "C-17",
        tenant: "acme.example",
        sku: "BKP",
      },
    ];
    for (const row of [
      { client: null, clientId: "c-17" },
      { client: null, tenant: "info@acme.example" },
      { product: "SuperVault", sku: "bkp" },
    ]) {
      expect(resultFor(run(row, { invoice }), "Acme", "Backup").outcome).toBe("matched");
    }
  });

  it("never applies a suggestion: a similar name stays unmapped and is listed with its score", () => {
    const comparison = run(
      { client: "Acme Dental North" },
      { invoice: [{ client: "Acme Dental", service: "Backup", quantity: 10, price: 5 }] },
    );
    expect(comparison.unmapped).toMatchObject([
      { kind: "client", name: "Acme Dental North", rows: 1, quantity: 10 },
    ]);
    expect(comparison.unmapped[0]?.suggestions[0]?.to).toBe("Acme Dental");
    expect(resultFor(comparison, "Acme Dental", "Backup").outcome).not.toBe("matched");
    expect(comparison.proposals).toMatchObject([
      { kind: "client", name: "Acme Dental North", to: "Acme Dental" },
    ]);
  });

  it.each([
    ["suggested", "unmapped"],
    ["confirmed", "matched"],
    ["ignored", "excluded"],
  ] as const)("a row of tblClientMap that is %s makes its usage %s", (status, landing) => {
    const clientMap = [{ Source: "Vendor", "Source client": "ACM-01", Client: "Acme", Status: status }];
    const comparison = run({ client: "ACM-01" }, { clientMap });
    expect(comparison.sources[1]?.rows).toMatchObject({ read: 1, [landing]: 1 });
    expect(comparison.proposals).toEqual([]);
  });

  it("needs review when one id stands for two clients", () => {
    const invoice = [
      { client: "Acme", service: "Backup", quantity: 10, price: 5, tenant: "shared.example" },
      { client: "Bolt", service: "Backup", quantity: 10, price: 5, tenant: "shared.example" },
    ];
    const comparison = run({ client: null, tenant: "shared.example" }, { invoice });
    expect(comparison.results.map((result) => result.outcome)).toEqual(["needs review", "needs review"]);
  });

  it("says not checked of a service that no source covers, and unbilled of usage without a line", () => {
    const invoice = [
      { client: "Acme", service: "Backup", quantity: 10, price: 5 },
      { client: "Acme", service: "Retainer", quantity: 1, price: 900 },
      { client: "Bolt", service: "EDR", quantity: 1, price: 9 },
    ];
    const comparison = compareBook({
      invoice,
      usage: {
        Vendor: [
          { client: "Acme", product: "Backup", quantity: 10 },
          { client: "Bolt", product: "Backup", quantity: 3 },
        ],
      },
    });
    expect(resultFor(comparison, "Acme", "Retainer").outcome).toBe("not checked");
    expect(resultFor(comparison, "Bolt", "Backup")).toMatchObject({
      outcome: "unbilled",
      difference: 3,
      impact: null,
      flags: ["no-price"],
    });
  });
});
