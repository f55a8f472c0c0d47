import { answerRequest, createWorkerEngine, type EngineFunctions, type WorkerLike } from "../../src/run";
import { LAYOUT, reconciliation } from "./ports";

const snapshot = { sheets: [], tables: {} };
const SURVEY = { layouts: [LAYOUT], figures: [], period: null };
const engine: EngineFunctions = { recognise: () => SURVEY, reconcile: () => reconciliation([]) };

function worker(functions: EngineFunctions | null) {
  const log: string[] = [];
  const it: WorkerLike = {
    onmessage: null,
    onerror: null,
    terminate: () => log.push("terminated"),
    postMessage: (request) => {
      if (functions === null) return;
      // structuredClone is what a real worker does to every message.
      void answerRequest(functions, structuredClone(request), (data) =>
        it.onmessage?.({ data: structuredClone(data) }),
      );
    },
  };
  return { it, log };
}

const options = (signal = new AbortController().signal) => ({ signal, onProgress: () => undefined });

describe("createWorkerEngine", () => {
  it("answers over messages and ends the worker", async () => {
    const { it: thread, log } = worker(engine);
    const { layouts } = await createWorkerEngine(() => thread).recognise(snapshot, options());
    expect(layouts).toEqual([LAYOUT]);
    expect(log).toEqual(["terminated"]);
  });

  it("ends the worker when cancelled", async () => {
    const { it: thread, log } = worker(null);
    const abort = new AbortController();
    const answer = createWorkerEngine(() => thread).recognise(snapshot, options(abort.signal));
    abort.abort();
    await expect(answer).rejects.toThrow("cancelled");
    expect(log).toEqual(["terminated"]);
  });

  it("passes on what the engine says when it fails", async () => {
    const failing = {
      ...engine,
      recognise: () => {
        throw new Error("No invoice sheet found.");
      },
    };
    const answer = createWorkerEngine(() => worker(failing).it).recognise(snapshot, options());
    await expect(answer).rejects.toThrow("No invoice sheet found.");
  });
});
