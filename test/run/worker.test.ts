import { createWorkerEngine, serveEngine, type EngineFunctions, type WorkerLike } from "../../src/run";
import type { SheetGrid, WorkbookSnapshot } from "../../src/engine/records";
import { LAYOUT, reconciliation } from "./ports";

const SURVEY = { layouts: [LAYOUT], figures: [], period: null };
const engine: EngineFunctions = { recognise: () => SURVEY, reconcile: () => reconciliation([]) };

/** A workbook with a sheet of so many rows, and a table. */
function workbook(rows: number): WorkbookSnapshot {
  const values = Array.from({ length: rows }, (_, row) => [`Client ${row}`, row]);
  const sheet: SheetGrid = {
    name: "Usage",
    area: { firstRow: 0, firstColumn: 0, lastRow: rows - 1, lastColumn: 1 },
    values,
    formats: values.map(() => ["General", "0"]),
    tables: [],
    merges: [],
    isHidden: false,
  };
  const table = { sheet: "Rules", firstRow: 1, firstColumn: 0, headers: ["Service"], rows: [["Backup"]] };
  return { sheets: [sheet], tables: { tblRules: { name: "tblRules", ...table } } };
}

/** A worker that answers with these functions, and what was sent to it; with `null` one that never answers. */
function worker(functions: EngineFunctions | null) {
  const log: string[] = [];
  const sent: { readonly kind: string }[] = [];
  const answer =
    functions === null
      ? null
      : serveEngine(functions, (data) => it.onmessage?.({ data: structuredClone(data) }));
  const it: WorkerLike = {
    onmessage: null,
    onerror: null,
    terminate: () => log.push("terminated"),
    postMessage: (request) => {
      sent.push(request);
      // structuredClone is what a real worker does to every message.
      void answer?.(structuredClone(request));
    },
  };
  return { it, log, sent };
}

const options = (signal = new AbortController().signal) => ({ signal, onProgress: () => undefined });
const request = { layouts: [LAYOUT], period: null, now: "2026-06-02T08:00:00Z" };

describe("createWorkerEngine", () => {
  it("answers over messages", async () => {
    const { it: thread } = worker(engine);
    const { layouts } = await createWorkerEngine(() => thread).recognise(workbook(3), options());
    expect(layouts).toEqual([LAYOUT]);
  });

  it("gives the worker a workbook whole, however long its sheets are, and gets long results whole", async () => {
    const seen: WorkbookSnapshot[] = [];
    const listed = Array.from({ length: 2_500 }, (_, i) => `Service ${i}`);
    const found = { ...reconciliation([]), newRuleServices: listed };
    const { it: thread } = worker({
      ...engine,
      reconcile: (snapshot) => {
        seen.push(snapshot);
        return found;
      },
    });
    const given = workbook(2_500);
    const answer = await createWorkerEngine(() => thread).reconcile(given, request, options());
    expect(seen).toEqual([given]);
    expect(answer).toEqual(found);
  });

  it("never puts more than a thousand rows into one message", async () => {
    const { it: thread, sent } = worker(engine);
    await createWorkerEngine(() => thread).recognise(workbook(2_500), options());
    const lengths = sent.flatMap((message) => (JSON.stringify(message).match(/"Client \d+"/g) ?? []).length);
    expect(Math.max(...lengths)).toBe(1_000);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(2_500);
  });

  it("moves the rows once for recognising and reconciling, then ends the worker", async () => {
    const threads: ReturnType<typeof worker>[] = [];
    const it = createWorkerEngine(() => {
      const thread = worker(engine);
      threads.push(thread);
      return thread.it;
    });
    const read = workbook(10);
    await it.recognise(read, options());
    const connected = workbook(5).sheets;
    await it.reconcile({ ...read, sheets: [...read.sheets, ...connected] }, request, options());
    expect(threads.map(({ log }) => log)).toEqual([["terminated"]]);
    const parts = threads[0]?.sent.filter(({ kind }) => kind === "part");
    // The sheet and the table when recognising, then the connected sheet only.
    expect(parts).toHaveLength(3);
  });

  it("begins with a new worker when the workbook was read again", async () => {
    const threads: ReturnType<typeof worker>[] = [];
    const it = createWorkerEngine(() => {
      const thread = worker(engine);
      threads.push(thread);
      return thread.it;
    });
    await it.recognise(workbook(10), options());
    await it.recognise(workbook(10), options());
    expect(threads.map(({ log }) => log)).toEqual([["terminated"], []]);
  });

  it("ends the worker when cancelled", async () => {
    const { it: thread, log } = worker(null);
    const abort = new AbortController();
    const answer = createWorkerEngine(() => thread).recognise(workbook(3), options(abort.signal));
    abort.abort();
    await expect(answer).rejects.toThrow("cancelled");
    expect(log).toEqual(["terminated"]);
  });

  it("stops giving rows when cancelled", async () => {
    const { it: thread, sent } = worker(null);
    const abort = new AbortController();
    const answer = createWorkerEngine(() => thread).recognise(workbook(5_000), options(abort.signal));
    abort.abort();
    await expect(answer).rejects.toThrow("cancelled");
    expect(sent).toHaveLength(1);
  });

  it("works again after it was cancelled, with all rows given anew", async () => {
    const threads = [worker(null), worker(engine)];
    const it = createWorkerEngine(() => (threads.shift() ?? worker(engine)).it);
    const abort = new AbortController();
    const read = workbook(10);
    const answer = it.recognise(read, options(abort.signal));
    abort.abort();
    await expect(answer).rejects.toThrow("cancelled");
    expect((await it.recognise(read, options())).layouts).toEqual([LAYOUT]);
  });

  it("passes on what the engine says when it fails", async () => {
    const failing = {
      ...engine,
      recognise: () => {
        throw new Error("No invoice sheet found.");
      },
    };
    const answer = createWorkerEngine(() => worker(failing).it).recognise(workbook(3), options());
    await expect(answer).rejects.toThrow("No invoice sheet found.");
  });
});
