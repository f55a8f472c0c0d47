import { useEffect, useState } from "react";
import type { QuantityUpdate } from "../../run";
import { usePane } from "../pane";

/** What the workbook said about updates that a person may make. */
export interface Refusals {
  /** Why an update would be left as it is; `null` where it would be made, and where nobody knows yet. */
  whyNot(update: QuantityUpdate): string | null;
  /** True until the workbook has answered about these very updates. */
  readonly isAsking: boolean;
}

/**
 * Asks the workbook about updates before a person makes them, and again whenever they are others. The earlier answer stands
 * until the new one is there, so that a list never jumps under the pointer. When the workbook cannot be asked, nothing is
 * known to be wrong.
 * @param updates The same array as long as nothing changed.
 */
export function useRefusals(updates: readonly QuantityUpdate[]): Refusals {
  const { run } = usePane();
  const [answer, setAnswer] = useState<{
    readonly of: readonly QuantityUpdate[];
    readonly whyNot: ReadonlyMap<string, string | null>;
  } | null>(null);
  useEffect(() => {
    if (updates.length === 0) return;
    let isCurrent = true;
    void run.checkUpdates(updates).then((refusals) => {
      const whyNot = new Map(updates.map((update, at) => [cellOf(update), refusals?.[at] ?? null]));
      if (isCurrent) setAnswer({ of: updates, whyNot });
    });
    return () => {
      isCurrent = false;
    };
  }, [run, updates]);
  return {
    whyNot: (update) => answer?.whyNot.get(cellOf(update)) ?? null,
    isAsking: answer?.of !== updates,
  };
}

/** The cell of an update, as one text. */
export function cellOf({ cell }: QuantityUpdate): string {
  return `${cell.sheet}|${String(cell.row)}|${String(cell.column)}`;
}
