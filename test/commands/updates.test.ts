import fc from "fast-check";
import { reconcile, type Reconciliation } from "../../src/engine";
import { createExcelWorkbook } from "../../src/commands/excel-workbook";
import { updatesFor, type CallOptions, type QuantityUpdate, type WorkbookPort } from "../../src/run";
import { contentOf, openBook, type OpenBook, type Rows } from "../workbook/book";

const NOW = "2026-06-02T08:00:00Z";
const OPTIONS: CallOptions = { signal: new AbortController().signal, onProgress: () => undefined };
const OURS = ["Discrepancies", "Reconcile Summary", "Mappings", "Rules", "Reconcile Log", "Reconcile Keys"];
const SERVICE = "Microsoft 365 Business Premium";

interface Opened {
  readonly book: OpenBook;
  readonly port: WorkbookPort;
  run(): Promise<Reconciliation>;
}

async function open(invoice: Rows, usage: Rows): Promise<Opened> {
  const book = await openBook({
    Invoice: [["Client", "Service", "Quantity", "Unit price"], ...invoice],
    Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
  });
  const events = { onSelection: () => () => undefined, onChanged: () => () => undefined };
  const port = createExcelWorkbook({ gateway: book.gateway, events, who: "Billing team", now: () => NOW });
  return {
    book,
    port,
    async run() {
      const reconciliation = reconcile(await port.readSnapshot(OPTIONS), { now: NOW });
      await port.write(reconciliation, OPTIONS);
      return reconciliation;
    },
  };
}

const quantities = ({ book }: Opened, count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, at) => book.host.valueAt("Invoice", `C${at + 2}`));

describe("updating the invoice", () => {
  it("gives an increase to the last line and takes a decrease from there backwards, not below zero", async () => {
    const opened = await open(
      [
        ["Acme", SERVICE, 20, 22],
        ["Acme", SERVICE, 18, 22],
        ["Bolt", SERVICE, 10, 22],
        ["Bolt", SERVICE, 3, 22],
      ],
      [
        ["Acme", SERVICE, 42],
        ["Bolt", SERVICE, 8],
      ],
    );
    const updates = (await opened.run()).results.flatMap(updatesFor);
    expect(updates.map(({ oldQuantity, newQuantity }) => [oldQuantity, newQuantity])).toEqual([
      [18, 22],
      [10, 8],
      [3, 0],
    ]);
    expect((await opened.port.applyUpdates(updates)).refused).toEqual([]);
    expect(quantities(opened, 4)).toEqual([20, 22, 8, 0]);
    expect((await opened.run()).results.map(({ outcome }) => outcome)).toEqual(["matched", "matched"]);
  });

  it("leaves all lines of a result as they are when one of them cannot be changed, and changes the others", async () => {
    const opened = await open(
      [
        ["Acme", SERVICE, 10, 22],
        ["Acme", SERVICE, 3, 22],
        ["Bolt", SERVICE, 5, 22],
      ],
      [
        ["Acme", SERVICE, 8],
        ["Bolt", SERVICE, 6],
      ],
    );
    const updates = (await opened.run()).results.flatMap(updatesFor);
    opened.book.host.editCell("Invoice", "C3", "=1+2");
    const { written, refused } = await opened.port.applyUpdates(updates);
    expect(written.map(({ cell }) => cell.row)).toEqual([3]);
    expect(refused.map(({ update, why }) => [update.cell.row, why])).toEqual([
      [1, "stays as it is, because another line of the same result cannot be changed"],
      [2, "is calculated by a formula, which was kept; change what it refers to"],
    ]);
    expect(quantities(opened, 3)).toEqual([10, 3, 6]);
  });

  it("never puts back into a line that moved into the place of the one that was changed", async () => {
    const opened = await open(
      [
        ["Acme", SERVICE, 38, 22],
        ["Bolt", SERVICE, 42, 22],
      ],
      [
        ["Acme", SERVICE, 42],
        ["Bolt", SERVICE, 42],
      ],
    );
    const updates = (await opened.run()).results.flatMap(updatesFor);
    await opened.port.applyUpdates(updates);
    // Somebody sorts the invoice: Bolt's 42 now stands where Acme's was.
    opened.book.host.editCell("Invoice", "A2", "Bolt");
    opened.book.host.editCell("Invoice", "A3", "Acme");
    await opened.run();
    const { written, refused } = await opened.port.putBack(updates);
    expect([written.length, refused[0]?.why]).toEqual([
      0,
      "is not the line that it was, because rows were moved or its texts were changed",
    ]);
    expect(quantities(opened, 2)).toEqual([42, 42]);
  });

  it("offers nothing where a line is missing", async () => {
    const opened = await open(
      [
        ["Acme", SERVICE, 10, 22],
        ["Bolt", "Backup", 1, 5],
      ],
      [
        ["Acme", SERVICE, 10],
        ["Bolt", SERVICE, 4],
      ],
    );
    const unbilled = (await opened.run()).results.filter(({ outcome }) => outcome === "unbilled");
    expect(unbilled.map((row) => [row.client, row.difference, updatesFor(row)])).toEqual([["Bolt", 4, []]]);
  });

  it("of everything leaves nothing under- or overbilled, and putting all back restores the invoice", async () => {
    const client = fc.constantFrom("Acme", "Bolt", "Cedar");
    const line = fc.tuple(client, fc.constant(SERVICE), fc.integer({ min: 0, max: 40 }), fc.constant(22));
    const used = fc.tuple(client, fc.constant(SERVICE), fc.integer({ min: 0, max: 60 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 7 }),
        fc.array(used, { minLength: 1, maxLength: 6 }),
        async (invoice, usage) => {
          const opened = await open(invoice, usage);
          const before = contentOf(opened.book, OURS);
          const updates = (await opened.run()).results.flatMap(updatesFor);
          const { written, refused } = await opened.port.applyUpdates(updates);
          expect(refused).toEqual([]);
          const applied = new Set(written.map(({ key }: QuantityUpdate) => key));
          const after = (await opened.run()).results.filter(({ key }) => applied.has(key));
          expect(after.filter(({ outcome }) => outcome !== "matched")).toEqual([]);
          expect((await opened.port.putBack([...written].reverse())).refused).toEqual([]);
          expect(contentOf(opened.book, OURS)).toEqual(before);
        },
      ),
      { seed: 5, numRuns: 25 },
    );
  });
});
