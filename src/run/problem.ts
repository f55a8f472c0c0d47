import { titleOf } from "../engine/share";
import type { LoggedUpdate } from "../engine/records";
import type { UpdateAnswer } from "./ports";
import type { Problem, RunState } from "./state";

/** Cells that could not be changed as a person asked; the others were. */
export class UpdatesRefusedError extends Error {
  override readonly name = "UpdatesRefusedError";

  constructor({ written, refused }: UpdateAnswer) {
    const total = written.length + refused.length;
    const lines = refused.map(
      ({ update, why }) => `Row ${update.cell.row + 1} of ${update.cell.sheet} ${why}.`,
    );
    const shown =
      lines.slice(0, SHOWN).join(" ") + (lines.length > SHOWN ? ` And ${lines.length - SHOWN} more.` : "");
    super(
      `${shown} ${total === 1 ? "Nothing was written" : `${written.length} of ${total} quantities were written`}: ` +
        "reconcile again, then decide.",
    );
  }
}

/** Changes of an earlier session that were not put back as a person asked; the others were. */
export class NotPutBackError extends Error {
  override readonly name = "NotPutBackError";

  constructor(refused: readonly { readonly entry: LoggedUpdate; readonly why: string }[], written: number) {
    const lines = refused.map(({ entry, why }) => `${titleOf(entry.line)} on ${entry.sheet} ${why}.`);
    const more = lines.length > SHOWN ? ` And ${lines.length - SHOWN} more.` : "";
    const total = written + refused.length;
    super(
      `${lines.slice(0, SHOWN).join(" ")}${more} ${written} of ${total} quantities were put back: ` +
        "change the others by hand if they should read as before.",
    );
  }
}

/** A person stopped a run that had begun to write: the workbook says itself that its results are incomplete. */
export class StoppedWhileWriting extends Error {
  override readonly name = "StoppedWhileWriting";

  constructor() {
    super("Stopped while writing: the results in the workbook are incomplete.");
  }
}

/** Most cells that one message names. */
const SHOWN = 3;

/** What is shown of a failure. */
export function problemOf(step: Problem["step"], error: unknown, kept: Problem["kept"]): Problem {
  return { step, message: error instanceof Error ? error.message : String(error), kept };
}

/** The state with a problem beside it; a busy state cannot carry one and stays as it is. */
export function withProblem(state: RunState, problem: Problem): RunState {
  return state.status === "reading" || state.status === "reconciling" ? state : { ...state, problem };
}
