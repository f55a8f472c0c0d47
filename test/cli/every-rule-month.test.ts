import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reconcile, type Reconciliation } from "../../src/engine";
import { connect, EmbeddedHost } from "../../src/host";
import { ExcelGateway, readWorkbook } from "../../src/workbook";
import { everyRule } from "../../scripts/samples/every-rule";
import { bytesOf } from "../../scripts/samples/workbook";
import { main } from "../../src/cli/main";
import { REPORT, type Report } from "../../src/cli/report-schema";

/** What the month should give was worked out by hand from the rules, before it was run for the first time. */
const SAMPLE = "assets/samples/every-rule-month.xlsx";
const NOW = "2026-06-30T08:00:00Z";
const JUNE = { start: "2026-06-01", end: "2026-07-01" };

type Row = Readonly<Record<string, string>>;

async function table(name: string): Promise<readonly Row[]> {
  const text = await readFile(`test/fixtures/samples/every-rule-month.${name}.csv`, "utf8");
  const [headers = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ""),
    );
  return rows.map((cells) => {
    expect(cells).toHaveLength(headers.length);
    return Object.fromEntries(headers.map((header, i) => [header, cells[i] ?? ""]));
  });
}

const amount = (text: string | undefined): number | null =>
  text === undefined || text === "" ? null : Number(text);
const keyOf = ({ client, service }: { readonly client: string; readonly service: string }): string =>
  `${client} | ${service}`;

/** A row of the hand-made table, in the words of a result. */
function expectedResult(row: Row) {
  return {
    client: row.client,
    service: row.service,
    outcome: row.outcome,
    billedQuantity: amount(row.billed),
    expectedQuantity: amount(row.expected),
    difference: amount(row.difference),
    impact: amount(row["money at stake"]),
    currency: row.currency === "" ? null : row.currency,
    flags: row.flags === "" ? [] : row.flags?.split(";"),
  };
}

function foundResult(result: Report["results"][number]) {
  const { client, service, outcome, billedQuantity, expectedQuantity, difference, impact, currency, flags } =
    result;
  return {
    client,
    service,
    outcome,
    billedQuantity,
    expectedQuantity,
    difference,
    impact,
    currency,
    flags,
  };
}

const sorted = <T extends { readonly client: string | undefined; readonly service: string | undefined }>(
  rows: readonly T[],
): readonly T[] =>
  [...rows].sort((a, b) => (`${a.client}|${a.service}` < `${b.client}|${b.service}` ? -1 : 1));

let reconciliation: Reconciliation;
let report: Report;
let printed: string;
let status: number;
let expected: readonly Row[];
let annotated: EmbeddedHost;

beforeAll(async () => {
  expected = await table("expected");
  const host = await EmbeddedHost.open(await readFile(SAMPLE));
  const read = await readWorkbook(new ExcelGateway(await connect(host)));
  reconciliation = reconcile(read.snapshot, { now: NOW, period: JUNE });
  const folder = await mkdtemp(join(tmpdir(), "every-rule-"));
  const file = join(folder, "report.json");
  const texts: string[] = [];
  status = await main([SAMPLE, "--period", "2026-06", "--out", join(folder, "out.xlsx"), "--json", file], {
    print: (text) => void texts.push(text),
    warn: (text) => void texts.push(text),
    now: () => NOW,
  });
  printed = texts.join("\n");
  annotated = await EmbeddedHost.open(await readFile(join(folder, "out.xlsx")));
  report = REPORT.parse(JSON.parse(await readFile(file, "utf8")));
});

describe("the month with every rule", () => {
  it("names each of the 34 domain rules in its table", () => {
    const rules = new Set(expected.flatMap((row) => (row.rules ?? "").split(";").filter((n) => n !== "")));
    expect([...rules].map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
  });

  it("gives in the engine exactly the results of the table", () => {
    const results = expected.filter(({ outcome }) => outcome !== "excluded").map(expectedResult);
    expect(
      sorted(
        reconciliation.results.map((row) =>
          foundResult({ ...row, billedCells: [], evidence: [], flags: [...row.flags] }),
        ),
      ),
    ).toEqual(sorted(results));
  });

  it("gives on the command line exactly the results of the table", () => {
    const results = expected.filter(({ outcome }) => outcome !== "excluded").map(expectedResult);
    expect(sorted(report.results.map(foundResult))).toEqual(sorted(results));
  });

  it("counts every row of every source where the table says, and the control totals tie", async () => {
    const sources = await table("sources");
    const wanted = sources.map((row) => ({
      name: row.source,
      role: row.role,
      rows: {
        read: Number(row.read),
        matched: Number(row.matched),
        discrepant: Number(row.discrepant),
        excluded: Number(row.excluded),
        unmapped: Number(row.unmapped),
        rejected: Number(row.rejected),
        notChecked: Number(row["not checked"]),
      },
      controlTotal: { read: Number(row.quantity), landed: Number(row.quantity), ties: true },
    }));
    const found = reconciliation.sources
      .filter(({ role }) => role !== "other")
      .map(({ name, role, rows, controlTotal }) => ({ name, role, rows, controlTotal }));
    const byName = (a: { name: string | undefined }, b: { name: string | undefined }): number =>
      `${a.name}` < `${b.name}` ? -1 : 1;
    expect(found.sort(byName)).toEqual(wanted.sort(byName));
    expect(report.complete).toBe(true);
    expect(report.unmapped).toEqual([]);
    expect(report.rejected).toEqual([]);
    expect(report.tableIssues).toEqual([]);
  });

  it("is the workbook that the samples are written from", async () => {
    const written = await bytesOf(everyRule().book);
    expect(Buffer.from(written).equals(await readFile(SAMPLE))).toBe(true);
  });

  it("has at each rule row that the table names a rule of that service", async () => {
    const host = await EmbeddedHost.open(await readFile(SAMPLE));
    for (const row of expected) {
      const [, cell] = (row["rule row"] ?? "").split("!");
      if (cell !== undefined) expect([cell, host.valueAt("Rules", cell)]).toEqual([cell, row.service]);
    }
  });

  it("adds money up per currency and, by the rate given, in USD", async () => {
    const totals = await table("totals");
    const money = (row: Row | undefined) => ({
      underbilled: Number(row?.underbilled),
      overbilled: Number(row?.overbilled),
    });
    const perCurrency = totals.filter(({ currency }) => currency !== "all in USD");
    expect(report.totals).toEqual(Object.fromEntries(perCurrency.map((row) => [row.currency, money(row)])));
    expect(report.converted?.totals).toMatchObject([
      { currency: "USD", ...money(totals.find(({ currency }) => currency === "all in USD")) },
    ]);
    expect(printed).toContain(
      "Per month, all in USD: underbilled 645.28, overbilled 32.00 (converted: EUR at 1.08 (rate from Rules!A24))",
    );
  });

  it("says on the summary which total is converted and what is excluded", () => {
    const shown = (cell: unknown): string =>
      typeof cell === "string" || typeof cell === "number" ? String(cell) : "";
    const rows = (annotated.workbook.getWorksheet("Reconcile Summary")?.getSheetValues() ?? []).map((row) =>
      Array.isArray(row)
        ? row
            .slice(1)
            .map(shown)
            .join(" | ")
            .replace(/[ |]+$/, "")
        : "",
    );
    expect(rows).toContain("EUR | 100 | 0");
    expect(rows).toContain("USD | 537.28 | 32");
    expect(rows).toContain(
      "all in USD, converted | 645.28 | 32 | converted: EUR at 1.08 (rate from Rules!A24)",
    );
    expect(rows).toContain("M365 Licences | 1 | 10000 | Power Automate Free, row 15: excluded by its rule");
  });

  it("names in each row's evidence the rule row that the table names", () => {
    const wanted = expected
      .filter((row) => row["rule row"] !== "" && row.outcome !== "excluded")
      .map((row) => [`${row.client} | ${row.service}`, row["rule row"]]);
    const counted = new Map(
      reconciliation.results.map((row) => [
        keyOf(row),
        row.steps.find(({ kind }) => kind === "counted")?.rule,
      ]),
    );
    expect(wanted.map(([key = ""]) => [key, counted.get(key)])).toEqual(wanted);
    for (const row of reconciliation.results) {
      const isCounted = row.steps.some(({ kind }) => kind === "counted");
      expect([keyOf(row), isCounted]).toEqual([keyOf(row), row.expectedQuantity !== null]);
    }
  });

  it.each([
    ["Elm Legal | Microsoft 365 E3", "8 more than billed, 176.00 per month not recovered"],
    ["Alder Dental | Microsoft 365 Apps", "margin -5.3 % at a cost of 22"],
    ["Birch Logistics | Managed Workstation", "Workstation Backup covers 20 of 22: coverage gap of 2"],
    ["Fjord Shipping | EDR", "converted 500.00 EUR at 1.08 = 540.00 USD"],
    ["Grove Holding | Spam Filter", "the quantity alone should be 42, 2 more than billed"],
    ["Cedar Architects | Dedicated Server", "2640 covers 12 months: 220 per month"],
    ["Elm Legal | Web Filter", "its usage ends 2026-04-30, before the period"],
    ["Kelp Media | Cloud Phones", "an empty source is not proof of no usage"],
  ])("says why of %s", (key, words) => {
    expect(report.results.find((row) => keyOf(row) === key)?.why).toContain(words);
  });

  it("lists what is excluded and ends with the status of a month that has questions", () => {
    const keys = new Set(report.results.map(keyOf));
    const excluded = expected.filter(({ outcome }) => outcome === "excluded");
    expect(excluded).toHaveLength(3);
    for (const row of excluded) expect(keys).not.toContain(`${row.client} | ${row.service}`);
    const named = (reconciliation.excluded ?? []).map(({ sheet, name, rows, quantity, reason }) =>
      [sheet, name, rows, quantity, reason].join(" | "),
    );
    expect(named).toEqual([
      "CRM Seats | CRM Seats | 2 | 2 | outside the billing period",
      "Invoice June 2026 | Dune Foods · Azure Reserved VM | 1 | 5 | its charge cycle began before the period",
      "Invoice June 2026 | Dune Foods · Onboarding | 1 | 39 | excluded by its rule",
      "Invoice June 2026 | Elm Legal · Conference Rooms | 1 | 10 | ends 2026-06-15, within the period",
      "Invoice June 2026 | Elm Legal · Fax Line | 1 | 1 | status Cancelled",
      "M365 Licences | Power Automate Free | 1 | 10000 | excluded by its rule",
      "Metered Usage | Virtual Desktop | 1 | 34 | outside the billing period",
      "Metered Usage | Metered Bandwidth | 2 | 14 | outside the billing period",
    ]);
    // A stale and an empty source want a person.
    expect(status).toBe(3);
  });
});
