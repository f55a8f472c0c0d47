import { reconcile } from "../../src/engine";
import { compareBook, grid, resultFor, type BookInput } from "./compare/book";

/** Domain rules of MSP billing; numbers follow the worked examples that the rules were published with. */
interface Case {
  readonly rule: string;
  readonly book: BookInput;
  readonly client?: string;
  readonly service: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

const devices = (count: number, cells: (i: number) => Record<string, string>) =>
  Array.from({ length: count }, (_, i) => ({ client: "Acme", product: "Agent", cells: cells(i) }));

const CASES: readonly Case[] = [
  {
    rule: "5: terms split: annual and monthly seats of one SKU add up",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: {
        Licences: [
          { client: "Acme", product: "M365", quantity: 30, cells: { Term: "P1Y" } },
          { client: "Acme", product: "M365", quantity: 12, cells: { Term: "P1M" } },
        ],
      },
    },
    service: "M365",
    expect: { outcome: "matched", expectedQuantity: 42, difference: 0 },
  },
  {
    rule: "6: purchased or assigned: the rule's count basis says which one is compared",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 45, cells: { Assigned: 42 } }] },
      rules: [{ Service: "M365", Count: "column:assigned" }],
    },
    service: "M365",
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "6: purchased is compared when no rule says otherwise",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 45, cells: { Assigned: 42 } }] },
    },
    service: "M365",
    expect: { outcome: "underbilled", difference: 3, impact: 66 },
  },
  {
    rule: "7: several subscriptions of one product add up",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 150, price: 22 }],
      usage: {
        Licences: [
          { client: "Acme", product: "M365", quantity: 100 },
          { client: "Acme", product: "M365", quantity: 50 },
        ],
      },
    },
    service: "M365",
    expect: { outcome: "matched", expectedQuantity: 150 },
  },
  {
    rule: "8: minimum 5 with 3 active expects 5",
    book: {
      invoice: [{ client: "Acme", service: "Backup", quantity: 5, price: 9 }],
      usage: { Backup: [{ client: "Acme", product: "Backup", quantity: 3 }] },
      rules: [{ Service: "Backup", Minimum: 5 }],
    },
    service: "Backup",
    expect: { outcome: "matched", expectedQuantity: 5, why: "3 used; minimum 5 = 5; billed 5: matched" },
  },
  {
    rule: "8: committed 200 with 195 used expects 200",
    book: {
      invoice: [{ client: "Acme", service: "Backup", quantity: 195, price: 1 }],
      usage: { Backup: [{ client: "Acme", product: "Backup", quantity: 195 }] },
      rules: [{ Service: "Backup", Minimum: 200 }],
    },
    service: "Backup",
    expect: { outcome: "underbilled", expectedQuantity: 200, difference: 5, impact: 5 },
  },
  {
    rule: "9: included: active 10, included 2 expects 8",
    book: {
      invoice: [{ client: "Acme", service: "Backup", quantity: 8, price: 1 }],
      usage: { Backup: [{ client: "Acme", product: "Backup", quantity: 10 }] },
      rules: [{ Service: "Backup", Included: 2 }],
    },
    service: "Backup",
    expect: { outcome: "matched", expectedQuantity: 8 },
  },
  {
    rule: "9: included and minimum: max(active − included, minimum)",
    book: {
      invoice: [{ client: "Acme", service: "Backup", quantity: 18, price: 10 }],
      usage: { Backup: [{ client: "Acme", product: "Backup", quantity: 22 }] },
      rules: [{ Service: "Backup", Included: 2, Minimum: 5 }],
    },
    service: "Backup",
    expect: {
      outcome: "underbilled",
      expectedQuantity: 20,
      impact: 20,
      why: "22 used - 2 included = 20; minimum 5; billed 18: underbilled 2",
    },
  },
  ...(
    [
      ["100000", 11],
      ["102400", 10],
    ] as const
  ).map(([units, blocks]): Case => ({
    rule: `13: units and rounding: 1,020,000 MB in blocks of ${units} MB is ${blocks}`,
    book: {
      invoice: [{ client: "Acme", service: "Backup 100 GB", quantity: 10, price: 5 }],
      usage: { Backup: [{ client: "Acme", product: "Backup 100 GB", quantity: 1_020_000 }] },
      rules: [{ Service: "Backup 100 GB", "Units per billed unit": units }],
    },
    service: "Backup 100 GB",
    expect: { expectedQuantity: blocks, outcome: blocks === 10 ? "matched" : "underbilled" },
  })),
  {
    rule: "15: one client, many tenants",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: {
        Licences: [
          { tenant: "acme.example", product: "M365", quantity: 30 },
          { tenant: "acme-labs.example", product: "M365", quantity: 12 },
        ],
      },
      clientMap: [
        { Source: "*", "Source client": "acme.example", Client: "Acme", Status: "confirmed" },
        { Source: "*", "Source client": "acme-labs.example", Client: "Acme", Status: "confirmed" },
      ],
    },
    service: "M365",
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "17: parent and child: children of 12 and 8 against 20 billed to the parent",
    book: {
      invoice: [{ client: "Acme Holding", service: "EDR", quantity: 20, price: 3 }],
      usage: {
        EDR: [
          { client: "Acme North", product: "EDR", quantity: 12 },
          { client: "Acme South", product: "EDR", quantity: 8 },
        ],
      },
      clientMap: [
        { Source: "EDR", "Source client": "Acme North", Client: "Acme Holding", Status: "confirmed" },
        { Source: "EDR", "Source client": "Acme South", Client: "Acme Holding", Status: "confirmed" },
      ],
    },
    client: "Acme Holding",
    service: "EDR",
    expect: { outcome: "matched", expectedQuantity: 20 },
  },
  {
    rule: "18: several agreements: 25 + 17 = 42 billed",
    book: {
      invoice: [
        { client: "Acme", service: "M365", quantity: 25, price: 22, agreement: "A1" },
        { client: "Acme", service: "M365", quantity: 17, price: 22, agreement: "A2" },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }] },
    },
    service: "M365",
    expect: { outcome: "matched", billedQuantity: 42 },
  },
  {
    rule: "19: credit lines: 40 and −2 are net 38",
    book: {
      invoice: [
        { client: "Acme", service: "M365", quantity: 40, price: 22 },
        { client: "Acme", service: "M365", quantity: -2, price: 22 },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }] },
    },
    service: "M365",
    expect: { outcome: "underbilled", billedQuantity: 38, difference: 4, impact: 88 },
  },
  {
    rule: "21: zero-price lines: difference +2, impact 0, flagged",
    book: {
      invoice: [{ client: "Acme", service: "AV", quantity: 5, price: 0 }],
      usage: { AV: [{ client: "Acme", product: "AV", quantity: 7 }] },
    },
    service: "AV",
    expect: { outcome: "underbilled", difference: 2, impact: 0, flags: ["zero-price"] },
  },
  {
    rule: "23: annual line on a monthly sheet: 2,640 per year is 220 per month",
    book: {
      invoice: [
        {
          client: "Acme",
          service: "M365 annual",
          quantity: 1,
          price: 2640,
          periodStart: "2026-01-01",
          periodEnd: "2027-01-01",
        },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365 annual", quantity: 2 }] },
    },
    service: "M365 annual",
    expect: { outcome: "underbilled", months: 12, impact: 220, flags: ["annual-line"] },
  },
  {
    rule: "27: duplicate usage: 21 agent rows with 20 distinct serial numbers are 20",
    book: {
      invoice: [{ client: "Acme", service: "Agent", quantity: 20, price: 4 }],
      usage: { RMM: devices(21, (i) => ({ Serial: `SN-${i === 20 ? 7 : i}` })) },
      rules: [{ Service: "Agent", Count: "distinct:Serial" }],
    },
    service: "Agent",
    expect: { outcome: "matched", expectedQuantity: 20, why: "20 distinct Serial; billed 20: matched" },
  },
  {
    rule: "32: the same client under two names on the invoice",
    book: {
      invoice: [
        { client: "Acme Dental", service: "M365", quantity: 20, price: 22 },
        { client: "ACME Dental, LLC", service: "M365", quantity: 22, price: 22 },
      ],
      usage: { Licences: [{ client: "acme dental", product: "M365", quantity: 42 }] },
    },
    client: "Acme Dental",
    service: "M365",
    expect: { outcome: "matched", billedQuantity: 42, expectedQuantity: 42 },
  },
  {
    rule: "33: fractional quantities and prices stay exact",
    book: {
      invoice: [
        { client: "Acme", service: "Hours", quantity: 0.1, price: 1.15 },
        { client: "Acme", service: "Hours", quantity: 0.2, price: 1.15 },
      ],
      usage: { Hours: [{ client: "Acme", product: "Hours", quantity: 2.8 }] },
    },
    service: "Hours",
    // 2.5 × 1.15 = 2.875, which binary floating point would round to 2.87.
    expect: { billedQuantity: 0.3, difference: 2.5, impact: 2.88 },
  },
];

describe("domain rules", () => {
  it.each(CASES)("rule $rule", ({ book, client = "Acme", service, expect: expected }) => {
    expect(resultFor(compareBook(book), client, service)).toMatchObject(expected);
  });

  it("rule 20: free and trial products are excluded, and counted as excluded", () => {
    const comparison = compareBook({
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: {
        Licences: [
          { client: "Acme", product: "M365", quantity: 42 },
          { client: "Acme", product: "Power Automate Free", quantity: 10_000 },
        ],
      },
      rules: [{ Service: "Power Automate Free", Exclude: "yes" }],
    });
    expect(comparison.results.map((row) => row.service)).toEqual(["M365"]);
    expect(comparison.sources[1]?.rows).toMatchObject({ read: 2, matched: 1, excluded: 1, unmapped: 0 });
  });

  it("rule 24: one-time lines are not recurring and are listed as excluded", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Acme", service: "M365", quantity: 42, price: 22 },
        { client: "Acme", service: "Onboarding", quantity: 5000, price: 39 },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }] },
      rules: [{ Service: "Onboarding", Months: 0 }],
    });
    expect(comparison.results.map((row) => row.service)).toEqual(["M365"]);
    expect(comparison.sources[0]?.rows).toMatchObject({ read: 2, matched: 1, excluded: 1 });
  });

  it("rule 29: without invoice rows usage is not reported as lost revenue", () => {
    const comparison = compareBook({
      invoice: [],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }] },
    });
    expect(comparison.results).toEqual([]);
    expect(comparison.sources[1]?.rows).toMatchObject({ read: 1, unmapped: 1 });
  });

  it("rule 29: an empty source never reads as matched or unused", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Acme", service: "M365", quantity: 42, price: 22 },
        { client: "Acme", service: "EDR", quantity: 3, price: 4 },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }], EDR: [] },
    });
    expect(resultFor(comparison, "Acme", "EDR").outcome).toBe("needs review");
  });

  it("rule 25: lines in two currencies of one service need review and enter no total", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Acme", service: "M365", quantity: 20, price: 22, currency: "USD" },
        { client: "Acme", service: "M365", quantity: 20, price: 30, currency: "CAD" },
      ],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42 }] },
    });
    expect(resultFor(comparison, "Acme", "M365")).toMatchObject({ outcome: "needs review", impact: null });
  });

  it("rule 34: usage stamped two periods ago needs review, never matched", () => {
    const comparison = compareBook({
      invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }],
      usage: { Licences: [{ client: "Acme", product: "M365", quantity: 42, date: "2026-03-31" }] },
    });
    expect(resultFor(comparison, "Acme", "M365")).toMatchObject({
      outcome: "needs review",
      expectedQuantity: null,
    });
  });

  it("rule 31: sub-total, total and blank rows are not lines: a Total of 42 below 30 and 12 does not make 84", () => {
    const invoice = [
      ["Client", "Service", "Quantity", "Unit price"],
      ["Acme", "M365", 30, 22],
      ["Acme", "M365", 12, 22],
      ["Subtotal Acme", null, 42, null],
      [null, null, null, null],
      ["Total", null, 42, null],
    ];
    const usage = [
      ["Customer", "Product", "Assigned licenses"],
      ["Acme", "M365", 42],
      ["Grand Total", null, 42],
    ];
    const sheets = [grid("Invoice", invoice), grid("Licences", usage)];
    const { results, sources } = reconcile({ sheets, tables: {} }, { now: "2026-06-02T00:00:00Z" });
    expect(results).toMatchObject([{ outcome: "matched", billedQuantity: 42, expectedQuantity: 42 }]);
    expect(sources.map((source) => source.rows.read)).toEqual([2, 1]);
  });
});
