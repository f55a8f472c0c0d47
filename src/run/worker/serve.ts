import type { Survey } from "../../engine";
import type { Reconciliation, SheetGrid, WorkbookSnapshot } from "../../engine/records";
import type { Progress, ReconcileRequest } from "../ports";
import { collector, piecesOf } from "./pieces";
import type { HeldWorkbook, WorkerMessage, WorkerRequest } from "./protocol";

/** The engine's functions as the worker calls them. */
export interface EngineFunctions {
  readonly recognise: (snapshot: WorkbookSnapshot) => Survey;
  readonly reconcile: (
    snapshot: WorkbookSnapshot,
    request: ReconcileRequest,
    onRead: (done: number, total: number) => void,
  ) => Reconciliation | Promise<Reconciliation>;
}

/** Answers requests of the pane, holding the sheets and tables it was given; a thrown error becomes a `failed` message. */
export function serveEngine(
  engine: EngineFunctions,
  post: (message: WorkerMessage) => void,
): (asked: WorkerRequest) => Promise<void> {
  const collectors = new Map<number, ReturnType<typeof collector>>();
  const parts = new Map<number, object>();
  const snapshotOf = ({ sheets, tables }: HeldWorkbook): WorkbookSnapshot => ({
    sheets: sheets.map((part) => parts.get(part) as SheetGrid),
    tables: Object.fromEntries(Object.entries(tables).map(([name, part]) => [name, parts.get(part)])),
  });
  const start = (phase: Progress["phase"]): void => {
    post({ kind: "progress", progress: { phase, done: 0, total: 0 } });
  };
  return async (asked) => {
    try {
      if (asked.kind === "part") {
        const collect = collectors.get(asked.part) ?? collector();
        collectors.set(asked.part, collect);
        const whole = collect(asked.piece);
        if (whole === null) return;
        collectors.delete(asked.part);
        parts.set(asked.part, whole);
      } else if (asked.kind === "recognise") {
        start("recognising");
        post({ kind: "recognised", survey: engine.recognise(snapshotOf(asked.workbook)) });
      } else {
        start("reconciling");
        const reconciliation = await engine.reconcile(
          snapshotOf(asked.workbook),
          asked.request,
          (done, total) => {
            post({ kind: "progress", progress: { phase: "reconciling", done, total } });
          },
        );
        for (const piece of piecesOf(reconciliation)) post({ kind: "reconciled", piece });
      }
    } catch (error) {
      post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  };
}
