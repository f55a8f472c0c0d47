import { reconcile, surveySources } from "../../src/engine";
import { createRun, type ReviewingState, type Run } from "../../src/run";
import { openBook, reopen, type OpenBook, type Rows } from "../workbook/book";
import { paneOn } from "./decisions-model";

const SERVICE = "Microsoft 365 Business Premium";
const NOW = { iso: "2026-06-02T08:00:00Z" };
const HEADERS = ["Client", "Service", "Quantity", "Unit price", "Reference"];

async function bookOf(invoice: Rows, usage: Rows): Promise<OpenBook> {
  return openBook({
    Invoice: [HEADERS, ...invoice],
    Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
  });
}

/** A pane that is opened on the workbook and has reconciled it. */
async function sessionOn(book: OpenBook): Promise<Run> {
  const run = createRun({
    workbook: paneOn(book, NOW),
    clock: { now: () => NOW.iso },
    engine: {
      recognise: (snapshot) => Promise.resolve(surveySources(snapshot)),
      reconcile: (snapshot, { layouts, period, now }) =>
        Promise.resolve(reconcile(snapshot, { layouts, now, ...(period === null ? {} : { period }) })),
    },
  });
  await run.open();
  await run.reconcile();
  return run;
}

function reviewing(run: Run): ReviewingState {
  const state = run.getState();
  if (state.status !== "reviewing") throw new Error(`The run is ${state.status}.`);
  return state;
}

/** Applies what is needed for the first line of each client. */
async function applyAll(run: Run): Promise<void> {
  const { results } = reviewing(run).reconciliation;
  await run.applyUpdates(
    results.flatMap(({ key, billedCells, difference }) => {
      const [cell] = billedCells;
      if (cell === undefined || difference === null || difference === 0) return [];
      return [{ key, cell, oldQuantity: cell.quantity, newQuantity: cell.quantity + difference }];
    }),
  );
  run.dispose();
}

/** A workbook in which Acme's 38 became 42 and Bolt's 12 became 10; saved, closed and opened again. */
async function changedBook(): Promise<OpenBook> {
  const book = await bookOf(
    [
      ["Acme", SERVICE, 38, 22, "A-1"],
      ["Bolt", SERVICE, 12, 22, "B-1"],
    ],
    [
      ["Acme", SERVICE, 42],
      ["Bolt", SERVICE, 10],
    ],
  );
  await applyAll(await sessionOn(book));
  return reopen(book);
}

const column = ({ host }: OpenBook, letter: string, count: number): unknown[] =>
  Array.from({ length: count }, (_, i) => host.valueAt("Invoice", `${letter}${i + 2}`));
const loggedOf = (run: Run) => reviewing(run).reconciliation.logged ?? [];
const kindsOf = (run: Run): string[] => loggedOf(run).map(({ state }) => state.kind);

describe("putting back what an earlier session changed", () => {
  it("finds each line again after rows were inserted and sorted, and puts all back", async () => {
    const book = await changedBook();
    book.host.insertRows("Invoice", 2, 1);
    ["Bolt", SERVICE, 10, 22, "B-1"].forEach((value, i) => {
      book.host.editCell("Invoice", `${"ABCDE".charAt(i)}2`, value);
    });
    ["Acme", SERVICE, 42, 22, "A-1"].forEach((value, i) => {
      book.host.editCell("Invoice", `${"ABCDE".charAt(i)}4`, value);
    });
    ["", "", "", "", ""].forEach((value, i) => {
      book.host.editCell("Invoice", `${"ABCDE".charAt(i)}3`, value);
    });
    const run = await sessionOn(book);
    expect(loggedOf(run).map((it) => [it.line, it.oldQuantity, it.newQuantity, it.when])).toEqual([
      [`Acme · ${SERVICE} · line: A-1`, 38, 42, "2026-06-02 08:00"],
      [`Bolt · ${SERVICE} · line: B-1`, 12, 10, "2026-06-02 08:00"],
    ]);
    await run.putBackLogged(loggedOf(run));
    expect(column(book, "C", 3)).toEqual([12, "", 38]);
    expect(reviewing(run)).toMatchObject({ lastChange: { written: 2, asked: 2 }, problem: null });
    expect(loggedOf(run)).toEqual([]);
    expect(loggedOf(await sessionOn(book))).toEqual([]);
  });

  it("puts one back and leaves the other", async () => {
    const book = await changedBook();
    const run = await sessionOn(book);
    await run.putBackLogged(loggedOf(run).slice(1));
    expect(column(book, "C", 2)).toEqual([42, 12]);
    expect(kindsOf(run)).toEqual(["open"]);
  });

  it("looks for the line anew when the button is pressed, not where it was when the list was shown", async () => {
    const book = await changedBook();
    const run = await sessionOn(book);
    const [acme] = loggedOf(run);
    if (acme === undefined) throw new Error("Nothing is logged.");
    book.host.insertRows("Invoice", 2, 3);
    await run.putBackLogged([acme]);
    expect(column(book, "C", 5)).toEqual(["", "", "", 38, 10]);
  });

  it("refuses where the line holds another quantity, is gone or is calculated, and puts the others back", async () => {
    const book = await changedBook();
    book.host.editCell("Invoice", "C2", 43);
    const other = await sessionOn(book);
    expect(loggedOf(other)[0]?.state).toEqual({ kind: "other", holds: 43 });
    await other.putBackLogged(loggedOf(other));
    expect(reviewing(other).problem?.message).toContain(`Acme · ${SERVICE} on Invoice holds 43, not 42.`);
    expect(column(book, "C", 2)).toEqual([43, 12]);

    const gone = await changedBook();
    gone.host.editCell("Invoice", "E2", "A-2");
    expect(kindsOf(await sessionOn(gone))).toEqual(["gone", "open"]);

    const formula = await changedBook();
    formula.host.editCell("Invoice", "C2", "=40+2");
    const run = await sessionOn(formula);
    await run.putBackLogged(loggedOf(run));
    expect(reviewing(run).problem?.message).toContain("is calculated by a formula");
    expect(reviewing(run).lastChange).toEqual({ action: "put back", written: 1, asked: 2 });
    expect(column(formula, "C", 2)).toEqual([42, 12]);
  });

  it("refuses where two lines read alike, because nothing tells which was changed", async () => {
    const book = await changedBook();
    ["Acme", SERVICE, 5, 22, "A-1"].forEach((value, i) => {
      book.host.editCell("Invoice", `${"ABCDE".charAt(i)}4`, value);
    });
    const run = await sessionOn(book);
    expect(loggedOf(run).map(({ state }) => state)).toMatchObject([{ kind: "alike", lines: 2 }, {}]);
    await run.putBackLogged(loggedOf(run).slice(0, 1));
    expect(reviewing(run).problem?.message).toContain("2 lines read alike");
    expect(column(book, "C", 3)).toEqual([42, 10, 5]);
  });

  it("puts a line that was changed twice back step by step, the last change first", async () => {
    const book = await changedBook();
    book.host.editCell("Licences", "C2", 45);
    await applyAll(await sessionOn(book));
    const again = await reopen(book);
    const run = await sessionOn(again);
    expect(kindsOf(run)).toEqual(["later", "open", "open"]);
    await run.putBackLogged(loggedOf(run).slice(0, 1));
    expect(reviewing(run).problem?.message).toContain("put the later change back first");
    expect(column(again, "C", 1)).toEqual([45]);
    await run.putBackLogged(loggedOf(run));
    expect(column(again, "C", 2)).toEqual([38, 12]);
  });

  it("offers nothing of another billing period, though the same line reads the same", async () => {
    const book = await openBook({
      Invoice: [
        ["Client", "Service", "Quantity", "Period start", "Period end"],
        ["Acme", SERVICE, 38, "2026-05-01", "2026-05-31"],
      ],
      Licences: [
        ["Customer", "Product", "Assigned licenses"],
        ["Acme", SERVICE, 42],
      ],
    });
    await applyAll(await sessionOn(book));
    expect(kindsOf(await sessionOn(book))).toEqual(["open"]);
    book.host.editCell("Invoice", "D2", "2026-06-01");
    book.host.editCell("Invoice", "E2", "2026-06-30");
    expect(loggedOf(await sessionOn(book))).toEqual([]);
  });
});
