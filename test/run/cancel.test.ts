import { createRun, type RunPorts } from "../../src/run";
import { memoryPorts } from "./ports";

/** How often each phase tells of its progress; the workbook stops between two blocks. */
const BLOCKS = 3;

type Options = Parameters<RunPorts["engine"]["recognise"]>[1];

/** Ports in memory that tell of their progress three times in every phase, and stop where they are asked to. */
function tellingPorts() {
  const memory = memoryPorts();
  const { engine, workbook } = memory.ports;
  const told = async (phase: "reading" | "recognising" | "reconciling" | "writing", options: Options) => {
    for (let done = 1; done <= BLOCKS; done += 1) {
      options.signal.throwIfAborted();
      options.onProgress({ phase, done, total: BLOCKS });
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
  let done = 0;
  run.subscribe(() => {
    const state = run.getState();
    if (!("progress" in state)) return;
    changes += 1;
    if (changes !== nth) return;
    phases.push(state.progress.phase);
    done = state.progress.done;
    run.cancel();
  });
  await run.reconcile();
  return { before, after: run.getState(), phase: phases[0] ?? null, done, calls, run };
}

/** Every moment of a run at which something is shown: the beginning of it and of writing, and three in each phase. */
const MOMENTS = Array.from({ length: 14 }, (_, i) => i + 1);

describe("cancelling a run", () => {
  it.each(MOMENTS)(
    "leaves the workbook as it was, or says how far it was written (moment %i)",
    async (nth) => {
      const { before, after, phase, done, calls } = await cancelledAt(nth);
      expect(phase).not.toBeNull();
      if (phase !== "writing" || done === 0) {
        expect(after).toBe(before);
        expect(calls).not.toContain("write");
      } else if (done < BLOCKS) {
        const message = "Stopped while writing: the results in the workbook are incomplete.";
        expect(after).toEqual({ ...before, problem: { step: "reconcile", message, kept: "partly written" } });
      } else {
        expect(after).toMatchObject({ status: "reviewing", problem: null });
        expect(calls.filter((call) => call === "write")).toHaveLength(1);
      }
    },
  );

  it("lets what is being written end when the pane closes", async () => {
    const { ports, calls } = tellingPorts();
    const run = createRun(ports);
    await run.open();
    run.subscribe(() => {
      const state = run.getState();
      if (state.status === "reconciling" && state.progress.phase === "writing") run.dispose();
    });
    await run.reconcile();
    expect(calls.filter((call) => call === "write")).toHaveLength(1);
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
