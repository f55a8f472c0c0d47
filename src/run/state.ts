import type { SourceFigures } from "../engine";
import type { Outcome, Reconciliation, SourceLayout } from "../engine/records";
import type { Progress, QuantityUpdate } from "./ports";

/** A failure for people: the step that failed, what the workbook layer or engine said, and what was kept. */
export interface Problem {
  readonly step:
    | "open"
    | "share"
    | "correct"
    | "reconcile"
    | "write"
    | "update"
    | "decide"
    | "map"
    | "rule"
    | "table"
    | "remove"
    | "select";
  readonly message: string;
  /** Which state of affairs is still there. */
  readonly kept: "workbook untouched" | "results" | "partly written";
}

/** How the list is ordered. */
export type SortBy = "impact" | "client" | "service" | "difference";

/** How the list is grouped. */
export type GroupBy = "none" | "client" | "service";

/** What a person chose to see; no outcome chosen means all of them. */
export interface ResultView {
  readonly outcomes: readonly Outcome[];
  readonly search: string;
  readonly sort: SortBy;
  readonly group: GroupBy;
}

export const INITIAL_VIEW: ResultView = { outcomes: [], search: "", sort: "impact", group: "none" };

/** The state of one run. `problem` is the last failure that left the state standing. */
export type RunState =
  | { readonly status: "idle"; readonly problem: Problem | null }
  | { readonly status: "reading"; readonly progress: Progress }
  | {
      readonly status: "recognised";
      readonly layouts: readonly SourceLayout[];
      readonly figures: readonly SourceFigures[];
      readonly problem: Problem | null;
    }
  | {
      readonly status: "reconciling";
      readonly layouts: readonly SourceLayout[];
      readonly progress: Progress;
    }
  | ReviewingState;

/** How many quantities a person asked to change, and how many were. */
export interface LastChange {
  readonly action: "apply" | "put back";
  readonly written: number;
  readonly asked: number;
}

/** Results are there and can be worked on. */
export interface ReviewingState {
  readonly status: "reviewing";
  readonly layouts: readonly SourceLayout[];
  readonly figures: readonly SourceFigures[];
  readonly reconciliation: Reconciliation;
  readonly view: ResultView;
  readonly selectedKey: string | null;
  /** Updates written since the run, oldest first: what can be put back. */
  readonly updates: readonly QuantityUpdate[];
  /** What the last change of invoice quantities did, for people to read; `null` before the first. */
  readonly lastChange: LastChange | null;
  /** True when the workbook changed after the run, so that quantities here may be behind the cells. */
  readonly isStale: boolean;
  readonly problem: Problem | null;
}
