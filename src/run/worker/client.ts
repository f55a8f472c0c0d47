import type { CallOptions, EnginePort } from "../ports";
import type { WorkerMessage, WorkerRequest } from "./protocol";

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

type Answer = Exclude<WorkerMessage, { readonly kind: "progress" | "failed" }>;

/** An engine that runs each call in a worker of its own, so that cancelling can end it at any instruction. */
export function createWorkerEngine(createWorker: () => WorkerLike): EnginePort {
  return {
    async recognise(snapshot, options) {
      const answer = await ask(createWorker, { kind: "recognise", snapshot }, options);
      if (answer.kind !== "recognised") throw unexpected(answer);
      return answer.survey;
    },
    async reconcile(snapshot, request, options) {
      const answer = await ask(createWorker, { kind: "reconcile", snapshot, request }, options);
      if (answer.kind !== "reconciled") throw unexpected(answer);
      return answer.reconciliation;
    },
  };
}

function ask(
  createWorker: () => WorkerLike,
  request: WorkerRequest,
  { signal, onProgress }: CallOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = createWorker();
    const stop = (): void => {
      signal.removeEventListener("abort", onAbort);
      worker.terminate();
    };
    const fail = (message: string): void => {
      stop();
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
      if (data.kind === "progress") {
        onProgress(data.progress);
      } else if (data.kind === "failed") {
        fail(data.message);
      } else {
        stop();
        resolve(data);
      }
    };
    worker.postMessage(request);
  });
}

function unexpected(answer: Answer): EngineWorkerError {
  return new EngineWorkerError(`The worker answered "${answer.kind}". Reload the pane and try again.`);
}
