import { reconcile } from "../../src/engine";
import { readWorkbook, removeAnnotations, writeReconciliation } from "../../src/workbook";
import { contentOf, openBook, runOn, type OpenBook, type Rows } from "./book";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price"],
  ["Acme Dental", "Backup", 38, 22],
  ["Bolt & Sons", "Backup", 12, 22],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Backup", 42],
  ["Bolt & Sons", "Backup", 12],
];

const book = (): Promise<OpenBook> => openBook({ Invoice: INVOICE, Licences: USAGE });
const sheetNames = ({ host }: OpenBook): readonly string[] =>
  host.workbook.worksheets.map(({ name }) => name);

describe("the add-in's sheets", () => {
  it("are known when a person renames them, and a person's sheet with their name is left alone", async () => {
    const open = await book();
    await runOn(open);
    open.host.renameSheet("Reconcile Summary", "May");
    open.host.renameSheet("Discrepancies", "Differences");
    const mine = open.host.workbook.addWorksheet("Reconcile Summary");
    mine.getCell("A1").value = "my own summary";
    open.host.editCell("Invoice", "C3", 13);
    await runOn(open);
    expect(open.host.valueAt("Reconcile Summary", "A1")).toBe("my own summary");
    expect(open.host.valueAt("Differences", "C3")).toBe("overbilled");
    expect(await removeAnnotations(open.gateway)).toBe(true);
    expect(sheetNames(open)).toEqual(["Invoice", "Licences", "Reconcile Summary"]);
    expect(open.host.valueAt("Reconcile Summary", "A1")).toBe("my own summary");
  });

  it("are made again when a person deleted them, and all go when annotations are removed", async () => {
    const open = await book();
    await runOn(open);
    const whole = contentOf(open, ["Reconcile Log"]);
    open.host.deleteSheet("Reconcile Keys");
    open.host.deleteSheet("Reconcile Summary");
    await runOn(open);
    expect(contentOf(open, ["Reconcile Log"])).toEqual(whole);
    open.host.deleteSheet("Reconcile Keys");
    expect(await removeAnnotations(open.gateway)).toBe(true);
    expect(sheetNames(open)).toEqual(["Invoice", "Licences"]);
    expect(open.host.workbook.definedNames.model).toEqual([]);
  });

  it("are still known when the record beside the keys was damaged", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Reconcile Keys", "D2", "{not json");
    await runOn(open);
    expect(await removeAnnotations(open.gateway)).toBe(true);
    expect(sheetNames(open)).toEqual(["Invoice", "Licences"]);
  });
});

describe("what is a person's own", () => {
  it("keeps defined names that are called like the add-in's", async () => {
    const open = await book();
    open.host.workbook.definedNames.model = [{ name: "rc_keys", ranges: ["Invoice!$D$2:$D$3"] }];
    const names = (): unknown => open.host.workbook.definedNames.model;
    const before = names();
    await runOn(open);
    await runOn(open);
    expect(open.host.highlights("Invoice", "C2:C3")).toEqual(["#FFE2B8", null]);
    await removeAnnotations(open.gateway);
    expect(names()).toEqual(before);
  });

  it("keeps formulas and formats of added columns, with each row's own cells", async () => {
    const open = await book();
    await runOn(open);
    const sheet = open.host.workbook.getWorksheet("Discrepancies");
    open.host.editCell("Discrepancies", "U1", "Twice");
    open.host.editCell("Discrepancies", "U2", "=F2*2");
    open.host.editCell("Discrepancies", "U3", "=F3*2");
    for (const cell of ["U2", "U3"]) if (sheet !== undefined) sheet.getCell(cell).numFmt = "0.0";
    await open.gateway.run(async (context) => {
      context.workbook.tables
        .getItem("tblDiscrepancies")
        .resize(context.workbook.worksheets.getItem("Discrepancies").getRange("A1:U3"));
      await context.sync();
    });
    // The second client becomes the larger discrepancy and so the first row.
    open.host.editCell("Invoice", "C3", 2);
    await runOn(open);
    expect(open.host.valueAt("Discrepancies", "A2")).toBe("Bolt & Sons");
    expect([open.host.valueAt("Discrepancies", "U2"), open.host.valueAt("Discrepancies", "U3")]).toEqual([
      20, 8,
    ]);
    expect(sheet?.getCell("U3").formula).toBe("F3*2");
    expect(sheet?.getCell("U3").numFmt).toBe("0.0");
  });

  it("never turns text of a source into a formula of the summary", async () => {
    const name = '=TEXT(1+1,"0")';
    const rename = (rows: Rows): Rows =>
      rows.map((row) => row.map((cell) => (cell === "Acme Dental" ? name : cell)));
    const open = await openBook({ Invoice: rename(INVOICE), Licences: rename(USAGE) });
    await runOn(open);
    const values: unknown[] = [];
    open.host.workbook.getWorksheet("Reconcile Summary")?.eachRow((row) => values.push(row.getCell(1).value));
    expect(values).toContain(name);
  });
});

describe("a run", () => {
  it("without results leaves no rows of the last one", async () => {
    const open = await book();
    await runOn(open);
    const read = await readWorkbook(open.gateway);
    const found = reconcile(read.snapshot, { now: "2026-06-02T08:00:00Z" });
    await writeReconciliation(open.gateway, read, { ...found, results: [] }, { who: "Billing team" });
    expect(open.host.valueAt("Discrepancies", "A2")).toBe("");
    expect(open.host.highlights("Invoice", "C2:C3")).toEqual([null, null]);
  });

  it("writes nothing at all when a sheet that it needs is protected", async () => {
    const open = await book();
    const before = contentOf(open);
    await open.host.workbook.getWorksheet("Invoice")?.protect("secret", {});
    await expect(runOn(open)).rejects.toThrow('"Invoice", which is protected. Nothing was written.');
    expect(contentOf(open)).toEqual(before);
  });

  it("stops between steps when it is cancelled, and can be run again", async () => {
    const open = await book();
    const read = await readWorkbook(open.gateway);
    const found = reconcile(read.snapshot, { now: "2026-06-02T08:00:00Z" });
    const abort = new AbortController();
    const writing = writeReconciliation(open.gateway, read, found, {
      who: "Billing team",
      signal: abort.signal,
      onProgress: (done) => {
        if (done === 2) abort.abort();
      },
    });
    await expect(writing).rejects.toThrow("aborted");
    expect(sheetNames(open)).toContain("Discrepancies");
    expect(open.host.highlights("Invoice", "C2:C3")).toEqual([null, null]);
    await runOn(open);
    expect(open.host.valueAt("Discrepancies", "F2")).toBe(4);
  });

  it("stops within a step before the next request, says so in the workbook, and can be run again", async () => {
    const open = await book();
    const read = await readWorkbook(open.gateway);
    const found = reconcile(read.snapshot, { now: "2026-06-02T08:00:00Z" });
    const abort = new AbortController();
    let step = 0;
    let stoppedAt = 0;
    open.host.beforeRequest = (number) => {
      // The first of several requests that write the discrepancies.
      if (step !== 3 || abort.signal.aborted) return;
      abort.abort();
      stoppedAt = number;
    };
    const writing = writeReconciliation(open.gateway, read, found, {
      who: "Billing team",
      signal: abort.signal,
      onProgress: (done) => {
        step = done;
      },
    });
    await expect(writing).rejects.toThrow("aborted");
    expect(step).toBe(3);
    // Microsoft's client still lets go of its references; nothing else is sent.
    expect(open.host.counters.requests).toBe(stoppedAt + 1);
    expect(String(open.host.valueAt("Reconcile Summary", "A1"))).toContain("Not finished");
    await runOn(open);
    expect(open.host.valueAt("Discrepancies", "F2")).toBe(4);
  });

  it("reads a sheet whose cells are too long for one answer", async () => {
    const notes: Rows = Array.from({ length: 900 }, (_, i) => [i, "x".repeat(9_000)]);
    const open = await openBook({ Invoice: INVOICE, Licences: USAGE, Notes: notes });
    const { snapshot } = await readWorkbook(open.gateway);
    const grid = snapshot.sheets.find(({ name }) => name === "Notes");
    expect(grid?.values.map(([number]) => number)).toEqual(Array.from({ length: 900 }, (_, i) => i));
  });

  it("reads many small sheets in few requests", async () => {
    const notes = Object.fromEntries(
      Array.from({ length: 198 }, (_, i) => [`Note ${i}`, [["nothing here", i]] as Rows]),
    );
    const open = await openBook({ ...notes, Invoice: INVOICE, Licences: USAGE });
    await readWorkbook(open.gateway);
    expect(open.host.counters.requests).toBeLessThan(10);
  });

  it("keeps the billed formula within what Excel takes", async () => {
    const lines: Rows = Array.from({ length: 700 }, (_, i) => [
      "Acme Dental",
      "Backup",
      i % 2 === 0 ? 1 : "2.00",
      22,
    ]);
    const open = await openBook({ Invoice: [INVOICE[0] ?? [], ...lines], Licences: USAGE });
    await runOn(open);
    const cell = open.host.workbook.getWorksheet("Discrepancies")?.getCell("D2");
    expect(open.host.valueAt("Discrepancies", "D2")).toBe(1050);
    expect(cell?.formula.length).toBeLessThan(8_192);
  });
});
