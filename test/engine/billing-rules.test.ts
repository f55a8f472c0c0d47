import type { Period } from "../../src/engine";
import { compareBook, resultFor, type BookInput, type LineInput, type UsageInput } from "./compare/book";

/** Domain rules about terms, periods, bundles and prices; numbers follow the published worked examples. */
interface Case {
  readonly rule: string;
  readonly book: BookInput;
  readonly client?: string;
  readonly service?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

const month = (start: string, end: string): Period => ({ start, end });
const FEBRUARY = month("2026-02-01", "2026-03-01");
const MARCH = month("2026-03-01", "2026-04-01");
const JUNE = month("2026-06-01", "2026-07-01");
const JULY = month("2026-07-01", "2026-08-01");

const line = (quantity: number, more: Partial<LineInput> = {}): LineInput => ({
  client: "Acme",
  service: "M365",
  quantity,
  price: 4,
  ...more,
});
const span = (periodStart: string, periodEnd: string) => ({ periodStart, periodEnd });
const used = (quantity: number, more: Partial<UsageInput> = {}): UsageInput => ({
  client: "Acme",
  product: "M365",
  quantity,
  ...more,
});
const licences = (...rows: readonly UsageInput[]) => ({ Licences: rows });

const CASES: readonly Case[] = [
  {
    rule: "1: rebill rows 1, 1 taken back, 2 are two seats",
    book: {
      invoice: [line(1, { total: 4 }), line(-1, { total: -4, isReversed: true }), line(2, { total: 8 })],
      usage: licences(used(2)),
    },
    expect: { outcome: "matched", billedQuantity: 2 },
  },
  {
    rule: "2: one seat at 4.00 for 29 of 30 days is 3.87 and no wrong amount",
    book: {
      invoice: [line(1, { total: 3.87, ...span("2026-06-02", "2026-07-01") })],
      usage: licences(used(1)),
      period: JUNE,
    },
    expect: { outcome: "matched", unitPrice: 4, flags: [] },
  },
  {
    rule: "2: two such seats are 7.74",
    book: {
      invoice: [line(2, { total: 7.74, ...span("2026-06-02", "2026-07-01") })],
      usage: licences(used(3)),
      period: JUNE,
    },
    expect: { outcome: "underbilled", impact: 4, flags: [] },
  },
  {
    rule: "2: an amount that is no share of the price is flagged with its row",
    book: {
      invoice: [line(2, { total: 9, ...span("2026-06-02", "2026-07-01") })],
      usage: licences(used(2)),
      period: JUNE,
    },
    expect: {
      flags: ["amount-differs"],
      why: "2 used; billed 2: matched; the amount in row 2 is not quantity × price",
    },
  },
  {
    rule: "2: what a part of a month costs is not taken for the price of a month",
    book: {
      invoice: [
        { client: "Acme", service: "M365", quantity: 1, total: 3.87, ...span("2026-06-02", "2026-07-01") },
      ],
      usage: licences(used(2)),
      period: JUNE,
    },
    expect: { outcome: "underbilled", difference: 1, impact: null, flags: ["prorated-price"] },
  },
  {
    rule: "3: 15 February to 14 March is on February's invoice",
    book: {
      invoice: [line(5, span("2026-02-15", "2026-03-15")), line(6, span("2026-03-15", "2026-04-15"))],
      usage: licences(used(5)),
      period: FEBRUARY,
    },
    expect: { outcome: "matched", billedQuantity: 5 },
  },
  {
    rule: "3: and not on March's, where the next cycle begins",
    book: {
      invoice: [line(5, span("2026-02-15", "2026-03-15")), line(6, span("2026-03-15", "2026-04-15"))],
      usage: licences(used(6)),
      period: MARCH,
    },
    expect: { outcome: "matched", billedQuantity: 6 },
  },
  {
    rule: "3: a cycle that is alone on the invoice is this invoice's",
    book: {
      invoice: [line(5, span("2026-02-15", "2026-03-15"))],
      usage: licences(used(5)),
      period: MARCH,
    },
    expect: { outcome: "matched", billedQuantity: 5 },
  },
  {
    rule: "4: 50 committed for a year, 42 assigned and billed: 8 × 22 = 176 per month not recovered",
    book: {
      invoice: [line(42, { price: 22 })],
      usage: licences(used(50, { cells: { Assigned: 42, Term: "P1Y", "Term end": "2027-01-31" } })),
      rules: [{ Service: "M365", Count: "column:Assigned" }],
    },
    expect: {
      outcome: "matched",
      flags: ["commitment-running"],
      why: "42 Assigned; billed 42: matched; 50 are committed until 2027-01-31: 8 more than billed, 176.00 per month not recovered",
    },
  },
  {
    rule: "4: compared with what was bought, the same is underbilled by 8",
    book: {
      invoice: [line(42, { price: 22 })],
      usage: licences(used(50, { cells: { Assigned: 42, Term: "Annual" } })),
    },
    expect: { outcome: "underbilled", difference: 8, impact: 176, flags: ["commitment-running"] },
  },
  {
    rule: "4: a monthly subscription or an ended term commits to nothing",
    book: {
      invoice: [line(42, { price: 22 })],
      usage: licences(
        used(30, { cells: { Assigned: 30, Term: "P1M", "Term end": "2026-06-30" } }),
        used(20, { cells: { Assigned: 12, Term: "P1Y", "Term end": "2026-05-20" } }),
      ),
      rules: [{ Service: "M365", Count: "column:Assigned" }],
    },
    expect: { outcome: "matched", flags: [] },
  },
  {
    rule: "10: a minimum of 30 in advance and 6 of 36 users in arrears make July's 36",
    book: {
      invoice: [line(30, span("2026-07-01", "2026-08-01")), line(6, span("2026-06-01", "2026-07-01"))],
      usage: licences(used(36, { date: "2026-06-30" }), used(99, { date: "2026-07-31" })),
      rules: [{ Service: "M365", Minimum: 30, "Billed in": "arrears" }],
      period: JULY,
    },
    expect: { outcome: "matched", billedQuantity: 36, expectedQuantity: 36 },
  },
  {
    rule: "10: 28 users leave the minimum of 30",
    book: {
      invoice: [line(30, span("2026-07-01", "2026-08-01"))],
      usage: licences(used(28, { date: "2026-06-30" })),
      rules: [{ Service: "M365", Minimum: 30, "Billed in": "arrears" }],
      period: JULY,
    },
    expect: { outcome: "matched", expectedQuantity: 30 },
  },
  {
    rule: "10: overage that was forgotten is underbilled",
    book: {
      invoice: [line(30, span("2026-07-01", "2026-08-01"))],
      usage: licences(used(36, { date: "2026-06-30" })),
      rules: [{ Service: "M365", Minimum: 30, "Billed in": "arrears" }],
      period: JULY,
    },
    expect: { outcome: "underbilled", difference: 6, impact: 24 },
  },
  {
    rule: "11: billed in advance on 25 January, usage of 25 January to 24 February counts",
    book: {
      invoice: [line(7, span("2026-01-25", "2026-02-25"))],
      usage: licences(used(5, { date: "2026-01-20" }), used(7, { date: "2026-02-24" })),
      period: month("2026-01-25", "2026-02-25"),
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "11: billed in arrears on 25 February, consumption of 26 January to 25 February counts",
    book: {
      invoice: [line(7, span("2026-01-26", "2026-02-26"))],
      usage: licences(
        used(5, { date: "2026-01-25" }),
        used(7, { date: "2026-02-25" }),
        used(9, { date: "2026-02-26" }),
      ),
      rules: [{ Service: "M365", "Billed in": "arrears" }],
      period: month("2026-02-25", "2026-03-25"),
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "11: without a span of its own an arrears line bills the month before",
    book: {
      invoice: [line(7)],
      usage: licences(used(7, { date: "2026-05-31" }), used(9, { date: "2026-06-30" })),
      rules: [{ Service: "M365", "Billed in": "arrears" }],
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 7 },
  },
  {
    rule: "12: 10 users for 20 days and 13 for 10 are 330 user-days: at 48/365 each 43.40",
    book: {
      invoice: [line(0, { price: 4 })],
      usage: licences(
        ...Array.from({ length: 30 }, (_, day) =>
          used(day < 20 ? 10 : 13, { date: `2026-06-${String(day + 1).padStart(2, "0")}` }),
        ),
      ),
      // A plan of 4.00 a month is 48 a year: one billed unit is 365 / 12 user-days.
      rules: [{ Service: "M365", "Over time": "sum", "Units per billed unit": 365 / 12, Round: "none" }],
      period: JUNE,
    },
    expect: { outcome: "underbilled", impact: 43.4 },
  },
  {
    rule: "12: on peak basis 13 × 4 = 52",
    book: {
      invoice: [line(0, { price: 4 })],
      usage: licences(used(10, span("2026-06-01", "2026-06-21")), used(13, span("2026-06-21", "2026-07-01"))),
      rules: [{ Service: "M365", "Over time": "peak" }],
      period: JUNE,
    },
    expect: { expectedQuantity: 13, impact: 52, why: "13 used at peak; billed 0: underbilled 13" },
  },
  {
    rule: "12: the average weighs spans by their days: 330 / 30 = 11",
    book: {
      invoice: [line(11)],
      usage: licences(used(10, span("2026-06-01", "2026-06-21")), used(13, span("2026-06-21", "2026-07-01"))),
      rules: [{ Service: "M365", "Over time": "average" }],
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 11 },
  },
  {
    rule: "12: the latest is what the last day of the period shows",
    book: {
      invoice: [line(13)],
      usage: licences(used(10, span("2026-06-01", "2026-06-21")), used(13, span("2026-06-21", "2026-09-01"))),
      rules: [{ Service: "M365", "Over time": "latest" }],
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 13 },
  },
  {
    rule: "16: 120 seats of one tenant are split 70 / 30 / 20 by office, here the 30",
    client: "Acme South",
    book: {
      invoice: [
        line(70, { client: "Acme North" }),
        line(29, { client: "Acme South" }),
        line(20, { client: "Acme West" }),
      ],
      usage: licences(
        ...(["North", "South", "West"] as const).map((office, i) =>
          used([70, 30, 20][i] ?? 0, { client: "acme.example", cells: { Office: office } }),
        ),
      ),
      clientMap: ["North", "South", "West"].map((office) => ({
        Source: "Licences",
        "Source client": "acme.example",
        Client: `Acme ${office}`,
        Status: "confirmed",
      })),
      rules: ["North", "South", "West"].map((office) => ({
        Service: "M365",
        Client: `Acme ${office}`,
        Where: `Office=${office}`,
      })),
    },
    expect: { outcome: "underbilled", expectedQuantity: 30, difference: 1 },
  },
  {
    rule: "16: without rules that tell the rows apart nobody guesses who pays",
    client: "Acme South",
    book: {
      invoice: [line(70, { client: "Acme North" }), line(30, { client: "Acme South" })],
      usage: licences(used(100, { client: "acme.example" })),
      clientMap: ["North", "South"].map((office) => ({
        Source: "Licences",
        "Source client": "acme.example",
        Client: `Acme ${office}`,
        Status: "confirmed",
      })),
    },
    expect: { outcome: "needs review", expectedQuantity: null },
  },
  {
    rule: "16: seats of an office that no rule names count for nobody",
    client: "Acme South",
    book: {
      invoice: [line(30, { client: "Acme South" })],
      usage: licences(
        used(30, { client: "acme.example", cells: { Office: "South" } }),
        used(9, { client: "acme.example", cells: { Office: "East" } }),
      ),
      clientMap: [
        { Source: "Licences", "Source client": "acme.example", Client: "Acme South", Status: "confirmed" },
      ],
      rules: [{ Service: "M365", Client: "Acme South", Where: "Office=South" }],
    },
    expect: { outcome: "matched", expectedQuantity: 30 },
  },
  {
    rule: "22: a line that ends on 15 June is no quantity at the end of June",
    book: {
      invoice: [line(10, span("2026-06-01", "2026-06-16")), line(12, span("2026-06-16", "2026-07-01"))],
      usage: licences(used(12)),
      period: JUNE,
    },
    expect: { outcome: "matched", billedQuantity: 12 },
  },
  {
    rule: "22: usage that goes on after the line ended is unbilled",
    book: {
      invoice: [line(10, span("2026-06-01", "2026-06-16")), line(1, { service: "Backup" })],
      usage: licences(used(10)),
      period: JUNE,
    },
    expect: { outcome: "unbilled", difference: 10 },
  },
  {
    rule: "22: an annual term that is renewed within the month is still billed",
    book: {
      invoice: [line(10, span("2025-06-15", "2026-06-15"))],
      usage: licences(used(10)),
      period: JUNE,
    },
    expect: { outcome: "matched", billedQuantity: 10, flags: ["annual-line"] },
  },
  {
    rule: "22: a renewal date within the month, without a beginning, ends nothing",
    book: {
      invoice: [line(10, { periodEnd: "2026-06-15" })],
      usage: licences(used(10)),
      period: JUNE,
    },
    expect: { outcome: "matched", billedQuantity: 10 },
  },
  {
    rule: "22: a cancelled line bills until its end only",
    book: {
      invoice: [line(10, { periodEnd: "2026-06-15", status: "Cancelled" }), line(12)],
      usage: licences(used(12)),
      period: JUNE,
    },
    expect: { outcome: "matched", billedQuantity: 12 },
  },
  {
    rule: "25: two lines in different currencies of one service need review",
    book: {
      invoice: [line(5, { currency: "USD" }), line(5, { currency: "CAD" })],
      usage: licences(used(12)),
    },
    expect: { outcome: "needs review", impact: null },
  },
  {
    rule: "26: cost 22.00 sold at 20.90 is a margin of -5.3 %, flagged although the quantity matches",
    book: {
      invoice: [line(10, { price: 20.9 })],
      usage: licences(used(10)),
      rules: [{ Service: "M365", "Unit cost": 22 }],
    },
    expect: {
      outcome: "matched",
      flags: ["margin-below-zero"],
      why: "10 used; billed 10: matched; margin -5.3 % at a cost of 22",
    },
  },
  {
    rule: "26: sold at its cost there is no margin to warn of",
    book: {
      invoice: [line(10, { price: 22 })],
      usage: licences(used(10)),
      rules: [{ Service: "M365", "Unit cost": 22, "List price": 22 }],
    },
    expect: { outcome: "matched", flags: [] },
  },
  {
    rule: "26: a price that differs from the list is flagged with the list price",
    book: {
      invoice: [line(10, { price: 20 })],
      usage: licences(used(10)),
      rules: [{ Service: "M365", "List price": 22 }],
    },
    expect: { flags: ["price-differs-from-list"], why: "10 used; billed 10: matched; the list price is 22" },
  },
  {
    rule: "28: 30 kiosk mailboxes are 2 by the contract's ratio",
    book: {
      invoice: [line(2)],
      usage: licences(used(30)),
      rules: [{ Service: "M365", "Units per billed unit": 15 }],
    },
    expect: { outcome: "matched", expectedQuantity: 2 },
  },
  {
    rule: "28: a person in two companies of one payer is billed once",
    book: {
      invoice: [line(2)],
      usage: {
        Users: [
          { client: "Acme", product: "M365", cells: { Mail: "ana@acme.example" } },
          { client: "Acme Sub", product: "M365", cells: { Mail: "Ana@acme.example" } },
          { client: "Acme Sub", product: "M365", cells: { Mail: "bo@acme.example" } },
        ],
      },
      clientMap: [{ Source: "Users", "Source client": "Acme Sub", Client: "Acme", Status: "confirmed" }],
      rules: [{ Service: "M365", Count: "distinct:Mail" }],
    },
    expect: { outcome: "matched", expectedQuantity: 2 },
  },
  {
    rule: "30: a seat that was added in July is not missing from June's invoice",
    book: {
      invoice: [line(1)],
      usage: licences(used(1, { periodStart: "2026-01-10" }), used(1, { periodStart: "2026-07-03" })),
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 1 },
  },
  {
    rule: "30: a snapshot of another month proves nothing about June",
    book: {
      invoice: [line(1)],
      usage: licences(used(2, { date: "2026-07-20" })),
      period: JUNE,
    },
    expect: { outcome: "needs review", expectedQuantity: null },
  },
  {
    rule: "30: a seat that ended in May is not used in June",
    book: {
      invoice: [line(1)],
      usage: licences(used(1, { periodStart: "2026-01-10" }), used(1, { periodEnd: "2026-05-20" })),
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 1 },
  },
];

describe("billing rules", () => {
  it.each(CASES)("rule $rule", ({ book, client = "Acme", service = "M365", expect: expected }) => {
    expect(resultFor(compareBook(book), client, service)).toMatchObject(expected);
  });
});

describe("bundles", () => {
  const WORKSTATION = { Service: "Managed Workstation", "Bundle of": "RMM;Antivirus;Backup" };
  const usage = {
    Tools: [
      { client: "Acme", product: "RMM", quantity: 22 },
      { client: "Acme", product: "Antivirus", quantity: 22 },
      { client: "Acme", product: "Backup", quantity: 20 },
    ],
  };
  const bundle = line(20, { service: "Managed Workstation", price: 45 });

  it("rule 14: the driver counts, other services show coverage gaps, and none is separately unbilled", () => {
    const comparison = compareBook({ invoice: [bundle], usage, rules: [WORKSTATION] });
    expect(comparison.results).toMatchObject([
      {
        service: "Managed Workstation",
        outcome: "underbilled",
        difference: 2,
        impact: 90,
        flags: ["coverage-gap"],
        why: "22 used; billed 20: underbilled 2; Backup covers 20 of 22: coverage gap of 2",
      },
    ]);
    expect(comparison.sources[1]?.rows).toMatchObject({ read: 3, discrepant: 3, unmapped: 0 });
    expect(comparison.results[0]?.evidence).toEqual([
      { sheet: "Tools", rows: [1, 2, 3], quantities: [22, 22, 20] },
    ]);
  });

  it("rule 14: a client who buys a part alone is compared for that part", () => {
    const comparison = compareBook({
      invoice: [bundle, line(5, { client: "Bolt", service: "Antivirus" })],
      usage: { Tools: [...usage.Tools, { client: "Bolt", product: "Antivirus", quantity: 6 }] },
      rules: [WORKSTATION],
    });
    expect(resultFor(comparison, "Bolt", "Antivirus")).toMatchObject({
      outcome: "underbilled",
      difference: 1,
    });
    expect(comparison.results).toHaveLength(2);
  });

  it("rule 14: a part that is billed again on its own needs review on both lines", () => {
    const comparison = compareBook({
      invoice: [bundle, line(22, { service: "Antivirus" })],
      usage,
      rules: [WORKSTATION],
    });
    for (const [service, billed] of [
      ["Managed Workstation", 20],
      ["Antivirus", 22],
    ] as const)
      expect(resultFor(comparison, "Acme", service)).toMatchObject({
        outcome: "needs review",
        why: `billed ${billed}; Antivirus is billed on its own and as part of Managed Workstation; keep one`,
      });
  });

  it("rule 14: usage of a client without any line is one unbilled bundle", () => {
    const comparison = compareBook({
      invoice: [bundle],
      usage: { Tools: [...usage.Tools, { client: "Bolt", product: "RMM", quantity: 3 }] },
      rules: [WORKSTATION],
      clientMap: [{ Source: "Tools", "Source client": "Bolt", Client: "Bolt", Status: "confirmed" }],
    });
    expect(resultFor(comparison, "Bolt", "Managed Workstation")).toMatchObject({
      outcome: "unbilled",
      difference: 3,
    });
    expect(comparison.results).toHaveLength(2);
  });

  it("rule 14: a service of two bundles covers the drivers of both", () => {
    const comparison = compareBook({
      invoice: [bundle, line(3, { service: "Managed Server", price: 120 })],
      usage: {
        Tools: [
          { client: "Acme", product: "RMM", quantity: 20 },
          { client: "Acme", product: "RMM Server", quantity: 3 },
          { client: "Acme", product: "Backup", quantity: 21 },
        ],
      },
      rules: [
        { Service: "Managed Workstation", "Bundle of": "RMM;Backup" },
        { Service: "Managed Server", "Bundle of": "RMM Server;Backup" },
      ],
    });
    for (const service of ["Managed Workstation", "Managed Server"])
      expect(resultFor(comparison, "Acme", service).why).toContain(
        ": matched; Backup covers 21 of 23: coverage gap of 2",
      );
  });
});

describe("unmapped usage", () => {
  it("makes a smaller bill a question: the missing seats may wait to be mapped", () => {
    const comparison = compareBook({
      invoice: [line(42), line(5, { client: "Bolt" })],
      usage: licences(used(30), used(12, { client: "Acme Europe" }), used(5, { client: "Bolt" })),
    });
    expect(resultFor(comparison, "Acme", "M365")).toMatchObject({
      outcome: "needs review",
      expectedQuantity: null,
      impact: null,
      flags: ["unmapped-usage"],
    });
    expect(resultFor(comparison, "Bolt", "M365").outcome).toBe("matched");
  });
});

describe("the catalogue in a comparison", () => {
  it("maps a part number to the service that is billed under its product name", () => {
    const comparison = compareBook({
      invoice: [line(38, { service: "M365 Business Premium", price: 22 })],
      usage: licences(used(42, { product: "SPB" }), used(10_000, { product: "FLOW_FREE" })),
    });
    expect(resultFor(comparison, "Acme", "M365 Business Premium")).toMatchObject({
      outcome: "underbilled",
      difference: 4,
    });
    expect(comparison.unmapped.map(({ name }) => name)).toEqual(["FLOW_FREE"]);
  });

  it("does not guess between two services of one product", () => {
    const comparison = compareBook({
      invoice: [
        line(30, { service: "M365 Business Premium" }),
        line(12, { service: "Microsoft 365 Business Premium (monthly)" }),
      ],
      usage: licences(used(42, { product: "SPB" })),
    });
    for (const { outcome } of comparison.results) expect(outcome).toBe("needs review");
  });
});
