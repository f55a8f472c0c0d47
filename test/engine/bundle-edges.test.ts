import { compareBook, resultFor, type BookInput, type LineInput, type UsageInput } from "./compare/book";

/** Bundles where they meet other rules (domain rule 14); each expectation is worked out from the rules' own words. */
interface Case {
  readonly rule: string;
  readonly book: BookInput;
  readonly expect: Readonly<Record<string, unknown>>;
  /** Services that have a result of their own beside the bundle. */
  readonly others?: readonly string[];
}

const bundle = (quantity: number, more: Partial<LineInput> = {}): LineInput => ({
  client: "Acme",
  service: "Workstation",
  quantity,
  price: 45,
  ...more,
});
const used = (product: string, quantity: number, more: Partial<UsageInput> = {}): UsageInput => ({
  client: "Acme",
  product,
  quantity,
  ...more,
});
const typed = (quantity: number, type: string): UsageInput =>
  used("RMM", quantity, { cells: { Type: type } });
const tools = (...rows: readonly UsageInput[]): BookInput["usage"] => ({ Tools: rows });
const WORKSTATION = { Service: "Workstation", "Bundle of": "RMM;Antivirus" };
const JUNE = { start: "2026-06-01", end: "2026-07-01" };

const CASES: readonly Case[] = [
  {
    rule: "counts only the rows of its driver that pass its own Where, and says how many do not",
    book: {
      invoice: [bundle(20)],
      usage: tools(typed(20, "Workstation"), typed(3, "Server"), used("Antivirus", 20)),
      rules: [{ ...WORKSTATION, Where: "Type=Workstation" }],
    },
    expect: {
      outcome: "matched",
      expectedQuantity: 20,
      flags: [],
      why: "20 used; billed 20: matched; 1 row of RMM left out by Where Type=Workstation",
    },
  },
  {
    rule: "shares a driver with another bundle where Where tells the rows apart",
    book: {
      invoice: [bundle(20), bundle(3, { service: "Server", price: 90 })],
      usage: tools(typed(21, "Workstation"), typed(3, "Server"), used("Antivirus", 22)),
      rules: [
        { ...WORKSTATION, Where: "Type=Workstation" },
        { Service: "Server", "Bundle of": "RMM;Antivirus", Where: "Type=Server" },
      ],
    },
    expect: {
      outcome: "underbilled",
      difference: 1,
      impact: 45,
      why: "21 used; billed 20: underbilled 1; Antivirus covers 22 of 24: coverage gap of 2",
    },
    others: ["Server"],
  },
  {
    rule: "needs review where two bundles count the same rows",
    book: {
      invoice: [bundle(20), bundle(3, { service: "Server", price: 90 })],
      usage: tools(typed(23, "Workstation")),
      rules: [WORKSTATION, { Service: "Server", "Bundle of": "RMM;Antivirus" }],
    },
    expect: { outcome: "needs review", impact: null },
    others: ["Server"],
  },
  {
    rule: "needs review where Where names a column that the driver's source lacks",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("RMM", 20)),
      rules: [{ ...WORKSTATION, Where: "Type=Workstation" }],
    },
    expect: { outcome: "needs review" },
  },
  {
    rule: "needs review where two rows claim it, and its parts are not unbilled beside it",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("RMM", 22), used("Antivirus", 22)),
      rules: [WORKSTATION, WORKSTATION],
    },
    expect: { outcome: "needs review" },
  },
  {
    rule: "has the members of the row that applies to the period",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("EDR", 20)),
      rules: [
        { ...WORKSTATION, Until: "2026-05-01" },
        { Service: "Workstation", "Bundle of": "EDR", From: "2026-05-01" },
      ],
    },
    expect: { outcome: "matched", expectedQuantity: 20, flags: [] },
  },
  {
    rule: "has the members of its client's own row, and what that leaves out is billed alone",
    book: {
      invoice: [bundle(20), bundle(5, { service: "Backup", price: 9 })],
      usage: tools(used("RMM", 20), used("Antivirus", 20), used("Backup", 5)),
      rules: [
        { Service: "Workstation", "Bundle of": "RMM;Antivirus;Backup" },
        { ...WORKSTATION, Client: "Acme" },
      ],
    },
    expect: { outcome: "matched", flags: [] },
    others: ["Backup"],
  },
  {
    rule: "counts a product once that is mapped to the bundle and to its driver",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("Agent", 22)),
      rules: [WORKSTATION],
      serviceMap: ["RMM", "Workstation"].map((service) => ({
        Source: "*",
        "Source product": "Agent",
        Service: service,
        Status: "confirmed",
      })),
    },
    expect: { outcome: "underbilled", difference: 2, impact: 90 },
  },
  {
    rule: "needs review where usage of its own is reported beside that of its driver",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("RMM", 20), used("Workstation", 20)),
      rules: [WORKSTATION],
    },
    expect: { outcome: "needs review" },
  },
  {
    rule: "is never unused because its driver reports nothing while another part is used",
    book: {
      invoice: [bundle(20), bundle(1, { client: "Bolt" })],
      usage: tools(used("RMM", 1, { client: "Bolt" }), used("Antivirus", 20)),
      rules: [WORKSTATION],
    },
    expect: { outcome: "needs review", impact: null },
  },
  {
    rule: "has no coverage gap of a service that no source reports",
    book: { invoice: [bundle(20)], usage: tools(used("RMM", 20)), rules: [WORKSTATION] },
    expect: {
      outcome: "matched",
      flags: [],
      why: "20 used; billed 20: matched; Antivirus: no usage source covers it",
    },
  },
  {
    rule: "has no coverage gap of a service whose source is stale",
    book: {
      invoice: [bundle(20)],
      usage: { Agents: [used("RMM", 20)], Scans: [used("Antivirus", 12, { date: "2026-03-31" })] },
      rules: [WORKSTATION],
    },
    expect: { outcome: "matched", flags: [] },
  },
  {
    rule: "billed in arrears counts its driver's usage of the month before",
    book: {
      invoice: [bundle(20)],
      usage: tools(used("RMM", 20, { date: "2026-05-31" }), used("RMM", 25, { date: "2026-06-30" })),
      rules: [{ ...WORKSTATION, "Billed in": "arrears" }],
      period: JUNE,
    },
    expect: { outcome: "matched", expectedQuantity: 20 },
  },
  {
    rule: "counts its driver as the driver's own rule does, where its own rule leaves it open",
    book: {
      invoice: [bundle(2)],
      usage: tools(
        ...["A", "A", "B"].map((serial): UsageInput => ({
          client: "Acme",
          product: "RMM",
          cells: { Serial: serial },
        })),
        used("Antivirus", 2, { cells: { Serial: "" } }),
      ),
      rules: [WORKSTATION, { Service: "RMM", Count: "distinct:Serial" }],
    },
    expect: { outcome: "matched", expectedQuantity: 2, flags: [] },
  },
  {
    rule: "tells of a running commitment of its driver",
    book: {
      invoice: [bundle(42, { price: 30 })],
      usage: tools(used("RMM", 50, { cells: { Assigned: 42, Term: "P1Y" } })),
      rules: [{ ...WORKSTATION, Count: "column:Assigned" }],
    },
    expect: { outcome: "matched", flags: ["commitment-running"] },
  },
  {
    rule: "subtracts its credits and what is included, and keeps to its minimum: max(22 - 2, 5) against 20 - 2",
    book: {
      invoice: [bundle(20), bundle(-2)],
      usage: tools(used("RMM", 22)),
      rules: [{ ...WORKSTATION, Included: 2, Minimum: 5 }],
    },
    expect: { outcome: "underbilled", billedQuantity: 18, difference: 2, impact: 90 },
  },
];

describe("a bundle", () => {
  it.each(CASES)("$rule", ({ book, expect: expected, others = [] }) => {
    const comparison = compareBook(book);
    expect(resultFor(comparison, "Acme", "Workstation")).toMatchObject(expected);
    const acme = comparison.results.filter(({ client }) => client === "Acme");
    expect(acme.map(({ service }) => service).sort()).toEqual([...others, "Workstation"].sort());
  });

  it("lists a device once that counts for two of its services", () => {
    const comparison = compareBook({
      invoice: [bundle(22)],
      usage: tools(used("Agent", 22)),
      rules: [WORKSTATION],
      serviceMap: ["RMM", "Antivirus"].map((service) => ({
        Source: "*",
        "Source product": "Agent",
        Service: service,
        Status: "confirmed",
      })),
    });
    expect(resultFor(comparison, "Acme", "Workstation").evidence).toEqual([
      { sheet: "Tools", rows: [1], quantities: [22] },
    ]);
  });
});
