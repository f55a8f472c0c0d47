import { TABLE_HEADERS } from "../../src/workbook";
import { contentOf, openBook, runOn, type OpenBook, type Rows } from "./book";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Acme Dental", "Endpoint Backup", 38, 22, 836],
  ["Bolt & Sons", "Endpoint Backup", 12, 22, 264],
  ["'Quoted Ltd", "Endpoint Backup", 7, 22, 154],
  ["=1+1 GmbH", "Endpoint Backup", 3, 22, 66],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Endpoint Backup", 42],
  ["Bolt & Sons", "Endpoint Backup", 12],
  ["'Quoted Ltd", "Endpoint Backup", 9],
  ["=1+1 GmbH", "Endpoint Backup", 3],
];
const LATER = "2026-06-03T08:00:00Z";

async function reconciled(): Promise<OpenBook> {
  const open = await openBook({ Invoice: INVOICE, Licences: USAGE });
  await runOn(open);
  return open;
}

/** What a run writes, in cells: each takes its format and its value. */
async function cellsWrittenBy(open: OpenBook): Promise<number> {
  const before = open.host.counters.cellsWritten;
  await runOn(open, LATER);
  return open.host.counters.cellsWritten - before;
}

const LOG_ENTRY = 2 * TABLE_HEADERS.tblLog.length;

describe("a run that finds what stands in the workbook", () => {
  it("writes its log entry and nothing else, whatever the names look like", async () => {
    expect(await cellsWrittenBy(await reconciled())).toBe(LOG_ENTRY);
  });

  it("never says that results are unfinished, because none are written", async () => {
    const open = await reconciled();
    const tops: unknown[] = [];
    open.host.beforeRequest = () => {
      tops.push(open.host.valueAt("Reconcile Summary", "A1"));
    };
    await runOn(open, LATER);
    expect(new Set(tops)).toEqual(new Set(["Billing reconciliation"]));
  });

  it.each([
    ["a source", "Discrepancies", "J3", "somewhere"],
    ["a live quantity, by the value that it shows", "Discrepancies", "D2", 38],
    ["a live difference, by the value that it shows", "Discrepancies", "F2", 4],
    ["the summary", "Reconcile Summary", "B2", "June"],
    ["the time of the last run", "Reconcile Summary", "B3", "today"],
    ["a cell beside the summary", "Reconcile Summary", "T4", "mine"],
    ["a hidden key", "Reconcile Keys", "A2", "mine"],
    ["the live state of a hidden key", "Reconcile Keys", "B2", ""],
    ["a row below the hidden keys", "Reconcile Keys", "A40", "mine"],
  ])("writes again %s after a person changed it", async (_, sheet, cell, value) => {
    const open = await reconciled();
    const before = contentOf(open, ["Reconcile Log"]);
    open.host.editCell(sheet, cell, value);
    expect(contentOf(open, ["Reconcile Log"])).not.toEqual(before);
    await runOn(open, LATER);
    expect(contentOf(open, ["Reconcile Log"])).toEqual(before);
  });

  it("adds a highlight again that a person took away", async () => {
    const open = await reconciled();
    const before = open.host.highlights("Invoice", "C2:C5");
    await open.gateway.run(async (context) => {
      const formats = context.workbook.worksheets.getItem("Invoice").getRange("C2:C5").conditionalFormats;
      formats.load("items/id");
      await context.sync();
      formats.items.forEach((format) => {
        format.delete();
      });
      await context.sync();
    });
    expect(open.host.highlights("Invoice", "C2:C5")).not.toEqual(before);
    await runOn(open, LATER);
    expect(open.host.highlights("Invoice", "C2:C5")).toEqual(before);
  });

  it("shows hidden keys no longer than until the next run", async () => {
    const open = await reconciled();
    const keys = open.host.workbook.getWorksheet("Reconcile Keys");
    if (keys !== undefined) keys.state = "visible";
    await runOn(open, LATER);
    expect(keys?.state).not.toBe("visible");
  });
});

describe("a run that finds little else than what stands", () => {
  it("leaves the rows alone that stand, and writes the others", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => [`Client ${i + 10} Ltd`, "Endpoint Backup", i + 100]);
    const open = await openBook({
      Invoice: [
        ["Client", "Service", "Quantity", "Unit price"],
        ...lines.map(([client, service, quantity]) => [client ?? "", service ?? "", quantity ?? "", 5]),
      ],
      Licences: [["Customer", "Product", "Assigned licenses"], ...lines.map((line) => [...line])],
    });
    await runOn(open);
    open.host.editCell("Discrepancies", "Q31", "a note that stays");
    open.host.editCell("Discrepancies", "J21", "mine");
    const sheet = open.host.workbook.getWorksheet("Discrepancies");
    const before = sheet?.getCell("J31").value;
    const cells = await cellsWrittenBy(open);
    expect(sheet?.getCell("J31").value).toBe(before);
    expect(open.host.valueAt("Discrepancies", "J21")).not.toBe("mine");
    expect(open.host.valueAt("Discrepancies", "Q31")).toBe("a note that stays");
    // One row of 20 columns, the summary and the log entry; all rows would be 60 times 20 columns.
    expect(cells).toBeLessThan(60 * TABLE_HEADERS.tblDiscrepancies.length);
  });
});
