import { reconcile, surveySources, type SourceLayout } from "../../src/engine";
import { createRun, type Run } from "../../src/run";
import { readWorkbook, removeAnnotations } from "../../src/workbook";
import { contentOf, openBook, reopen, type OpenBook, type Rows } from "../workbook/book";
import { paneOn } from "./decisions-model";

const NOW = { iso: "2026-06-02T08:00:00Z" };
const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price"],
  ["Acme Dental", "Backup", 38, 4],
];
const LICENCES: Rows = [
  ["Customer", "Product", "Quantity", "Active in May 2026"],
  ["Acme Dental", "Backup", 38, 42],
];
const OTHER_MONTH: Rows = [
  ["Customer", "Product", "Quantity", "Active in June 2026"],
  ["Acme Dental", "Backup", 50, 45],
];

async function paneOf(book: OpenBook): Promise<Run> {
  const run = createRun({
    workbook: paneOn(book, NOW),
    clock: { now: () => NOW.iso },
    engine: {
      recognise: (snapshot) => Promise.resolve(surveySources(snapshot)),
      reconcile: (snapshot, { layouts, now }) => Promise.resolve(reconcile(snapshot, { layouts, now })),
    },
  });
  await run.open();
  return run;
}

function layoutOf(run: Run, source: string): SourceLayout {
  const state = run.getState();
  const layout = "layouts" in state ? state.layouts.find(({ name }) => name === source) : undefined;
  if (layout === undefined) throw new Error(`The pane knows no source ${source}.`);
  return layout;
}

function verdictOf(run: Run): string {
  const state = run.getState();
  if (state.status !== "reviewing") throw new Error(`The run is ${state.status}.`);
  return state.reconciliation.results
    .map(({ outcome, difference }) => `${outcome} ${String(difference)}`)
    .join("; ");
}

async function remembered({ gateway }: OpenBook) {
  const { tblLayoutMap } = (await readWorkbook(gateway)).snapshot.tables;
  return tblLayoutMap?.rows.map(([source, , setting, value, status]) => [source, setting, value, status]);
}

describe("what a person corrects about a layout", () => {
  it("holds at once, is written by the run, and holds for next month's export after the file was opened again", async () => {
    const book = await openBook({ Invoice: INVOICE, Licences: LICENCES });
    const run = await paneOf(book);
    await run.reconcile();
    expect(verdictOf(run)).toBe("matched 0");
    await run.setLayoutColumn("Licences", "quantity", 3);
    expect(layoutOf(run, "Licences").columns.quantity).toBe(3);
    const state = run.getState();
    expect("figures" in state && state.figures.find(({ name }) => name === "Licences")?.quantity).toBe(42);
    expect(await remembered(book)).toBeUndefined();
    await run.reconcile();
    expect(verdictOf(run)).toBe("underbilled 4");
    expect(await remembered(book)).toEqual([["Licences", "quantity", "Active in May 2026", "confirmed"]]);
    await run.reconcile();
    expect(await remembered(book)).toHaveLength(1);

    const later = await reopen(book);
    const sheet = later.host.workbook.addWorksheet("Licences June");
    OTHER_MONTH.forEach((row) => sheet.addRow([...row]));
    later.host.workbook.removeWorksheet(later.host.workbook.getWorksheet("Licences")?.id ?? 0);
    const next = await paneOf(later);
    expect(layoutOf(next, "Licences June").reasons).toContain(
      '"Active in May 2026" is its quantity, as you corrected on 2026-06-02',
    );
    await next.reconcile();
    expect(verdictOf(next)).toBe("underbilled 7");
  });

  it("is forgotten on one press, in the workbook too", async () => {
    const book = await openBook({ Invoice: INVOICE, Licences: LICENCES });
    const run = await paneOf(book);
    await run.setLayoutColumn("Licences", "quantity", 3);
    await run.reconcile();
    await run.forgetCorrections("Licences");
    expect(layoutOf(run, "Licences").columns.quantity).toBe(2);
    await run.reconcile();
    expect(verdictOf(run)).toBe("matched 0");
    expect((await remembered(book))?.map(([, setting, , status]) => [setting, status])).toEqual([
      ["quantity", "confirmed"],
      ["quantity", "forgotten"],
    ]);
    const again = await paneOf(await reopen(book));
    expect(layoutOf(again, "Licences").corrected).toBeUndefined();
  });

  it("leaves no trace when it is forgotten before the workbook held it", async () => {
    const book = await openBook({ Invoice: INVOICE, Licences: LICENCES });
    const run = await paneOf(book);
    await run.setLayoutRole("Licences", "other");
    expect(layoutOf(run, "Licences").role).toBe("other");
    await run.forgetCorrections("Licences");
    expect(layoutOf(run, "Licences").role).toBe("usage");
    await run.reconcile();
    expect(await remembered(book)).toBeUndefined();
  });

  it("finds the header row that a person names, and says why another row cannot be one", async () => {
    const book = await openBook({
      Invoice: INVOICE,
      Export: [["Kundschaft 7"], ["Wer", "Was", "Stand"], ["Acme Dental", "Backup", 42]],
    });
    const run = await paneOf(book);
    await run.setHeaderRow("Export", 0);
    const state = run.getState();
    expect("problem" in state && state.problem?.message).toBe(
      "Row 1 of Export cannot name columns: it needs texts in at least two of its cells, below which rows follow. Choose the row with the names of the columns.",
    );
    await run.setHeaderRow("Export", 1);
    await run.setLayoutColumn("Export", "client", 0);
    await run.setLayoutColumn("Export", "product", 1);
    await run.setLayoutColumn("Export", "quantity", 2);
    await run.setLayoutRole("Export", "usage");
    await run.reconcile();
    expect(verdictOf(run)).toBe("underbilled 4");
    const again = await paneOf(await reopen(book));
    await again.reconcile();
    expect(verdictOf(again)).toBe("underbilled 4");
  });

  it("goes beside what a person wrote on the sheet of the mappings, and away with the annotations", async () => {
    const book = await openBook({ Invoice: INVOICE, Licences: LICENCES });
    const before = contentOf(book);
    const run = await paneOf(book);
    await run.reconcile();
    const mappings = book.host.workbook.getWorksheet("Mappings");
    if (mappings === undefined) throw new Error("There are no mappings.");
    mappings.getCell("P3").value = "ask Ann about the tenants";
    await run.setLayoutColumn("Licences", "quantity", 3);
    await run.reconcile();
    expect(mappings.getCell("P3").value).toBe("ask Ann about the tenants");
    expect(mappings.getCell("R1").value).toBe("Source");
    await removeAnnotations(book.gateway);
    expect(contentOf(book)).toEqual(before);
  });
});
