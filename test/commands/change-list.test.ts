import { createExcelWorkbook } from "../../src/commands";
import { changeList, reconcile, type Reconciliation } from "../../src/engine";
import { readWorkbook } from "../../src/workbook";
import { openBook, runOn, type OpenBook, type Rows } from "../workbook/book";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount", "Period start", "Period end"],
  ["Acme Dental", "Backup", 38, 22, 836, "2026-05-01", "2026-05-31"],
  ["Bolt & Sons", "Backup", 12, 22, 264, "2026-05-01", "2026-05-31"],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Backup", 42],
  ["Bolt & Sons", "Backup", 12],
];
const OPTIONS = { signal: new AbortController().signal, onProgress: () => undefined };

async function updated() {
  const open = await openBook({ Invoice: INVOICE, Licences: USAGE });
  const workbook = createExcelWorkbook({
    gateway: open.gateway,
    events: { onSelection: () => () => undefined, onChanged: () => () => undefined },
    who: "Billing team",
    now: () => "2026-06-02T08:05:00Z",
  });
  const { results } = await runOn(open);
  const [result] = results.filter(({ client }) => client === "Acme Dental");
  const [cell] = result?.billedCells ?? [];
  if (result === undefined || cell === undefined) throw new Error("Acme Dental is not billed");
  const update = { key: result.key, cell, oldQuantity: 38, newQuantity: 42 };
  await workbook.readSnapshot(OPTIONS);
  await workbook.applyUpdates([update]);
  return { open, workbook, update };
}

/** The lines to change as a later session finds them. */
async function changesOf({ gateway }: OpenBook): Promise<unknown[]> {
  const { snapshot } = await readWorkbook(gateway);
  const found: Reconciliation = reconcile(snapshot, { now: "2026-06-03T08:00:00Z" });
  return changeList(found.results, found.period, found.applied).rows.map(
    ({ client, line, oldQuantity, newQuantity }) => [client, line, oldQuantity, newQuantity],
  );
}

describe("updates of the invoice in the change list", () => {
  it("stay listed for the PSA in a later session, though the invoice sheet is right", async () => {
    const { open } = await updated();
    expect(await changesOf(open)).toEqual([["Acme Dental", "Invoice!C2", 38, 42]]);
  });

  it("go when they are put back", async () => {
    const { open, workbook, update } = await updated();
    await workbook.putBack([update]);
    expect(await changesOf(open)).toEqual([]);
  });

  it("go when the line holds another quantity or another period is billed", async () => {
    const { open } = await updated();
    open.host.editCell("Invoice", "C2", 43);
    expect(await changesOf(open)).toEqual([]);
    open.host.editCell("Invoice", "C2", 42);
    for (const row of [2, 3]) {
      open.host.editCell("Invoice", `F${row}`, "2026-06-01");
      open.host.editCell("Invoice", `G${row}`, "2026-06-30");
    }
    expect(await changesOf(open)).toEqual([]);
  });

  it.each(["Agreement", "Agreement ID", "Contract No.", "Line ID", "Addition Id", "Vertragsnummer"])(
    "name the line in the PSA where the invoice has a column %s",
    async (header) => {
      const ids = [header, "AGR-17", "40023"];
      const invoice = INVOICE.map((row, i) => [...row, ids[i] ?? ""]);
      const { period, results } = await runOn(await openBook({ Invoice: invoice, Licences: USAGE }));
      const decided = results.map((row) => ({
        ...row,
        decision: { ...row.decision, decision: "Update invoice" },
      }));
      expect(changeList(decided, period).rows.map(({ agreement }) => agreement)).toEqual(["AGR-17"]);
    },
  );
});
