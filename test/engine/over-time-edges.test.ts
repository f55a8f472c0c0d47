import { reconcile, type CellValue } from "../../src/engine";
import { compareBook, grid, line, resultFor, type BookInput, type UsageInput } from "./compare/book";

/** Dated usage (domain rules 12, 15, 27, 30): which readings count, and how often; worked out by hand. */
interface Case {
  readonly rule: string;
  readonly billed: number;
  readonly usage: BookInput["usage"];
  readonly row?: Readonly<Record<string, CellValue>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

const used = (quantity: number, date: string, more: Partial<UsageInput> = {}): UsageInput => ({
  client: "Acme",
  product: "M365",
  quantity,
  date: `2026-05-${date}`,
  ...more,
});
/** One row per serial number and day. */
const seen = (days: Readonly<Record<string, string>>): readonly UsageInput[] =>
  Object.entries(days).flatMap(([date, serials]) =>
    Array.from(serials, (Serial): UsageInput => ({
      client: "Acme",
      product: "M365",
      date: `2026-05-${date}`,
      cells: { Serial },
    })),
  );
const since = (
  quantity: number,
  periodStart: string | null,
  periodEnd: string | null = null,
): UsageInput => ({
  client: "Acme",
  product: "M365",
  quantity,
  periodStart,
  periodEnd,
});

const CASES: readonly Case[] = [
  {
    rule: "12: latest: two tenants that were read once each, on different days, add up",
    billed: 42,
    usage: {
      U: [used(30, "30", { tenant: "a.example" }), used(12, "31", { tenant: "b.example" })],
    },
    row: { "Over time": "latest" },
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "12: latest: a tenant that the last daily reading lists no more is gone",
    billed: 30,
    usage: {
      U: [
        used(30, "30", { tenant: "a.example" }),
        used(12, "30", { tenant: "b.example" }),
        used(30, "31", { tenant: "a.example" }),
      ],
    },
    row: { "Over time": "latest" },
    expect: { outcome: "matched", expectedQuantity: 30 },
  },
  {
    rule: "12: latest: two portals whose last readings are a day apart add up",
    billed: 42,
    usage: { U: [used(29, "29"), used(30, "30")], V: [used(12, "31")] },
    row: { "Over time": "latest" },
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "12: latest: a portal that another one replaced in the middle of the month counts no more",
    billed: 42,
    usage: { Old: [used(40, "13"), used(41, "14")], New: [used(41, "15"), used(42, "31")] },
    row: { "Over time": "latest" },
    expect: { outcome: "matched", expectedQuantity: 42 },
  },
  {
    rule: "12: peak: seats that began on different days before the month are there together",
    billed: 30,
    usage: { U: [since(20, "2026-01-10"), since(10, "2026-03-05")] },
    row: { "Over time": "peak" },
    expect: { outcome: "matched", expectedQuantity: 30 },
  },
  {
    rule: "12: average: 10 all month and 31 on its last day are 11",
    billed: 11,
    usage: { U: [since(10, null, "2026-06-01"), since(31, "2026-05-31")] },
    row: { "Over time": "average" },
    expect: { outcome: "matched", expectedQuantity: 11 },
  },
  {
    rule: "27: distinct at latest: a device that left is not counted",
    billed: 2,
    usage: { U: seen({ "01": "abc", "31": "ab" }) },
    row: { Count: "distinct:Serial", "Over time": "latest" },
    expect: { outcome: "matched", why: "2 distinct Serial at latest; billed 2: matched" },
  },
  {
    rule: "27: distinct at peak: the most that were there on one day, each once",
    billed: 3,
    usage: { U: seen({ "01": "aab", "15": "bccd", "31": "e" }) },
    row: { Count: "distinct:Serial", "Over time": "peak" },
    expect: { outcome: "matched", expectedQuantity: 3 },
  },
  {
    rule: "27: distinct as sum: user-days, each user once a day",
    billed: 5,
    usage: { U: seen({ "01": "aab", "02": "abb", "03": "a" }) },
    row: { Count: "distinct:Serial", "Over time": "sum" },
    expect: { outcome: "matched", expectedQuantity: 5 },
  },
  {
    rule: "27: distinct without a choice over time: everything that was there within the month",
    billed: 3,
    usage: { U: seen({ "01": "abc", "31": "ab" }) },
    row: { Count: "distinct:Serial" },
    expect: { outcome: "matched", expectedQuantity: 3 },
  },
  {
    rule: "27: distinct over time needs a date on each row",
    billed: 2,
    usage: { U: [...seen({ "31": "ab" }), { client: "Acme", product: "M365", cells: { Serial: "c" } }] },
    row: { Count: "distinct:Serial", "Over time": "peak" },
    expect: { outcome: "needs review" },
  },
];

describe("usage over time", () => {
  it.each(CASES)("rule $rule", ({ billed, usage, row, expect: expected }) => {
    const rules = row === undefined ? [] : [{ Service: "M365", ...row }];
    const comparison = compareBook({ invoice: [line(billed)], usage, rules });
    expect(resultFor(comparison, "Acme", "M365")).toMatchObject(expected);
  });

  it.each([
    ["Snapshot date", 42, "42 used at latest"],
    ["As of date", 42, "42 used at latest"],
    ["Usage date", 126, "126 used"],
  ])("rule 12: three weekly rows of 42 headed %s are %d", (header, quantity, words) => {
    const { results } = reconcile(
      {
        sheets: [
          grid("Invoice", [
            ["Client", "Service", "Quantity", "Unit price"],
            ["Acme", "M365", 42, 22],
          ]),
          grid("Usage", [
            ["Customer", "Product", "Quantity", header],
            ...["07", "14", "28"].map((day) => ["Acme", "M365", 42, `2026-05-${day}`]),
          ]),
        ],
        tables: {},
      },
      { now: "2026-06-02T08:00:00Z", period: { start: "2026-05-01", end: "2026-06-01" } },
    );
    expect(results).toMatchObject([{ expectedQuantity: quantity }]);
    expect(results[0]?.why).toContain(words);
  });

  it("rule 30: a client whose only row is dated the day after the month is a question, not unused", () => {
    const comparison = compareBook({
      invoice: [line(42), line(5, { client: "Bolt" }), line(6, { client: "Cedar" })],
      usage: {
        U: [
          used(42, "31"),
          { client: "Bolt", product: "M365", quantity: 5, date: "2026-06-01" },
          { client: "Cedar", product: "M365", quantity: 6, date: "2026-06-20" },
        ],
      },
    });
    expect(resultFor(comparison, "Bolt", "M365")).toMatchObject({
      outcome: "needs review",
      why: "billed 5; its only usage is dated 2026-06-01, just outside the period",
    });
    expect(resultFor(comparison, "Cedar", "M365").outcome).toBe("unused");
  });
});
