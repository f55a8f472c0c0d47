import { useEffect, useState } from "react";
import type { QuantityUpdate } from "../../run";
import { usePane } from "../pane";

/** Why each update would be left as it is, `null` where it would be made. */
type Refusals = readonly (string | null)[];

/**
 * Asks the workbook about updates before a person makes them, and again whenever they are others. `null` when the workbook
 * cannot be asked: then nothing is known to be wrong.
 * @param updates The same array as long as nothing changed.
 */
export function useRefusals(updates: readonly QuantityUpdate[]): Refusals | "asking" | null {
  const { run } = usePane();
  const [answer, setAnswer] = useState<{
    readonly of: readonly QuantityUpdate[];
    readonly refusals: Refusals | null;
  } | null>(null);
  useEffect(() => {
    if (updates.length === 0) return;
    let isCurrent = true;
    void run.checkUpdates(updates).then((refusals) => {
      if (isCurrent) setAnswer({ of: updates, refusals });
    });
    return () => {
      isCurrent = false;
    };
  }, [run, updates]);
  return answer?.of === updates ? answer.refusals : "asking";
}
