import { reconcile, type WorkbookSnapshot } from "../../src/engine";
import { SYSTEMS, toSheet, type FetchedSource } from "../../src/connectors";
import { readWorkbook, writeSnapshotSheet } from "../../src/workbook";
import { createWorld } from "../vendors/world";
import { openBook, reopen } from "../workbook/book";
import { NOW, PERIOD, startRig } from "./rig";

const fetched = new Map<string, FetchedSource>();

beforeAll(async () => {
  for (const { system, datasets } of SYSTEMS) {
    const rig = await startRig(system, createWorld());
    // Of two ways to see the same invoices one is fetched, as a person would.
    const chosen = /xero|quickbooks|microsoft/.test(system) ? undefined : datasets.map(({ id }) => id);
    fetched.set(system, await rig.fetch(chosen === undefined ? {} : { datasets: chosen }));
    await rig.stop();
  }
});

const sourceOf = (system: string): FetchedSource => {
  const source = fetched.get(system);
  if (source === undefined) throw new Error(`${system} was not fetched.`);
  return source;
};

/** What a person sees of a reconciliation. */
const verdicts = (result: ReturnType<typeof reconcile>): readonly unknown[] =>
  result.results.map(({ client, service, outcome, billedQuantity, expectedQuantity, impact, currency }) => [
    client,
    service,
    outcome,
    billedQuantity,
    expectedQuantity,
    impact,
    currency,
  ]);

/** Reconciles as the pane does: connected sources beside a workbook without sheets. */
function connectedRun(sources: readonly FetchedSource[]): ReturnType<typeof reconcile> {
  const sheets = sources.map((source) => toSheet(source, source.title));
  const snapshot: WorkbookSnapshot = { sheets: sheets.map(({ sheet }) => sheet), tables: {} };
  return reconcile(snapshot, { now: NOW, period: PERIOD, layouts: sheets.map(({ layout }) => layout) });
}

/** Reconciles what stands in a workbook after it was saved and opened, recognised from its cells alone. */
async function sheetRun(sources: readonly FetchedSource[]): Promise<ReturnType<typeof reconcile>> {
  const book = await openBook({ Notes: [["Month-end"]] });
  for (const source of sources) await writeSnapshotSheet(book.gateway, toSheet(source, source.title).sheet);
  const again = await reopen(book);
  const { snapshot } = await readWorkbook(again.gateway);
  return reconcile(snapshot, { now: NOW, period: PERIOD });
}

describe("fetched sources and sheets of the same rows", () => {
  it.each(SYSTEMS.map(({ system, side }) => [system, side] as const))(
    "of %s give the same results",
    async (system, side) => {
      const other = side === "billed" ? "pax8" : "connectwise";
      const sources = [sourceOf(system), sourceOf(other)];
      const connected = connectedRun(sources);
      const sheets = await sheetRun(sources);
      expect(connected.results.length).toBeGreaterThan(10);
      expect(connected.complete && sheets.complete).toBe(true);
      expect(verdicts(sheets)).toEqual(verdicts(connected));
    },
  );

  it.each(["connectwise", "autotask", "halopsa", "xero", "quickbooks"])(
    "billed by %s and used at Pax8 show what the invented companies differ by",
    (system) => {
      const { results } = connectedRun([sourceOf(system), sourceOf("pax8")]);
      const differences = results
        .filter(({ service }) => service === "Microsoft 365 Business Premium")
        .map(({ client, outcome, difference, impact }) => [client, outcome, difference, impact]);
      const expected = createWorld().flatMap(({ name, services }) => {
        const seats = services.find(({ kind }) => kind === "m365");
        if (seats === undefined) return [];
        const difference = seats.used - seats.billed;
        const outcome = difference > 0 ? "underbilled" : difference < 0 ? "overbilled" : "matched";
        return [[name, outcome, difference, difference * 22]];
      });
      expect([...differences].sort()).toEqual([...expected].sort());
    },
  );

  it("are told apart by system, so that small ids of two systems never meet", () => {
    const ids = [...fetched.values()].flatMap(({ rows }) => rows.map(({ clientId }) => clientId));
    expect(ids.every((id) => /^[a-z\d-]+:/.test(id))).toBe(true);
  });

  it("count once when a system was fetched twice: the latest answer does", async () => {
    const pax8 = sourceOf("pax8");
    const earlier = { ...pax8, fetchedAt: "2026-11-20T08:00:00.000Z" } as FetchedSource;
    const invoice = sourceOf("connectwise");
    const both = await sheetRun([invoice, earlier, pax8]);
    expect(verdicts(both)).toEqual(verdicts(connectedRun([invoice, pax8])));
    const [old] = both.sources.filter(({ layout }) =>
      layout.reasons.some((reason) => /fetched again/.test(reason)),
    );
    expect(old?.role).toBe("other");
  });

  it("give no verdict when the usage may not be whole", () => {
    const pax8 = sourceOf("pax8");
    const doubtful = {
      ...pax8,
      doubts: [{ kind: "missing rows", message: "subscriptions: the system has 14 rows and gave 12." }],
    } as FetchedSource;
    const { results } = connectedRun([sourceOf("connectwise"), doubtful]);
    const seats = results.filter(({ service }) => service === "Microsoft 365 Business Premium");
    expect(new Set(seats.map(({ outcome }) => outcome))).toEqual(new Set(["needs review"]));
    expect(seats[0]?.why).toContain("the system has 14 rows and gave 12");
  });

  it("give no verdict at all when the invoice may not be whole, in the pane as in a workbook that was saved", async () => {
    const invoice = {
      ...sourceOf("connectwise"),
      doubts: [{ kind: "missing rows", message: "agreements: the system has 14 rows and gave 12." }],
    } as FetchedSource;
    const sources = [invoice, sourceOf("pax8")];
    for (const { results } of [connectedRun(sources), await sheetRun(sources)]) {
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["needs review"]));
      expect(results[0]?.why).toContain("the system has 14 rows and gave 12");
    }
  });
});
