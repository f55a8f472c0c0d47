import {
  changeList,
  clientPage,
  evidenceList,
  type Reconciliation,
  type ShareRequest,
} from "../../src/engine";
import { removeAnnotations, writeShared } from "../../src/workbook";
import { contentOf, openBook, reopen, runOn, type OpenBook, type Rows } from "./book";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount", "Agreement"],
  ["Acme Dental", "Microsoft 365 Business Premium", 38, 22, 836, "AGR-1"],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 12, 22, 264, "=AGR-2"],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Microsoft 365 Business Premium", 42],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 10],
];

async function decidedBook(): Promise<{ open: OpenBook; found: Reconciliation }> {
  const open = await openBook({ Invoice: INVOICE, Licences: USAGE });
  await runOn(open);
  for (const cell of ["M2", "M3"]) open.host.editCell("Discrepancies", cell, "Update invoice");
  return { open, found: await runOn(open) };
}

const changes = ({ results, period }: Reconciliation): ShareRequest => ({
  kind: "change list",
  list: changeList(results, period),
});
const evidence = ({ results }: Reconciliation): ShareRequest => ({
  kind: "evidence",
  rows: evidenceList(results.filter(({ client }) => client === "Acme Dental")),
});
const page = (found: Reconciliation): ShareRequest => ({
  kind: "client page",
  page: clientPage(found, "Acme Dental"),
});

/** The cells of a sheet, row by row, as a person reads them. */
const cellsOf = ({ host }: OpenBook, sheet: string, columns: string, rows: number): unknown[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from(columns, (column) => host.valueAt(sheet, `${column}${r + 1}`)),
  );

describe("sheets to share", () => {
  it("lists the decided changes in a table, texts as texts", async () => {
    const { open, found } = await decidedBook();
    expect(await writeShared(open.gateway, changes(found))).toEqual({ sheet: "Change list", remarks: [] });
    expect(cellsOf(open, "Change list", "ABDEFG", 3)).toEqual([
      ["Client", "Agreement", "Invoice line", "Old quantity", "New quantity", "Unit price"],
      ["Acme Dental", "AGR-1", "Invoice!C2", 38, 42, 22],
      ["Bolt & Sons", "=AGR-2", "Invoice!C3", 12, 10, 22],
    ]);
    expect(open.host.workbook.getWorksheet("Change list")?.getTables()).toHaveLength(1);
  });

  it("writes the list anew when less is to change, and keeps one sheet", async () => {
    const { open, found } = await decidedBook();
    await writeShared(open.gateway, changes(found));
    open.host.editCell("Invoice", "C2", 42);
    const again = await reopen(open);
    expect(await writeShared(again.gateway, changes(await runOn(again)))).toMatchObject({
      sheet: "Change list",
    });
    expect(cellsOf(again, "Change list", "A", 4)).toEqual([["Client"], ["Bolt & Sons"], [""], [""]]);
    expect(again.host.workbook.worksheets.filter(({ name }) => name.startsWith("Change"))).toHaveLength(1);
  });

  it("lays out each step of the evidence with its rule row and the address of each source row", async () => {
    const { open, found } = await decidedBook();
    const answer = await writeShared(open.gateway, evidence(found));
    expect(answer).toEqual({ sheet: "Evidence", remarks: ["no links"] });
    expect(cellsOf(open, "Evidence", "CDEFGH", 6)).toEqual([
      ["Step", "What", "Quantity", "Rule", "Source", "Cell"],
      [1, "counted: used", 42, "Rules!A2", "", ""],
      [1, "usage row", 42, "Rules!A2", "Licences", "Licences!A2"],
      [2, "billed on 1 line", 38, "", "", ""],
      [2, "invoice line", 38, "", "Invoice", "Invoice!C2"],
      [3, "expected minus billed: underbilled", 4, "", "", ""],
    ]);
  });

  it("puts one client on one page wide, with what differs, the decision and lines to sign", async () => {
    const { open, found } = await decidedBook();
    expect(await writeShared(open.gateway, page(found))).toEqual({ sheet: "Client Summary", remarks: [] });
    const later = await reopen(open);
    const cells = cellsOf(later, "Client Summary", "ABCDEFGHI", 13);
    expect(cells[0]?.[0]).toBe("Billing reconciliation: Acme Dental");
    expect(cells).toContainEqual(["underbilled", 1, 88, "", "", "", "", "", ""]);
    const [row] = cells.filter(([service]) => service === "Microsoft 365 Business Premium");
    expect(row?.slice(1, 6)).toEqual(["underbilled", 38, 42, 4, 88]);
    expect(row?.slice(7)).toEqual(["42 used; billed 38: underbilled 4", "Update invoice"]);
    expect(cells.map(([first]) => first)).toEqual(expect.arrayContaining(["Prepared by", "Approved by"]));
    expect(later.host.workbook.getWorksheet("Client Summary")?.pageSetup).toMatchObject({
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      orientation: "landscape",
    });
    const last = cells.findLastIndex((each) => each[0] !== "") + 1;
    expect(later.host.workbook.definedNames.model).toContainEqual(
      expect.objectContaining({
        name: "_xlnm.Print_Area",
        ranges: [`'Client Summary'!$A$1:$I$${String(last)}`],
      }),
    );
  });

  it("goes with the annotations, and the workbook is as it was", async () => {
    const open = await openBook({ Invoice: INVOICE, Licences: USAGE });
    const before = contentOf(open);
    const found = await runOn(open);
    for (const request of [changes(found), evidence(found), page(found)])
      await writeShared(open.gateway, request);
    const later = await reopen(open);
    expect(later.host.workbook.worksheets).toHaveLength(11);
    expect(await removeAnnotations(later.gateway)).toBe(true);
    expect(contentOf(later)).toEqual(before);
    expect(later.host.workbook.definedNames.model).toEqual([]);
  });

  it("takes no part in the next run, which leaves it alone", async () => {
    const { open, found } = await decidedBook();
    for (const request of [changes(found), evidence(found), page(found)])
      await writeShared(open.gateway, request);
    const before = contentOf(open, ["Reconcile Log"]);
    const again = await runOn(open);
    expect(again.sources.map(({ sheet }) => sheet)).toEqual(["Invoice", "Licences"]);
    expect(contentOf(open, ["Reconcile Log"])).toEqual(before);
  });

  it("leaves a person's sheet and table of the same name alone", async () => {
    const open = await openBook({ Invoice: INVOICE, Licences: USAGE, Evidence: [["my own"]] });
    const found = await runOn(open);
    expect(await writeShared(open.gateway, evidence(found))).toMatchObject({ sheet: "Evidence (2)" });
    expect(open.host.valueAt("Evidence", "A1")).toBe("my own");
    await open.gateway.run(async (context) => {
      context.workbook.worksheets.getItem("Evidence").tables.add("A1:A2", true).name = "tblChangeList";
      await context.sync();
    });
    await expect(writeShared(open.gateway, changes(found))).rejects.toThrow("Rename it and try again");
  });

  it("never takes a copy of a change list for an invoice", async () => {
    const { open, found } = await decidedBook();
    await writeShared(open.gateway, changes(found));
    const copy = open.host.workbook.addWorksheet("Sent in May");
    cellsOf(open, "Change list", "ABCDEFGHIJK", 3).forEach((cells, r) => {
      cells.forEach((value, c) => {
        copy.getCell(r + 1, c + 1).value = value as string;
      });
    });
    await open.gateway.run(async (context) => {
      // What Excel calls the table of a copied sheet.
      context.workbook.worksheets.getItem("Sent in May").tables.add("A1:K3", true).name = "tblChangeList2";
      await context.sync();
    });
    expect((await runOn(open)).sources.map(({ sheet }) => sheet)).toEqual(["Invoice", "Licences"]);
    expect(await removeAnnotations(open.gateway)).toBe(true);
    expect(open.host.valueAt("Sent in May", "A2")).toBe("Acme Dental");
  });

  it("asks for a run first", async () => {
    const { found } = await decidedBook();
    const fresh = await openBook({ Invoice: INVOICE });
    await expect(writeShared(fresh.gateway, changes(found))).rejects.toThrow("Reconcile first");
    expect(fresh.host.workbook.worksheets).toHaveLength(1);
  });

  it.each(["before", "after"] as const)(
    "can be removed after any request failed, %s it took effect",
    async (time) => {
      const { open: whole, found } = await decidedBook();
      const first = whole.host.counters.requests;
      await writeShared(whole.gateway, changes(found));
      const requests = whole.host.counters.requests - first;
      let failures = 0;
      for (let number = 1; number <= requests; number += 1) {
        const { open } = await decidedBook();
        open.host.failRequest(number, time);
        await writeShared(open.gateway, changes(found)).catch(() => {
          failures += 1;
        });
        expect(await writeShared(open.gateway, changes(found))).toMatchObject({ sheet: "Change list" });
        await removeAnnotations(open.gateway);
        expect(open.host.workbook.worksheets.map(({ name }) => name)).toEqual(["Invoice", "Licences"]);
      }
      // Requests that only let objects go may fail unnoticed.
      expect(failures).toBeGreaterThan(5);
    },
  );
});
