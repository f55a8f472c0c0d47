import { createHash } from "node:crypto";
import { createExcelWorkbook } from "../../../src/commands/excel-workbook";
import { reconcile, surveySources, type Reconciliation, type Survey } from "../../../src/engine";
import type { WorkbookSnapshot } from "../../../src/engine/records";
import { connect } from "../../../src/host";
import type { Answering } from "../../../src/host/bridge";
import { createRun, type EnginePort, type Run, type RunPorts, type WorkbookPort } from "../../../src/run";
import { ExcelGateway } from "../../../src/workbook";

/** The engine, asked once for what it was given before: the same workbook gives the same result. */
export function rememberingEngine(): EnginePort {
  const prints = new WeakMap<WorkbookSnapshot, string>();
  const surveys = new Map<string, Survey>();
  const found = new Map<string, Reconciliation>();
  const printOf = (snapshot: WorkbookSnapshot): string => {
    const print = prints.get(snapshot) ?? createHash("sha256").update(JSON.stringify(snapshot)).digest("hex");
    prints.set(snapshot, print);
    return print;
  };
  const remembered = <T>(memory: Map<string, T>, snapshot: WorkbookSnapshot, work: () => T): Promise<T> => {
    const print = printOf(snapshot);
    const value = memory.get(print) ?? work();
    memory.set(print, value);
    return Promise.resolve(value);
  };
  return {
    recognise: (snapshot) => remembered(surveys, snapshot, () => surveySources(snapshot)),
    // The layouts come from the snapshot, and the time is the same in one test.
    reconcile: (snapshot, { layouts, now }) =>
      remembered(found, snapshot, () => reconcile(snapshot, { layouts, now })),
  };
}

/** A pane beside an Excel: its workbook, and runs on it. */
export interface Pane {
  readonly workbook: WorkbookPort;
  /** A run that knows nothing yet. @param over What is another than the pane's own */
  readonly newRun: (over?: Partial<WorkbookPort>) => Run;
}

export async function openPane(excel: Answering, engine: EnginePort, now: string): Promise<Pane> {
  const gateway = new ExcelGateway(await connect(excel));
  const events = { onSelection: () => () => undefined, onChanged: () => () => undefined };
  const workbook = createExcelWorkbook({ gateway, events, who: "Billing team", now: () => now });
  return {
    workbook,
    newRun: (over = {}) =>
      createRun({ workbook: { ...workbook, ...over }, engine, clock: { now: () => now } } satisfies RunPorts),
  };
}

/** One whole run by a pane that is opened just now; what it says is in the state. */
export async function reconcileIn(pane: Pane): Promise<Run> {
  const run = pane.newRun();
  await run.open();
  await run.reconcile();
  return run;
}

/** What a run shows as a failure; `null` where there is none. */
export function problemIn(run: Run): { readonly message: string; readonly kept: string } | null {
  const state = run.getState();
  return "problem" in state ? state.problem : null;
}
