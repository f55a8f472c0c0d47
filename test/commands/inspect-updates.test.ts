import { reconcile } from "../../src/engine";
import { updatesFor, type QuantityUpdate, type WorkbookPort } from "../../src/run";
import { contentOf, openBook, type OpenBook } from "../workbook/book";
import { OPTIONS, paneOn } from "./decisions-model";

const SERVICE = "Microsoft 365 Business Premium";
const NOW = { iso: "2026-06-02T08:00:00Z" };

interface Opened {
  readonly book: OpenBook;
  readonly port: WorkbookPort;
  readonly updates: readonly QuantityUpdate[];
}

/** Acme's 38 should be 42, on row 2; Bolt's 12 and 5 should be 18 together, on rows 3 and 4. */
async function opened(): Promise<Opened> {
  const book = await openBook({
    Invoice: [
      ["Client", "Service", "Quantity", "Unit price"],
      ["Acme", SERVICE, 38, 22],
      ["Bolt", SERVICE, 12, 22],
      ["Bolt", SERVICE, 5, 22],
    ],
    Licences: [
      ["Customer", "Product", "Assigned licenses"],
      ["Acme", SERVICE, 42],
      ["Bolt", SERVICE, 4],
    ],
  });
  const port = paneOn(book, NOW);
  const found = reconcile(await port.readSnapshot(OPTIONS), { now: NOW.iso });
  await port.write(found, OPTIONS);
  return { book, port, updates: found.results.flatMap(updatesFor) };
}

const TOGETHER = "stays as it is, because another line of the same result cannot be changed";

describe("asking why a quantity would not be changed", () => {
  it("finds nothing against plain cells, and writes nothing", async () => {
    const { book, port, updates } = await opened();
    const before = contentOf(book);
    expect(updates.map(({ cell, newQuantity }) => [cell.row + 1, newQuantity])).toEqual([
      [2, 42],
      [3, 4],
      [4, 0],
    ]);
    expect(await port.checkUpdates(updates)).toEqual([null, null, null]);
    expect(contentOf(book)).toEqual(before);
  });

  it.each<readonly [string, string, (book: OpenBook) => void]>([
    [
      "a formula",
      "is calculated by a formula, which was kept; change what it refers to",
      ({ host }) => {
        host.editCell("Invoice", "C2", "=30+8");
      },
    ],
    [
      "a change since the read",
      "holds 40, not 38",
      ({ host }) => {
        host.editCell("Invoice", "C2", 40);
      },
    ],
    [
      "a blank",
      "holds nothing, not 38",
      ({ host }) => {
        host.editCell("Invoice", "C2", "");
      },
    ],
    [
      "text",
      "holds its quantity as text; make it a number",
      ({ host }) => {
        const cell = host.workbook.getWorksheet("Invoice")?.getCell("C2");
        if (cell !== undefined) Object.assign(cell, { numFmt: "@", value: "38" });
      },
    ],
    [
      "a merged cell",
      "is merged with other cells; change it by hand",
      ({ host }) => {
        host.workbook.getWorksheet("Invoice")?.mergeCells("C2:D2");
      },
    ],
    [
      "another line in its place",
      "is not the line that it was, because rows were moved or its texts were changed",
      ({ host }) => {
        host.editCell("Invoice", "A2", "Cedar");
      },
    ],
  ])(
    "refuses %s before anything is written, and says the same when it is applied",
    async (_, why, change) => {
      const { book, port, updates } = await opened();
      change(book);
      expect(await port.checkUpdates(updates)).toEqual([why, null, null]);
      const { written, refused } = await port.applyUpdates(updates);
      expect([written.length, refused.map((it) => it.why)]).toEqual([2, [why]]);
    },
  );

  it("refuses every cell of a protected sheet and of a deleted one", async () => {
    const { book, port, updates } = await opened();
    const sheet = book.host.workbook.getWorksheet("Invoice");
    await sheet?.protect("", {});
    expect(await port.checkUpdates(updates)).toEqual(
      updates.map(() => "stands on a protected sheet; unprotect it"),
    );
    book.host.deleteSheet("Invoice");
    expect(await port.checkUpdates(updates)).toEqual(updates.map(() => "is gone with its sheet"));
  });

  it("refuses all lines of a result when one of them cannot be changed", async () => {
    const { book, port, updates } = await opened();
    book.host.editCell("Invoice", "C4", "=2+3");
    expect(await port.checkUpdates(updates)).toEqual([
      null,
      TOGETHER,
      "is calculated by a formula, which was kept; change what it refers to",
    ]);
  });
});
