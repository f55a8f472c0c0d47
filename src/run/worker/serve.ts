import type { Survey } from "../../engine";
import type { Reconciliation, WorkbookSnapshot } from "../../engine/records";
import type { Progress, ReconcileRequest } from "../ports";
import type { WorkerMessage, WorkerRequest } from "./protocol";

/** The engine's functions as the worker calls them. */
export interface EngineFunctions {
  readonly recognise: (snapshot: WorkbookSnapshot) => Survey;
  readonly reconcile: (
    snapshot: WorkbookSnapshot,
    request: ReconcileRequest,
    onRead: (done: number, total: number) => void,
  ) => Reconciliation | Promise<Reconciliation>;
}

/** Answers one request of the pane; a thrown error becomes a `failed` message. */
export async function answerRequest(
  engine: EngineFunctions,
  asked: WorkerRequest,
  post: (message: WorkerMessage) => void,
): Promise<void> {
  const start = (phase: Progress["phase"]): void => {
    post({ kind: "progress", progress: { phase, done: 0, total: 0 } });
  };
  try {
    if (asked.kind === "recognise") {
      start("recognising");
      post({ kind: "recognised", survey: engine.recognise(asked.snapshot) });
    } else {
      start("reconciling");
      const reconciliation = await engine.reconcile(asked.snapshot, asked.request, (done, total) => {
        post({ kind: "progress", progress: { phase: "reconciling", done, total } });
      });
      post({ kind: "reconciled", reconciliation });
    }
  } catch (error) {
    post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}
