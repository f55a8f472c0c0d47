import type { Reconciliation, WorkbookSnapshot } from "../../engine/records";
import { pause } from "../pause";
import type { CallOptions, EnginePort } from "../ports";
import { collector, piecesOf } from "./pieces";
import type { HeldWorkbook, WorkerMessage, WorkerRequest } from "./protocol";

/** Declared as a method, so that a Worker, whose events hold more, satisfies it. */
type Listener<Event> = { call(event: Event): void }["call"];

/** The part of a Web Worker that is needed here. */
export interface WorkerLike {
  postMessage(message: WorkerRequest): void;
  terminate(): void;
  onmessage: Listener<{ readonly data: WorkerMessage }> | null;
  onerror: Listener<{ readonly message: string }> | null;
}

/** The engine in a worker did not finish; the message says why. */
export class EngineWorkerError extends Error {
  override readonly name = "EngineWorkerError";
}

/** A worker with the sheets and tables that it was given, by their numbers. */
interface Seat {
  readonly worker: WorkerLike;
  readonly held: Map<object, number>;
}

/**
 * An engine in a worker. What was recognised stays there, so that reconciling it needs no second copy; then the worker ends.
 * Cancelling ends it at any instruction, and calls at the same time have workers of their own.
 */
export function createWorkerEngine(createWorker: () => WorkerLike): EnginePort {
  let kept: Seat | null = null;
  const keep = (seat: Seat | null): void => {
    kept?.worker.terminate();
    kept = seat;
  };
  /** The kept worker when it holds something of this workbook, else a new one. */
  const takeSeat = (snapshot: WorkbookSnapshot): Seat => {
    const seat = kept;
    const isOfUse = partsOf(snapshot).some((part) => seat?.held.has(part) === true);
    if (seat === null || !isOfUse) {
      keep(null);
      return { worker: createWorker(), held: new Map() };
    }
    kept = null;
    return seat;
  };
  return {
    async recognise(snapshot, options) {
      options.signal.throwIfAborted();
      const seat = takeSeat(snapshot);
      const survey = await ask(
        seat,
        snapshot,
        options,
        (workbook) => ({ kind: "recognise", workbook }),
        (message) => (message.kind === "recognised" ? message.survey : null),
      );
      keep(seat);
      return survey;
    },
    async reconcile(snapshot, request, options) {
      options.signal.throwIfAborted();
      const seat = takeSeat(snapshot);
      const collect = collector();
      const reconciliation = await ask(
        seat,
        snapshot,
        options,
        (workbook) => ({ kind: "reconcile", workbook, request }),
        (message) =>
          message.kind === "reconciled" ? (collect(message.piece) as Reconciliation | null) : null,
      );
      seat.worker.terminate();
      return reconciliation;
    },
  };
}

function partsOf({ sheets, tables }: WorkbookSnapshot): readonly object[] {
  return [...sheets, ...(Object.values(tables) as object[])];
}

/** @param answerOf The answer that a message completes, `null` while there is more to come. */
function ask<T>(
  seat: Seat,
  snapshot: WorkbookSnapshot,
  { signal, onProgress }: CallOptions,
  requestOf: (workbook: HeldWorkbook) => WorkerRequest,
  answerOf: (message: WorkerMessage) => T | null,
): Promise<T> {
  const { worker } = seat;
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      signal.removeEventListener("abort", onAbort);
    };
    const fail = (message: string): void => {
      stopListening();
      worker.terminate();
      reject(new EngineWorkerError(message));
    };
    const onAbort = (): void => {
      fail("The run was cancelled. Press Reconcile to start again.");
    };
    signal.addEventListener("abort", onAbort);
    worker.onerror = ({ message }) => {
      fail(`The reconciliation stopped: ${message}. Reload the pane and try again.`);
    };
    worker.onmessage = ({ data }) => {
      if (data.kind === "progress") onProgress(data.progress);
      else if (data.kind === "failed") fail(data.message);
      else {
        const answer = answerOf(data);
        if (answer === null) return;
        stopListening();
        resolve(answer);
      }
    };
    giveParts(seat, snapshot, signal)
      .then((workbook) => {
        if (!signal.aborted) worker.postMessage(requestOf(workbook));
      })
      .catch((error: unknown) => {
        fail(error instanceof Error ? error.message : String(error));
      });
  });
}

/** Gives the worker what it does not hold yet, some rows at a time. */
async function giveParts(
  { worker, held }: Seat,
  snapshot: WorkbookSnapshot,
  signal: AbortSignal,
): Promise<HeldWorkbook> {
  for (const part of partsOf(snapshot)) {
    if (held.has(part)) continue;
    const number = held.size;
    held.set(part, number);
    for (const piece of piecesOf(part)) {
      if (signal.aborted) break;
      worker.postMessage({ kind: "part", part: number, piece });
      if (piece.kind === "rows") await pause();
    }
  }
  const numberOf = (part: object): number => held.get(part) ?? 0;
  return {
    sheets: snapshot.sheets.map(numberOf),
    tables: Object.fromEntries(
      (Object.entries(snapshot.tables) as [string, object][]).map(([name, table]) => [name, numberOf(table)]),
    ),
  };
}
