import { contentOf, openBook, reopen, runOn, type Rows } from "./book";
import { removeAnnotations } from "../../src/workbook";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Acme Dental", "Microsoft 365 Business Premium", 38, 22, 836],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 12, 22, 264],
  ["Café Nord", "Microsoft 365 Business Premium", 7, 22, 154],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Microsoft 365 Business Premium", 42],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 12],
  ["Cafe Nord GmbH", "Microsoft 365 Business Premium", 7],
];

const book = () => openBook({ Invoice: INVOICE, Licences: USAGE });

describe("a run on a workbook", () => {
  it("reads 38 billed against 42 used as underbilled by 4 with its money, and highlights the invoice cell only", async () => {
    const open = await book();
    await runOn(open);
    const row = ["A2", "C2", "D2", "E2", "F2", "I2"].map((cell) => open.host.valueAt("Discrepancies", cell));
    expect(row).toEqual(["Acme Dental", "underbilled", 38, 42, 4, 88]);
    const [header, acme, bolt, nord] = open.host.highlights("Invoice", "C1:C4");
    expect([header, bolt, nord]).toEqual([null, null, null]);
    expect(acme).toBe("#FFE2B8");
  });

  it("clears highlight and difference when the cell reads 42, with no add-in code running", async () => {
    const open = await book();
    await runOn(open);
    const later = await reopen(open);
    later.host.editCell("Invoice", "C2", 42);
    expect(later.host.highlights("Invoice", "C2")).toEqual([null]);
    expect(["D2", "F2", "I2"].map((cell) => later.host.valueAt("Discrepancies", cell))).toEqual([42, 0, 0]);
    later.host.editCell("Invoice", "C2", 50);
    expect(later.host.highlights("Invoice", "C2")).toEqual(["#D6E4FF"]);
  });

  it("changes nothing but the log when it runs twice", async () => {
    const open = await book();
    await runOn(open);
    const again = await reopen(open);
    const before = contentOf(again, ["Reconcile Log"]);
    await runOn(again, "2026-06-09T08:00:00Z");
    expect(contentOf(again, ["Reconcile Log"])).toEqual(before);
    expect(again.host.valueAt("Reconcile Log", "C3")).toBe("run");
  });

  it("keeps decisions, notes and columns that a person added", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Discrepancies", "M2", "Follow up");
    open.host.editCell("Discrepancies", "Q2", "=not a formula".slice(1));
    open.host.editCell("Discrepancies", "U1", "Ticket");
    open.host.editCell("Discrepancies", "U2", "T-100");
    await open.gateway.run(async (context) => {
      context.workbook.tables
        .getItem("tblDiscrepancies")
        .resize(context.workbook.worksheets.getItem("Discrepancies").getRange("A1:U4"));
      await context.sync();
    });
    await runOn(open);
    expect(["M2", "Q2", "U1", "U2"].map((cell) => open.host.valueAt("Discrepancies", cell))).toEqual([
      "Follow up",
      "not a formula",
      "Ticket",
      "T-100",
    ]);
  });

  it("keeps decisions when a run has nothing to compare with, because the usage is gone", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Discrepancies", "M2", "Follow up");
    open.host.editCell("Discrepancies", "Q2", "ask Dana");
    open.host.deleteSheet("Licences");
    const { results } = await runOn(open);
    expect(results).toEqual([]);
    const cells = ["A2", "M2", "Q2"].map((cell) => open.host.valueAt("Discrepancies", cell));
    expect(cells).toEqual(["Acme Dental", "Follow up", "ask Dana"]);
  });

  it("moves the decision of a corrected row into the log", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Discrepancies", "M2", "Follow up");
    open.host.editCell("Discrepancies", "Q2", "ask Dana");
    open.host.editCell("Invoice", "C2", 42);
    await runOn(open, "2026-06-03T08:00:00Z");
    const logged = ["C3", "D3", "E3", "F3", "G3"].map((cell) => open.host.valueAt("Reconcile Log", cell));
    expect(logged).toEqual([
      "run",
      "acme dental|microsoft 365 business premium",
      "Follow up",
      "resolved",
      "ask Dana",
    ]);
    const rows = ["2", "3", "4"].map((row) => open.host.valueAt("Discrepancies", `M${row}`));
    expect(rows).toEqual(["", "", ""]);
  });

  it("keeps highlights right when the invoice is sorted", async () => {
    const open = await book();
    await runOn(open);
    await open.gateway.run(async (context) => {
      const range = context.workbook.worksheets.getItem("Invoice").getRange("A2:E4");
      range.values = [INVOICE[3], INVOICE[1], INVOICE[2]].map((row) => [...(row ?? [])]);
      await context.sync();
    });
    expect(open.host.highlights("Invoice", "C2:C4")).toEqual([null, "#FFE2B8", null]);
    expect(open.host.valueAt("Discrepancies", "D2")).toBe(38);
  });

  it("keeps highlights and the next run right when rows are inserted and the sheet is renamed", async () => {
    const open = await book();
    await runOn(open);
    open.host.insertRows("Invoice", 2, 2);
    open.host.renameSheet("Invoice", "Bill's May");
    expect(open.host.highlights("Bill's May", "C4:C6")).toEqual(["#FFE2B8", null, null]);
    expect(open.host.valueAt("Discrepancies", "D2")).toBe(38);
    open.host.editCell("Bill's May", "C4", 42);
    expect(open.host.highlights("Bill's May", "C4:C6")).toEqual([null, null, null]);
    open.host.editCell("Bill's May", "C4", 40);
    const again = await runOn(open);
    expect(again.results.filter((result) => result.outcome !== "matched")).toMatchObject([
      { client: "Acme Dental", difference: 2, change: "changed" },
    ]);
    expect(open.host.highlights("Bill's May", "C4:C6")).toEqual(["#FFE2B8", null, null]);
  });

  it("gives the input back when annotations are removed", async () => {
    const open = await book();
    const sheet = open.host.workbook.getWorksheet("Invoice");
    sheet?.addConditionalFormatting({
      ref: "C2:C4",
      rules: [{ type: "expression", priority: 1, formulae: ["$C2>30"], style: { font: { bold: true } } }],
    });
    const formats = () =>
      JSON.stringify((sheet as unknown as { conditionalFormattings: unknown }).conditionalFormattings);
    const before = { content: contentOf(open), formats: formats() };
    await runOn(open);
    expect(contentOf(open)).not.toEqual(before.content);
    expect(await removeAnnotations(open.gateway)).toBe(true);
    expect(contentOf(open)).toEqual(before.content);
    expect(formats()).toBe(before.formats);
    expect(open.host.workbook.worksheets.map((each) => each.name)).toEqual(["Invoice", "Licences"]);
    expect(open.host.workbook.definedNames.model).toEqual([]);
    expect(await removeAnnotations(open.gateway)).toBe(false);
  });

  it.each(["before", "after"] as const)(
    "can run again after any request failed, %s it took effect",
    async (time) => {
      const whole = await book();
      await runOn(whole);
      const expected = contentOf(whole, ["Reconcile Log"]);
      const requests = whole.host.counters.requests;
      for (let number = 1; number <= requests; number += 1) {
        const open = await book();
        open.host.failRequest(number, time);
        await runOn(open).catch(() => undefined);
        await runOn(open);
        expect(contentOf(open, ["Reconcile Log"])).toEqual(expected);
      }
    },
  );

  it("subtracts a credit whose cell shows its quantity without a sign, also when the cell changes", async () => {
    const open = await openBook({
      Invoice: [
        ["Client", "Service", "Quantity", "Unit price", "Amount"],
        ["Acme Dental", "Backup", 1, 4, 4],
        ["Acme Dental", "Backup", 1, 4, -4],
        ["Acme Dental", "Backup", 2, 4, 8],
      ],
      Usage: [
        ["Customer", "Product", "Assigned licenses"],
        ["Acme Dental", "Backup", 2],
      ],
    });
    await runOn(open);
    expect(open.host.valueAt("Discrepancies", "D2")).toBe(2);
    open.host.editCell("Invoice", "C3", 2);
    expect(open.host.valueAt("Discrepancies", "D2")).toBe(1);
  });

  it("overwrites nothing below a table that has to grow, and says what to do", async () => {
    const open = await book();
    await runOn(open);
    open.host.editCell("Reconcile Log", "B4", "my remark");
    open.host.editCell("Reconcile Log", "B3", "another");
    const before = contentOf(open);
    await expect(runOn(open)).rejects.toThrow('tblLog on "Reconcile Log" has to grow by 1 rows');
    expect(contentOf(open)).toEqual(before);
  });

  it("leaves a user's sheet that has one of our names alone", async () => {
    const open = await openBook({
      Invoice: INVOICE,
      Licences: USAGE,
      Discrepancies: [["my own notes"], ["keep"]],
    });
    await runOn(open);
    expect(open.host.valueAt("Discrepancies", "A2")).toBe("keep");
    expect(open.host.valueAt("Discrepancies (2)", "C2")).toBe("underbilled");
  });

  it.each(["=HYPERLINK(1)", "+1 Ltd", "-5 AG", "@home", "'quoted", "a*b?c~d", "2026-05", "N".repeat(300)])(
    "writes the client name %s as text and highlights its cell",
    async (name) => {
      const rename = (rows: Rows): Rows =>
        rows.map((row) => row.map((cell) => (cell === "Acme Dental" ? name : cell)));
      const open = await openBook({ "It's a sheet": rename(INVOICE), Licences: rename(USAGE) });
      await runOn(open);
      expect(open.host.valueAt("Discrepancies", "A2")).toBe(name);
      expect(open.host.valueAt("Discrepancies", "F2")).toBe(4);
      if (name.length < 200) expect(open.host.highlights("It's a sheet", "C2:C3")).toEqual(["#FFE2B8", null]);
    },
  );
});
