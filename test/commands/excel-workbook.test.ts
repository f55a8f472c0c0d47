import { reconcile } from "../../src/engine";
import { createExcelWorkbook } from "../../src/commands/excel-workbook";
import type { CallOptions } from "../../src/run";
import { openBook } from "../workbook/book";

const NOW = "2026-06-02T08:00:00Z";
const OPTIONS: CallOptions = { signal: new AbortController().signal, onProgress: () => undefined };

async function reconciled() {
  const { host, gateway } = await openBook({
    Invoice: [
      ["Client", "Service", "Quantity", "Unit price"],
      ["Acme Dental", "Microsoft 365 Business Premium", 38, 22],
    ],
    Licences: [
      ["Customer", "Product", "Assigned licenses"],
      ["Acme Dental", "Microsoft 365 Business Premium", 42],
      ["Zebra Lager", "Microsoft 365 Business Premium", 7],
    ],
  });
  const events = { onSelection: () => () => undefined, onChanged: () => () => undefined };
  const port = createExcelWorkbook({ gateway, events, who: "Billing team", now: () => NOW });
  const reconciliation = reconcile(await port.readSnapshot(OPTIONS), { now: NOW });
  await port.write(reconciliation, OPTIONS);
  const [row] = reconciliation.results;
  const [cell] = row?.billedCells ?? [];
  if (row === undefined || cell === undefined) throw new Error("The sample has no result.");
  return { host, port, row, update: { key: row.key, cell, oldQuantity: 38, newQuantity: 42 } };
}

describe("the workbook beside the pane", () => {
  it("writes an update, logs it, and puts the old quantity back", async () => {
    const { host, port, update } = await reconciled();
    expect(await port.applyUpdates([update])).toEqual({ written: [update], refused: [] });
    expect(host.valueAt("Invoice", "C2")).toBe(42);
    expect(["C3", "E3", "F3"].map((cell) => host.valueAt("Reconcile Log", cell))).toEqual([
      "apply",
      "38",
      "42",
    ]);
    expect(await port.putBack([update])).toEqual({ written: [update], refused: [] });
    expect(host.valueAt("Invoice", "C2")).toBe(38);
  });

  it("leaves a cell alone that a person changed or that a formula calculates", async () => {
    const { host, port, update } = await reconciled();
    host.editCell("Invoice", "C2", 40);
    expect(await port.applyUpdates([update])).toEqual({
      written: [],
      refused: [{ update, why: "holds 40, not 38" }],
    });
    host.editCell("Invoice", "C2", "=19*2");
    expect((await port.applyUpdates([update])).refused[0]?.why).toMatch(/^is calculated by a formula/);
  });

  it("changes nothing when the change cannot be logged", async () => {
    const filled = await reconciled();
    filled.host.editCell("Reconcile Log", "C3", "mine");
    await expect(filled.port.applyUpdates([filled.update])).rejects.toThrow("tblLog has to grow");
    const gone = await reconciled();
    gone.host.deleteSheet("Reconcile Log");
    await expect(gone.port.applyUpdates([gone.update])).rejects.toThrow("tblLog) is gone");
    for (const { host } of [filled, gone]) expect(host.valueAt("Invoice", "C2")).toBe(38);
    expect(filled.host.valueAt("Reconcile Log", "C3")).toBe("mine");
  });

  it("keeps a decision with its key over the next run", async () => {
    const { port, row } = await reconciled();
    const decision = {
      decision: "Accept",
      reason: "=1+1",
      expires: "2026-12-31",
      owner: "Billing",
      note: "",
    };
    await port.writeDecisions([row.key], decision);
    const again = reconcile(await port.readSnapshot(OPTIONS), { now: NOW });
    expect(again.results.find(({ key }) => key === row.key)?.decision).toEqual(decision);
  });

  it("confirms a mapping so that the next run uses it", async () => {
    const { port, row } = await reconciled();
    const name = { kind: "client", source: "Licences", name: "Zebra Lager" } as const;
    await port.writeMappings([{ ...name, to: "Acme Dental" }]);
    const again = reconcile(await port.readSnapshot(OPTIONS), { now: NOW });
    expect(again.results.find(({ key }) => key === row.key)?.expectedQuantity).toBe(49);
    expect(again.unmapped).toEqual([]);
  });
});
