import { openBook, reopen, runOn, type OpenBook, type Rows } from "./book";
import { reconcile } from "../../src/engine";
import { readWorkbook } from "../../src/workbook";
import { chartPlans } from "../../src/workbook/summary-charts";
import { summaryPage } from "../../src/workbook/summary";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount", "Currency"],
  ["Acme Dental", "Backup", 38, 22, 836, "USD"],
  ["Bolt & Sons", "Backup", 12, 22, 264, "USD"],
  ["Café Nord's", "Backup", 7, 10, 70, "USD"],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Backup", 42],
  ["Bolt & Sons", "Backup", 10],
  ["Café Nord's", "Backup", 8],
];
const book = () => openBook({ Invoice: INVOICE, Licences: USAGE });

/** The lines of the summary from a heading to the next blank line, first five columns. */
function partOf({ host }: OpenBook, heading: string): unknown[][] {
  const rows = Array.from({ length: 60 }, (_, r) =>
    Array.from("ABCDE", (column) => host.valueAt("Reconcile Summary", `${column}${r + 1}`)),
  );
  const from = rows.findIndex(([first]) => first === heading);
  const part = rows.slice(from + 1);
  return part.slice(
    0,
    part.findIndex(([first]) => first === ""),
  );
}

describe("month over month on the summary", () => {
  it("says that a first run has nothing to compare with", async () => {
    const open = await book();
    await runOn(open);
    expect(partOf(open, "Month over month")).toEqual([["No earlier run to compare with.", "", "", "", ""]]);
  });

  it("shows what was recovered, is still open and is new, also after the file was saved and opened", async () => {
    const open = await book();
    await runOn(open);
    const later = await reopen(open);
    later.host.editCell("Invoice", "C2", 42);
    later.host.editCell("Invoice", "C3", 10);
    await runOn(later, "2026-06-09T08:00:00Z");
    const expected = [
      ["Compared with the run of 2026-06-02 08:00 (UTC)", "", "", "", ""],
      ["Recovered: billed now", "USD", 1, 88, 0],
      ["Settled otherwise", "USD", 1, 0, 44],
      ["Still open", "USD", 1, 10, 0],
      ["New", "", 0, "", ""],
    ];
    expect(partOf(later, "Month over month")).toEqual(expected);
    // A run that finds the same compares with the same.
    await runOn(later, "2026-06-10T08:00:00Z");
    expect(partOf(later, "Month over month")).toEqual(expected);
  });

  it("starts anew where a person damaged what was remembered", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Reconcile Keys", "F2", "{not json");
    await runOn(open);
    expect(partOf(open, "Month over month")).toEqual([["No earlier run to compare with.", "", "", "", ""]]);
  });

  it("remembers many results over several cells", async () => {
    const names = Array.from({ length: 500 }, (_, i) => `Client Ö'${String(i)} with quite a long name`);
    const open = await openBook({
      Invoice: [INVOICE[0] ?? [], ...names.map((name) => [name, "Backup", 1, 2, 2, "USD"])],
      Licences: [USAGE[0] ?? [], ...names.map((name) => [name, "Backup", 2])],
    });
    const { results } = await runOn(open);
    expect(open.host.valueAt("Reconcile Keys", "F3")).not.toBe("");
    const { memories } = await readWorkbook((await reopen(open)).gateway);
    expect(memories?.latest.open.map(({ key }) => key).sort()).toEqual(results.map(({ key }) => key).sort());
  });
});

describe("charts on the summary", () => {
  it("are replaced by a line where Excel has none for add-ins", async () => {
    const open = await book();
    await runOn(open);
    const first = Array.from({ length: 12 }, (_, r) => open.host.valueAt("Reconcile Summary", `A${r + 1}`));
    expect(first).toContain(
      "No charts: they need an Excel with ExcelApi 1.9. The figures here are what they would show.",
    );
  });

  it("draw the rows of the money by outcome and by client, each currency by itself, beside the figures", async () => {
    const open = await openBook({
      Invoice: [...INVOICE.slice(0, 3), ["Café Nord's", "Backup", 7, 10, 70, "EUR"]],
      Licences: USAGE,
    });
    const { snapshot } = await readWorkbook(open.gateway);
    const page = summaryPage(reconcile(snapshot, { now: "2026-06-02T08:00:00Z" }), "", null);
    const plans = chartPlans(page);
    expect(plans.map(({ name }) => name)).toEqual([
      "rc_chart_outcome_EUR",
      "rc_chart_outcome_USD",
      "rc_chart_client_EUR",
      "rc_chart_client_USD",
    ]);
    const drawn = plans.map(({ values, categories }) =>
      Array.from({ length: values.rows }, (_, i) => [
        page.rows[categories.row + i]?.[categories.column],
        ...(page.rows[values.row + i]?.slice(values.column, values.column + values.columns) ?? []),
      ]).filter(([, ...amounts]) => amounts.some((amount) => amount !== 0)),
    );
    expect(drawn).toEqual([
      [["underbilled", 10]],
      [
        ["underbilled", 88],
        ["overbilled", -44],
      ],
      [["Café Nord's", 10, 0]],
      [
        ["Acme Dental", 88, 0],
        ["Bolt & Sons", 0, 44],
      ],
    ]);
    expect(new Set(plans.map(({ from }) => from)).size).toBe(4);
  });
});
