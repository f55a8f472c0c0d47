import fc from "fast-check";
import { reconcile, type Reconciliation } from "../../src/engine";
import { createExcelWorkbook } from "../../src/commands/excel-workbook";
import { updatesFor } from "../../src/run";
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

/** Billed by the second line where there is one. */
const SECOND = 3;
const LINE_COUNT = CLIENTS.length * SERVICES.length + Math.floor((CLIENTS.length * SERVICES.length) / 2);

async function bookOf(quantities: readonly (readonly [number, number])[]): Promise<Real> {
  const pairs = CLIENTS.flatMap((client) => SERVICES.map((service) => [client, service] as const));
  const at = (i: number): readonly [number, number] => quantities[i] ?? [0, 0];
  const open = await openBook({
    Invoice: [
      ["Client", "Service", "Quantity", "Unit price"],
      ...pairs.map(([client, service], i) => [client, service, at(i)[0], 22]),
      // A second agreement of every other one: changes are split over both lines.
      ...pairs.filter((_, i) => i % 2 === 1).map(([client, service]) => [client, service, SECOND, 22]),
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
  return Array.from({ length: LINE_COUNT }, (_, i) => open.host.valueAt("Invoice", `C${i + 2}`));
}

describe("applying every invoice update", () => {
  it("leaves nothing under- or overbilled that was applied, and putting all back restores each cell", async () => {
    await fc.assert(
      fc.asyncProperty(month, async (quantities) => {
        const real = await bookOf(quantities);
        const before = quantitiesOf(real);
        const first = await runOnce(real);
        const updates = first.results.flatMap(updatesFor);
        // Every client and service that differs has an update.
        const differing = first.results.filter(({ difference }) => difference !== 0).map(({ key }) => key);
        expect([...new Set(updates.map(({ key }) => key))].sort()).toEqual(differing.sort());
        for (const update of updates) expect(await apply(real, update)).toBe(true);
        const { results } = await runOnce(real);
        expect(results.filter(({ outcome }) => outcome !== "matched").map(({ key }) => key)).toEqual([]);
        expect(results.map(({ billedQuantity }) => billedQuantity)).toEqual(
          results.map(({ expectedQuantity }) => expectedQuantity),
        );
        for (const update of [...updates].reverse()) expect(await putBack(real, update)).toBe(true);
        expect(quantitiesOf(real)).toEqual(before);
      }),
      { numRuns: 12, seed: 20_261_124 },
    );
  }, 60_000);
});
