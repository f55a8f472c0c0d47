import { createRun, type RunPorts } from "../../src/run";
import { memoryPorts } from "./ports";

type Options = Parameters<RunPorts["engine"]["recognise"]>[1];

/** Ports in memory that tell of their progress three times in every phase, and stop where they are asked to. */
function tellingPorts() {
  const memory = memoryPorts();
  const { engine, workbook } = memory.ports;
  const told = async (phase: "reading" | "recognising" | "reconciling" | "writing", options: Options) => {
    for (let done = 1; done <= 3; done += 1) {
      // Excel writes what was begun, whoever waits for it.
      if (phase !== "writing") options.signal.throwIfAborted();
      options.onProgress({ phase, done, total: 3 });
      await Promise.resolve();
    }
  };
  const ports: RunPorts = {
    ...memory.ports,
    engine: {
      recognise: async (snapshot, options) => {
        await told("recognising", options);
        return engine.recognise(snapshot, options);
      },
      reconcile: async (snapshot, request, options) => {
        await told("reconciling", options);
        return engine.reconcile(snapshot, request, options);
      },
    },
    workbook: {
      ...workbook,
      readSnapshot: async (options) => {
        await told("reading", options);
        return workbook.readSnapshot(options);
      },
      write: async (reconciliation, options) => {
        await told("writing", options);
        await workbook.write(reconciliation, options);
      },
    },
  };
  return { ports, calls: memory.calls };
}

/** Reconciles, and presses Cancel when the state changes for the nth time; the phase in which that was. */
async function cancelledAt(nth: number) {
  const { ports, calls } = tellingPorts();
  const run = createRun(ports);
  await run.open();
  const before = run.getState();
  let changes = 0;
  const phases: string[] = [];
  run.subscribe(() => {
    const state = run.getState();
    if (!("progress" in state)) return;
    changes += 1;
    if (changes !== nth) return;
    phases.push(state.progress.phase);
    run.cancel();
  });
  await run.reconcile();
  return { before, after: run.getState(), phase: phases[0] ?? null, calls, run };
}

/** Every moment of a run at which something is shown: the beginning of it and of writing, and three in each phase. */
const MOMENTS = Array.from({ length: 14 }, (_, i) => i + 1);

describe("cancelling a run", () => {
  it.each(MOMENTS)("leaves the workbook as it was, or whole once writing began (moment %i)", async (nth) => {
    const { before, after, phase, calls } = await cancelledAt(nth);
    expect(phase).not.toBeNull();
    if (phase === "writing") {
      expect(after).toMatchObject({ status: "reviewing", problem: null });
      expect(calls.filter((call) => call === "write")).toHaveLength(1);
    } else {
      expect(after).toBe(before);
      expect(calls).not.toContain("write");
    }
  });

  it.each(MOMENTS)("lets the next run begin at once (moment %i)", async (nth) => {
    const { run } = await cancelledAt(nth);
    await run.reconcile();
    expect(run.getState()).toMatchObject({ status: "reviewing", problem: null });
  });

  it("is tried in every phase", async () => {
    const phases = await Promise.all(MOMENTS.map(async (nth) => (await cancelledAt(nth)).phase));
    expect(new Set(phases)).toEqual(new Set(["reading", "recognising", "reconciling", "writing"]));
    expect((await cancelledAt(MOMENTS.length + 1)).phase).toBeNull();
  });
});
