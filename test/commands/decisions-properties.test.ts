import fc from "fast-check";
import { reconcile, type Reconciliation } from "../../src/engine";
import { createExcelWorkbook } from "../../src/commands/excel-workbook";
import type { QuantityUpdate } from "../../src/run";
import { openBook } from "../workbook/book";
import { apply, OPTIONS, putBack, type Real } from "./decisions-model";

const CLIENTS = ["Acme Dental", "Bolt Tools", "Cedar Law", "a*b?c~d", "O'Neil"];
const SERVICES = ["Microsoft 365 Business Premium", "Endpoint Backup"];
const quantity = fc.integer({ min: 0, max: 60 });
/** Billed and used for every client and service, so that each has one line and usage. */
const month = fc.array(fc.tuple(quantity, quantity), {
  minLength: CLIENTS.length * SERVICES.length,
  maxLength: CLIENTS.length * SERVICES.length,
});

async function bookOf(quantities: readonly (readonly [number, number])[]): Promise<Real> {
  const pairs = CLIENTS.flatMap((client) => SERVICES.map((service) => [client, service] as const));
  const at = (i: number): readonly [number, number] => quantities[i] ?? [0, 0];
  const open = await openBook({
    Invoice: [
      ["Client", "Service", "Quantity", "Unit price"],
      ...pairs.map(([client, service], i) => [client, service, at(i)[0], 22]),
    ],
    Licences: [
      ["Customer", "Product", "Assigned licenses"],
      ...pairs.map(([client, service], i) => [client, service, at(i)[1]]),
    ],
  });
  const now = { iso: "2026-06-02T08:00:00Z" };
  const events = { onSelection: () => () => undefined, onChanged: () => () => undefined };
  const { gateway } = open;
  const port = createExcelWorkbook({ gateway, events, who: "Billing team", now: () => now.iso });
  return { open, port, now };
}

async function runOnce({ port, now }: Real): Promise<Reconciliation> {
  const reconciliation = reconcile(await port.readSnapshot(OPTIONS), { now: now.iso });
  await port.write(reconciliation, OPTIONS);
  return reconciliation;
}

function quantitiesOf({ open }: Real): unknown[] {
  return CLIENTS.flatMap(() => SERVICES).map((_, i) => open.host.valueAt("Invoice", `C${i + 2}`));
}

/** The update of every result that has one line and a difference. */
function updatesOf({ results }: Reconciliation): readonly QuantityUpdate[] {
  return results.flatMap(({ key, billedCells, expectedQuantity, difference }) => {
    const [cell, other] = billedCells;
    if (cell === undefined || other !== undefined || expectedQuantity === null || difference === 0) return [];
    return [{ key, cell, oldQuantity: cell.quantity, newQuantity: expectedQuantity }];
  });
}

describe("applying every invoice update", () => {
  it("leaves nothing under- or overbilled that was applied, and putting all back restores each cell", async () => {
    await fc.assert(
      fc.asyncProperty(month, async (quantities) => {
        const real = await bookOf(quantities);
        const before = quantitiesOf(real);
        const updates = updatesOf(await runOnce(real));
        // Every client and service that differs has an update.
        expect(updates).toHaveLength(quantities.filter(([billed, used]) => billed !== used).length);
        for (const update of updates) expect(await apply(real, update)).toBe(true);
        expect(quantitiesOf(real)).toEqual(quantities.map(([, used]) => used));
        const { results } = await runOnce(real);
        const applied = new Set(updates.map(({ key }) => key));
        const open = results.filter(({ key, outcome }) => applied.has(key) && outcome !== "matched");
        expect(open.map(({ key, outcome }) => [key, outcome])).toEqual([]);
        for (const update of [...updates].reverse()) expect(await putBack(real, update)).toBe(true);
        expect(quantitiesOf(real)).toEqual(before);
      }),
      { numRuns: 12, seed: 20_261_124 },
    );
  }, 60_000);
});
