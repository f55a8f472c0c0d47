import { createRun, type Run } from "../../src/run";
import { memoryPorts, resultRow } from "./ports";

function reviewing(run: Run) {
  const state = run.getState();
  if (state.status !== "reviewing") throw new Error(`The run is ${state.status}.`);
  return state;
}

async function started() {
  const memory = memoryPorts();
  const run = createRun(memory.ports);
  await run.open();
  await run.reconcile();
  return { run, ...memory };
}

const row = resultRow();
const [cell] = row.billedCells;
if (cell === undefined) throw new Error("The row needs a billed cell.");
const update = { key: row.key, cell, oldQuantity: 38, newQuantity: 42 };

describe("createRun", () => {
  it("recognises, reconciles and writes", async () => {
    const { run, calls } = await started();
    expect(calls).toEqual(["read", "read", "write"]);
    expect(reviewing(run).reconciliation.results).toHaveLength(1);
  });

  it("goes back to what stood before when cancelled, however late the engine answers", async () => {
    const { ports, calls, settings } = memoryPorts();
    let release = (): void => undefined;
    settings.hold = new Promise((resolve) => (release = resolve));
    const run = createRun(ports);
    await run.open();
    const done = run.reconcile();
    run.cancel();
    release();
    await done;
    expect(run.getState().status).toBe("recognised");
    expect(calls).not.toContain("write");
  });

  it.each([
    [0, "workbook untouched"],
    [1, "partly written"],
  ] as const)(
    "keeps the recognised sources and tells what stands when writing failed with %i steps done",
    async (done, kept) => {
      const { ports } = memoryPorts();
      const run = createRun({
        ...ports,
        workbook: {
          ...ports.workbook,
          write: (_, { onProgress }) => {
            onProgress({ phase: "writing", done, total: 3 });
            return Promise.reject(new Error("The sheet is protected. Unprotect it and try again."));
          },
        },
      });
      await run.open();
      await run.reconcile();
      expect(run.getState()).toMatchObject({ status: "recognised", problem: { step: "reconcile", kept } });
    },
  );

  it("records a written update so that it can be put back", async () => {
    const { run, calls } = await started();
    await run.applyUpdates([update]);
    expect(reviewing(run)).toMatchObject({ updates: [update], isStale: true });
    await run.putBack([update]);
    expect(reviewing(run).updates).toEqual([]);
    expect(calls).toContain("put back 38");
  });

  it("records no update when the cell changed meanwhile, and says what it holds", async () => {
    const { run, settings } = await started();
    settings.answer = { written: [], refused: [{ update, why: "holds 40, not 38" }] };
    await run.applyUpdates([update]);
    expect(reviewing(run).updates).toEqual([]);
    expect(reviewing(run).problem?.message).toContain("Row 2 of Invoice holds 40");
  });

  it("selects the invoice cell of a chosen row, and the row of a chosen cell", async () => {
    const { run, calls, listeners } = await started();
    await run.select(row.key);
    expect(calls).toContain("select Invoice 1 2");
    await run.select(null);
    listeners.selection.forEach((tell) => {
      tell({ sheet: "Invoice", row: 1, column: 0 });
    });
    expect(reviewing(run).selectedKey).toBe(row.key);
  });

  it("keeps filters and the selection over a new run, and reads the workbook again", async () => {
    const { run, calls } = await started();
    run.setView({ search: "north" });
    await run.confirmMappings([{ kind: "client", source: "Usage", name: "NWind", to: "Northwind" }]);
    expect(reviewing(run).view.search).toBe("north");
    expect(calls).toEqual(["read", "read", "write", "map NWind>Northwind", "read", "write"]);
  });

  it("compares again when cells change, once more for changes meanwhile, and writes nothing", async () => {
    const { run, calls, requests, listeners, settings } = await started();
    const before = { requests: requests.length, writes: calls.filter((call) => call === "write").length };
    let release = (): void => undefined;
    settings.hold = new Promise((resolve) => (release = resolve));
    for (let change = 0; change < 3; change += 1) for (const tell of listeners.changed) tell();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(requests.length - before.requests).toBe(2);
    expect(calls.filter((call) => call === "write")).toHaveLength(before.writes);
    expect(reviewing(run).isStale).toBe(true);
  });
});
