import type { Survey } from "../../engine";
import type { OwnTables } from "../../engine/records";
import type { Progress, ReconcileRequest } from "../ports";
import type { Piece } from "./pieces";

/** A workbook of which the worker holds the sheets and tables, by their numbers. */
export interface HeldWorkbook {
  readonly sheets: readonly number[];
  readonly tables: Readonly<Partial<Record<keyof OwnTables, number>>>;
}

/** What the pane asks the worker: sheets and tables to hold, then what to do with them. Cancelling ends the worker. */
export type WorkerRequest =
  | { readonly kind: "part"; readonly part: number; readonly piece: Piece }
  | { readonly kind: "recognise"; readonly workbook: HeldWorkbook }
  | { readonly kind: "reconcile"; readonly workbook: HeldWorkbook; readonly request: ReconcileRequest };

/** What the worker answers: progress any number of times, then one of the others; a reconciliation after its pieces. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "recognised"; readonly survey: Survey }
  | { readonly kind: "reconciled"; readonly piece: Piece }
  | { readonly kind: "failed"; readonly message: string };
