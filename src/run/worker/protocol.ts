import type { Survey } from "../../engine";
import type { Reconciliation, WorkbookSnapshot } from "../../engine/records";
import type { Progress, ReconcileRequest } from "../ports";

/** What the pane asks the worker. One worker answers one request; cancelling ends the worker. */
export type WorkerRequest =
  | { readonly kind: "recognise"; readonly snapshot: WorkbookSnapshot }
  | { readonly kind: "reconcile"; readonly snapshot: WorkbookSnapshot; readonly request: ReconcileRequest };

/** What the worker answers: progress any number of times, then one of the others. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "recognised"; readonly survey: Survey }
  | { readonly kind: "reconciled"; readonly reconciliation: Reconciliation }
  | { readonly kind: "failed"; readonly message: string };
