import type { Survey } from "../../engine";
import type { Reconciliation, WorkbookSnapshot } from "../../engine/records";
import type { Progress, ReconcileRequest } from "../ports";
import type { WorkerMessage, WorkerRequest } from "./protocol";

/** The engine's functions as the worker calls them. */
export interface EngineFunctions {
  readonly recognise: (snapshot: WorkbookSnapshot) => Survey;
  readonly reconcile: (snapshot: WorkbookSnapshot, request: ReconcileRequest) => Reconciliation;
}

/** Answers one request of the pane; a thrown error becomes a `failed` message. */
export function answerRequest(
  engine: EngineFunctions,
  asked: WorkerRequest,
  post: (message: WorkerMessage) => void,
): void {
  const start = (phase: Progress["phase"]): void => {
    post({ kind: "progress", progress: { phase, done: 0, total: 0 } });
  };
  try {
    if (asked.kind === "recognise") {
      start("recognising");
      post({ kind: "recognised", survey: engine.recognise(asked.snapshot) });
    } else {
      start("reconciling");
      post({ kind: "reconciled", reconciliation: engine.reconcile(asked.snapshot, asked.request) });
    }
  } catch (error) {
    post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}
