import { reconcile, type CellValue } from "../../src/engine";
import { compareBook, grid, line, resultFor, type BookInput, type UsageInput } from "./compare/book";

/** The edges of the domain rules: each case worked out by hand from the rule's own sentence. */
interface Case {
  readonly rule: string;
  readonly book: BookInput;
  readonly client?: string;
  readonly service?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

const used = (quantity: number, more: Partial<UsageInput> = {}): UsageInput => ({
  client: "Acme",
  product: "M365",
  quantity,
  ...more,
});
const seat = (more: Partial<UsageInput> = {}): UsageInput => ({ client: "Acme", product: "M365", ...more });
const licences = (...rows: readonly UsageInput[]): BookInput["usage"] => ({ Licences: rows });
const seats = (
  count: number,
  cellsOf: (at: number) => Readonly<Record<string, CellValue>>,
): readonly UsageInput[] => Array.from({ length: count }, (_, at) => seat({ cells: cellsOf(at) }));

const CASES: readonly Case[] = [
  {
    rule: "1: a rebill that is taken back whole leaves what was there before",
    book: {
      invoice: [line(5), line(3, { total: 66 }), line(-3, { total: -66, isReversed: true })],
      usage: licences(used(5)),
    },
    expect: { outcome: "matched", billedQuantity: 5 },
  },
  {
    rule: "1: rebill rows net to less than is used, so the rest is underbilled",
    book: {
      invoice: [line(2, { total: 44 }), line(-2, { total: -44, isReversed: true }), line(3, { total: 66 })],
      usage: licences(used(4)),
    },
    expect: { outcome: "underbilled", billedQuantity: 3, difference: 1, impact: 22 },
  },
  {
    rule: "5: a term that is missing at one of two subscriptions changes no sum",
    book: {
      invoice: [line(42)],
      usage: licences(used(30, { cells: { Term: "P1Y" } }), used(12, { cells: { Term: null } })),
    },
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "5: terms at two costs make one quantity with one price on the invoice",
    book: {
      invoice: [line(30), line(10)],
      usage: licences(used(30, { cells: { Term: "P1Y" } }), used(12, { cells: { Term: "P1M" } })),
    },
    expect: { outcome: "underbilled", difference: 2, impact: 44 },
  },
  {
    rule: "6: a count basis that the source does not have is no zero",
    book: {
      invoice: [line(42)],
      usage: licences(used(45)),
      rules: [{ Service: "M365", Count: "column:Assigned" }],
    },
    expect: { outcome: "needs review", expectedQuantity: null },
  },
  {
    rule: "6: a blank cell of the count basis is no zero either",
    book: {
      invoice: [line(42)],
      usage: licences(used(45, { cells: { Assigned: null } })),
      rules: [{ Service: "M365", Count: "column:Assigned" }],
    },
    expect: { outcome: "needs review" },
  },
  {
    rule: "7: one of three subscriptions is empty and changes nothing",
    book: { invoice: [line(150)], usage: licences(used(100), used(0), used(50)) },
    expect: { outcome: "matched", expectedQuantity: 150 },
  },
  {
    rule: "7: the same product of two portals adds up",
    book: { invoice: [line(150)], usage: { Pax8: [used(100)], Direct: [used(50)] } },
    expect: { outcome: "matched", expectedQuantity: 150, sources: ["Direct", "Pax8"] },
  },
  {
    rule: "8: active equal to the minimum is the minimum",
    book: {
      invoice: [line(5)],
      usage: licences(used(5)),
      rules: [{ Service: "M365", Minimum: 5 }],
    },
    expect: { outcome: "matched", expectedQuantity: 5 },
  },
  {
    rule: "8: billed below the minimum is underbilled up to the minimum, not up to the usage",
    book: {
      invoice: [line(3)],
      usage: licences(used(3)),
      rules: [{ Service: "M365", Minimum: 5 }],
    },
    expect: { outcome: "underbilled", difference: 2, impact: 44 },
  },
  {
    rule: "9: what is included never makes a negative quantity",
    book: {
      invoice: [line(0)],
      usage: licences(used(1)),
      rules: [{ Service: "M365", Included: 2 }],
    },
    expect: {
      outcome: "matched",
      expectedQuantity: 0,
      why: "1 used - 2 included = 0; billed 0: matched",
    },
  },
  {
    rule: "9: with both, the minimum holds after what is included: max(6 - 2, 5) = 5",
    book: {
      invoice: [line(5)],
      usage: licences(used(6)),
      rules: [{ Service: "M365", Included: 2, Minimum: 5 }],
    },
    expect: { outcome: "matched", expectedQuantity: 5 },
  },
  {
    rule: "13: an exact number of blocks is not rounded up",
    book: {
      invoice: [line(10, { service: "Backup" })],
      usage: licences(used(1_000_000, { product: "Backup" })),
      rules: [{ Service: "Backup", "Units per billed unit": 100_000 }],
    },
    service: "Backup",
    expect: { outcome: "matched", expectedQuantity: 10 },
  },
  {
    rule: "13: one unit more begins a block, unless the rule rounds down",
    book: {
      invoice: [line(10, { service: "Backup" })],
      usage: licences(used(1_000_001, { product: "Backup" })),
      rules: [{ Service: "Backup", "Units per billed unit": 100_000, Round: "down" }],
    },
    service: "Backup",
    expect: { outcome: "matched", expectedQuantity: 10 },
  },
  {
    rule: "13: and with up it is billed",
    book: {
      invoice: [line(10, { service: "Backup" })],
      usage: licences(used(1_000_001, { product: "Backup" })),
      rules: [{ Service: "Backup", "Units per billed unit": 100_000, Round: "up" }],
    },
    service: "Backup",
    expect: { outcome: "underbilled", expectedQuantity: 11, difference: 1 },
  },
  {
    rule: "15: a third tenant without usage changes nothing",
    book: {
      invoice: [line(42)],
      usage: licences(
        used(30, { client: "Acme West" }),
        used(12, { client: "Acme East" }),
        used(0, { client: "Acme Old" }),
      ),
      clientMap: ["Acme West", "Acme East", "Acme Old"].map((name) => ({
        Source: "Licences",
        "Source client": name,
        Client: "Acme",
        Status: "confirmed",
      })),
    },
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "15: a tenant that is only suggested is not counted, and the quantity is a question",
    book: {
      invoice: [line(42)],
      usage: licences(used(30), used(12, { client: "Acme East" })),
      clientMap: [
        { Source: "Licences", "Source client": "Acme East", Client: "Acme", Status: "suggested", Score: 0.7 },
      ],
    },
    expect: { outcome: "needs review" },
  },
  {
    rule: "17: a child that has a line of its own is billed there",
    book: {
      invoice: [line(12), line(8, { client: "Child" })],
      usage: licences(used(12, { client: "Other child" }), used(8, { client: "Child" })),
      clientMap: [
        { Source: "Licences", "Source client": "Other child", Client: "Acme", Status: "confirmed" },
      ],
    },
    expect: { outcome: "matched", expectedQuantity: 12 },
  },
  {
    rule: "17: the parent's own seats count with those of its children",
    book: {
      invoice: [line(20)],
      usage: licences(used(3), used(12, { client: "Child 1" }), used(8, { client: "Child 2" })),
      clientMap: ["Child 1", "Child 2"].map((name) => ({
        Source: "Licences",
        "Source client": name,
        Client: "Acme",
        Status: "confirmed",
      })),
    },
    expect: { outcome: "underbilled", expectedQuantity: 23, difference: 3, impact: 66 },
  },
  {
    rule: "18: agreements at one price have one impact",
    book: {
      invoice: [line(25, { agreement: "A" }), line(17, { agreement: "B" })],
      usage: licences(used(45)),
    },
    expect: { outcome: "underbilled", billedQuantity: 42, difference: 3, impact: 66 },
  },
  {
    rule: "18: agreements at two prices leave the money open and the difference known",
    book: {
      invoice: [line(25, { agreement: "A" }), line(17, { agreement: "B", price: 20 })],
      usage: licences(used(45)),
    },
    expect: { outcome: "underbilled", difference: 3, impact: null, flags: ["mixed-price"] },
  },
  {
    rule: "19: credits that take back everything leave nothing billed",
    book: { invoice: [line(2), line(-2)], usage: licences(used(3)) },
    expect: { billedQuantity: 0, difference: 3 },
  },
  {
    rule: "19: a credit larger than the line is a negative quantity, exactly",
    book: { invoice: [line(2.5), line(-3.25)], usage: licences(used(1)) },
    expect: { outcome: "underbilled", billedQuantity: -0.75, difference: 1.75, impact: 38.5 },
  },
  {
    rule: "21: a zero-price line that is right is still asked about",
    book: { invoice: [line(5, { price: 0 })], usage: licences(used(5)) },
    expect: { outcome: "matched", impact: 0, flags: ["zero-price"] },
  },
  {
    rule: "21: a line without a price is no zero price",
    book: {
      invoice: [{ client: "Acme", service: "M365", quantity: 5 }],
      usage: licences(used(7)),
    },
    expect: { outcome: "underbilled", difference: 2, impact: null, flags: ["no-price"] },
  },
  {
    rule: "23: a year's price of 12 months makes a month's impact",
    book: {
      invoice: [line(10, { price: 264 })],
      usage: licences(used(12)),
      rules: [{ Service: "M365", Months: 12 }],
    },
    expect: { outcome: "underbilled", difference: 2, impact: 44 },
  },
  {
    rule: "23: a quarter's line is a third per month",
    book: {
      invoice: [line(10, { price: 66 })],
      usage: licences(used(9)),
      rules: [{ Service: "M365", Months: 3 }],
    },
    expect: { outcome: "overbilled", difference: -1, impact: -22 },
  },
  {
    rule: "23: a year's price beside the same number without a term is no price of a month",
    book: {
      invoice: [
        line(10, { price: 264, periodStart: "2026-01-01", periodEnd: "2027-01-01" }),
        line(-1, { price: 264 }),
      ],
      usage: licences(used(10)),
    },
    expect: { outcome: "underbilled", difference: 1, impact: null, flags: ["mixed-price"] },
  },
  {
    rule: "25: usd and USD are one currency",
    book: { invoice: [line(1, { currency: "usd" }), line(1)], usage: licences(used(3)) },
    expect: { outcome: "underbilled", currency: "USD", impact: 22 },
  },
  {
    rule: "25: usage in a currency of its own does not disturb quantities",
    book: {
      invoice: [line(5, { currency: "CAD" })],
      usage: licences(used(7, { currency: "USD" })),
    },
    expect: { outcome: "underbilled", difference: 2, impact: 44, currency: "CAD" },
  },
  {
    rule: "27: distinct values ignore case and blanks around them",
    book: {
      invoice: [line(2)],
      usage: licences(...seats(3, (at) => ({ Serial: ["SN1", " sn1 ", "SN2"][at] ?? "" }))),
      rules: [{ Service: "M365", Count: "distinct:Serial" }],
    },
    expect: { outcome: "matched", expectedQuantity: 2 },
  },
  {
    rule: "27: rows without the counted value are counted one by one, and said",
    book: {
      invoice: [line(3)],
      usage: licences(...seats(3, (at) => ({ Serial: ["SN1", null, null][at] ?? null }))),
      rules: [{ Service: "M365", Count: "distinct:Serial" }],
    },
    expect: { outcome: "matched", expectedQuantity: 3, flags: ["blank-in-distinct"] },
  },
  {
    rule: "28: a ratio that does not divide evenly is rounded as the rule says: 31 / 15 up = 3",
    book: {
      invoice: [line(2)],
      usage: licences(used(31)),
      rules: [{ Service: "M365", "Units per billed unit": 15 }],
    },
    expect: { outcome: "underbilled", expectedQuantity: 3, difference: 1 },
  },
  {
    rule: "32: three spellings with a legal form each are one client",
    book: {
      invoice: [
        line(20, { client: "Acme Dental" }),
        line(12, { client: "ACME Dental, LLC" }),
        line(10, { client: "Acme Dental Inc." }),
      ],
      usage: licences(used(42, { client: "acme dental" })),
    },
    client: "Acme Dental",
    expect: { outcome: "matched", billedQuantity: 42 },
  },
  {
    rule: "32: a name that only begins alike is another client",
    book: {
      invoice: [line(20, { client: "Acme Dental" }), line(22, { client: "Acme Dental North" })],
      usage: licences(used(20, { client: "Acme Dental" }), used(22, { client: "Acme Dental North" })),
    },
    client: "Acme Dental",
    expect: { outcome: "matched", billedQuantity: 20 },
  },
  {
    rule: "33: ten tenths are one",
    book: {
      invoice: Array.from({ length: 10 }, () => line(0.1)),
      usage: licences(used(1)),
    },
    expect: { outcome: "matched", billedQuantity: 1, difference: 0 },
  },
  {
    rule: "33: 2.5 hours against 2.25 at 4.10 are 1.025, money rounds half up once",
    book: { invoice: [line(2.25, { price: 4.1 })], usage: licences(used(2.5)) },
    expect: { outcome: "underbilled", difference: 0.25, impact: 1.03 },
  },
  {
    rule: "33: a third that was billed to six decimals is billed right",
    book: {
      invoice: [line(3.333333)],
      usage: licences(
        used(3, { date: "2026-05-01" }),
        used(3, { date: "2026-05-02" }),
        used(4, { date: "2026-05-03" }),
      ),
      rules: [{ Service: "M365", "Over time": "average" }],
    },
    expect: { outcome: "matched", expectedQuantity: 3.333333, difference: 0, impact: 0 },
  },
  {
    rule: "33: nor does a formula on the invoice that counts a third to more decimals differ",
    book: {
      invoice: [line(0.33333333333333)],
      usage: licences(used(1)),
      rules: [{ Service: "M365", "Units per billed unit": 3, Round: "none" }],
    },
    expect: { outcome: "matched", billedQuantity: 0.333333, difference: 0 },
  },
  {
    rule: "34: usage stamped in the period is fresh",
    book: { invoice: [line(5)], usage: licences(used(5, { date: "2026-05-31" })) },
    expect: { outcome: "matched" },
  },
  {
    rule: "34: of two sources that cover a service a stale one is enough to ask",
    book: {
      invoice: [line(5)],
      usage: { Fresh: [used(3, { date: "2026-05-31" })], Stale: [used(2, { date: "2026-03-15" })] },
    },
    expect: { outcome: "needs review" },
  },
];

describe("edges of the domain rules", () => {
  it.each(CASES)("rule $rule", ({ book, client = "Acme", service = "M365", expect: expected }) => {
    expect(resultFor(compareBook(book), client, service)).toMatchObject(expected);
  });

  it.each([
    ["20: a free product that nobody bills is listed as excluded, not as unbilled", "M365", 3],
    ["20: an excluded service is no finding although it is billed and used", "Power Automate Free", 3],
  ])("rule %s", (_, billed) => {
    const comparison = compareBook({
      invoice: [line(3, { service: billed })],
      usage: licences(used(3, { product: billed }), used(10_000, { product: "Power Automate Free" })),
      rules: [{ Service: "Power Automate Free", Exclude: "yes" }],
    });
    expect(comparison.results.some(({ service }) => service === "Power Automate Free")).toBe(false);
    expect(comparison.sources[1]?.rows.excluded).toBe(billed === "M365" ? 1 : 2);
  });

  it.each([
    ["24: a one-time line beside a monthly one of the same client leaves the monthly one alone", "Setup"],
    ["24: a one-time service that is used is no finding either", "M365"],
  ])("rule %s", (_, product) => {
    const comparison = compareBook({
      invoice: [line(5), line(39, { service: "Setup", price: 5000 })],
      usage: licences(used(5), used(7, { product })),
      rules: [{ Service: "Setup", Months: 0 }],
    });
    expect(comparison.results.map(({ service }) => service)).toEqual(["M365"]);
    expect(comparison.sources[0]?.rows.excluded).toBe(1);
  });

  it.each([
    ["25: two clients in two currencies have two totals", 2],
    ["25: a line without a currency takes the only one that the invoice has", 1],
  ])("rule %s", (_, currencies) => {
    const result = reconcile(
      {
        sheets: [
          grid("Invoice", [
            ["Client", "Service", "Quantity", "Unit price", "Currency"],
            ["Acme", "M365", 5, 10, "USD"],
            ["Bolt", "M365", 5, 10, currencies === 2 ? "CAD" : null],
          ]),
          grid("Usage", [
            ["Customer", "Product", "Quantity"],
            ["Acme", "M365", 6],
            ["Bolt", "M365", 7],
          ]),
        ],
        tables: {},
      },
      { now: "2026-06-02T08:00:00Z" },
    );
    const totals = Object.fromEntries(
      Object.entries(result.totals).map(([name, { underbilled }]) => [name, underbilled]),
    );
    expect(totals).toEqual(currencies === 2 ? { CAD: 20, USD: 10 } : { USD: 30 });
  });

  it.each([
    ["29: an invoice of another period does not make its usage lost revenue", "2026-03-01", "2026-03-31"],
    ["29: nor does an invoice without a line that can be read", null, null],
  ])("rule %s", (_, from, to) => {
    const result = reconcile(
      {
        sheets: [
          grid("Invoice", [
            ["Client", "Service", "Quantity", "Unit price", "Period start", "Period end"],
            ["Acme", "M365", from === null ? "n/a" : 5, 10, from, to],
          ]),
          grid("Usage", [
            ["Customer", "Product", "Quantity"],
            ["Acme", "M365", 6],
          ]),
        ],
        tables: {},
      },
      { now: "2026-06-02T08:00:00Z", period: { start: "2026-05-01", end: "2026-06-01" } },
    );
    expect(result.results).toEqual([]);
    expect(result.totals).toEqual({});
  });

  it.each([
    [
      "31: a grand total below sub-totals is no line",
      [
        ["Acme", "M365", 30, 10],
        ["Total Acme", null, 30, null],
        ["Bolt", "M365", 12, 10],
        ["Total Bolt", null, 12, null],
        ["Grand total", null, 42, null],
      ],
      42,
    ],
    [
      "31: a client whose name begins with Total is a line",
      [
        ["Total Fitness", "M365", 30, 10],
        ["Bolt", "M365", 12, 10],
        ["Total", null, 42, null],
      ],
      42,
    ],
  ] as const)("rule %s", (_, rows, billed) => {
    const result = reconcile(
      {
        sheets: [
          grid("Invoice", [["Client", "Service", "Quantity", "Unit price"], ...rows]),
          grid("Usage", [
            ["Customer", "Product", "Quantity"],
            [rows[0][0], "M365", 30],
            ["Bolt", "M365", 12],
          ]),
        ],
        tables: {},
      },
      { now: "2026-06-02T08:00:00Z" },
    );
    expect(result.results.reduce((sum, { billedQuantity }) => sum + (billedQuantity ?? 0), 0)).toBe(billed);
    expect(result.results.map(({ outcome }) => outcome)).toEqual(["matched", "matched"]);
  });
});
