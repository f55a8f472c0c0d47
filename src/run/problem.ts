import type { QuantityUpdate } from "./ports";
import type { Problem, RunState } from "./state";

/** The cell no longer holds the quantity that the update replaces, so nothing was written. */
export class CellChangedError extends Error {
  override readonly name = "CellChangedError";

  constructor(update: QuantityUpdate, found: string) {
    super(
      `Row ${update.cell.row + 1} of ${update.cell.sheet} holds ${found}, not the quantity expected there. ` +
        "Nothing was written: reconcile again, then decide.",
    );
  }
}

/** What is shown of a failure. */
export function problemOf(step: Problem["step"], error: unknown, kept: Problem["kept"]): Problem {
  return { step, message: error instanceof Error ? error.message : String(error), kept };
}

/** The state with a problem beside it; a busy state cannot carry one and stays as it is. */
export function withProblem(state: RunState, problem: Problem): RunState {
  return state.status === "reading" || state.status === "reconciling" ? state : { ...state, problem };
}
