import { reconcile } from "../../../src/engine";
import type { CellValue, ResultRow } from "../../../src/engine";
import { sheetOf } from "../layout/grid";

const INVOICE: readonly (readonly CellValue[])[] = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Contoso", "Managed Backup", 38, 10, 380],
  ["Fabrikam", "Managed Backup", 5, 10, 50],
  ["Fabrikam", "Server Care", 2, 20, 40],
];
const USAGE: readonly (readonly CellValue[])[] = [
  ["Company", "Product", "Quantity"],
  ["Contoso", "Managed Backup", 38],
  ["Fabrikam", "Managed Backup", 5],
  ["Fabrikam", "Server Care", 2],
];

function run(
  invoice: readonly (readonly CellValue[])[],
  usage: readonly (readonly CellValue[])[],
): readonly ResultRow[] {
  const sheets = [sheetOf("Invoice", invoice), sheetOf("Devices report", usage)];
  return reconcile({ sheets, tables: {} }, { now: "2026-05-31T12:00:00Z" }).results;
}

const outcomes = (results: readonly ResultRow[]): readonly string[] =>
  results.map(({ client, service, outcome }) => `${client} · ${service}: ${outcome}`).sort();
const withRow = (
  rows: readonly (readonly CellValue[])[],
  at: number,
  row: readonly CellValue[],
): readonly (readonly CellValue[])[] => rows.map((old, i) => (i === at ? row : old));

describe("rows that could not be read", () => {
  it("matches while all can be read", () => {
    expect(outcomes(run(INVOICE, USAGE))).toEqual([
      "Contoso · Managed Backup: matched",
      "Fabrikam · Managed Backup: matched",
      "Fabrikam · Server Care: matched",
    ]);
  });

  it("give usage no verdict: it is not unused, and Why names the row", () => {
    const results = run(INVOICE, withRow(USAGE, 1, ["Contoso", "Managed Backup", "n/a"]));
    expect(outcomes(results)).toEqual([
      "Contoso · Managed Backup: needs review",
      "Fabrikam · Managed Backup: matched",
      "Fabrikam · Server Care: matched",
    ]);
    expect(results.find(({ client }) => client === "Contoso")?.why).toContain(
      "row 2 of Devices report could not be read; correct it and run again",
    );
  });

  it("give no verdict where another row of the same client and service was read", () => {
    const results = run(INVOICE, [...USAGE, ["Contoso", "Managed Backup", "?"]]);
    expect(outcomes(results)).toContain("Contoso · Managed Backup: needs review");
  });

  it("give a bill no verdict: its usage is not unbilled", () => {
    const results = run(withRow(INVOICE, 1, ["Contoso", "Managed Backup", "tbd", 10, null]), USAGE);
    expect(outcomes(results)).toEqual([
      "Contoso · Managed Backup: needs review",
      "Fabrikam · Managed Backup: matched",
      "Fabrikam · Server Care: matched",
    ]);
  });

  it("speak of all services of a client where no product is named", () => {
    const results = run([...INVOICE, ["Fabrikam", null, 3, 10, 30]], USAGE);
    expect(outcomes(results)).toEqual([
      "Contoso · Managed Backup: matched",
      "Fabrikam · Managed Backup: needs review",
      "Fabrikam · Server Care: needs review",
    ]);
  });

  it("leave a source in doubt whose quantities are all texts, instead of counting its rows", () => {
    const results = run(
      INVOICE,
      USAGE.map((row, i) => (i === 0 ? row : [...row.slice(0, 2), "see portal"])),
    );
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["needs review"]));
    expect(results[0]?.why).toContain(`its column "Quantity" holds texts instead of numbers`);
  });

  it("say nothing of a client that the invoice does not know", () => {
    const results = run(INVOICE, [...USAGE, ["Northwind", "Managed Backup", "?"]]);
    expect(outcomes(results).filter((text) => text.includes("needs review"))).toEqual([]);
  });
});
