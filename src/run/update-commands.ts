import type { LoggedUpdate } from "../engine/records";
import type { QuantityUpdate, UpdateAnswer, WorkbookPort } from "./ports";
import { NotPutBackError, UpdatesRefusedError } from "./problem";
import type { Problem, ReviewingState, RunState } from "./state";

/** Commands that change invoice quantities. */
export interface UpdateCommands {
  /**
   * For each update why its cell would be left as it is, continuing "Row 4 of Invoice …"; `null` where it can be changed.
   * Nothing is written. `null` as a whole when the workbook cannot be asked now.
   */
  checkUpdates(updates: readonly QuantityUpdate[]): Promise<readonly (string | null)[] | null>;
  /** Writes quantities into the invoice; what cannot be written is said, and the others are. */
  applyUpdates(updates: readonly QuantityUpdate[]): Promise<void>;
  putBack(updates: readonly QuantityUpdate[]): Promise<void>;
  /** Puts every update of this session back, the last one first. */
  putBackAll(): Promise<void>;
  /** Puts changes back that only the log knows: each line is looked for anew, and left as it is where it is not found for sure. */
  putBackLogged(entries: readonly LoggedUpdate[]): Promise<void>;
}

/** What the commands work on: the state, the workbook, and how a failure is shown. */
interface UpdatePorts {
  readonly getState: () => RunState;
  readonly workbook: Pick<WorkbookPort, "applyUpdates" | "putBack" | "checkUpdates">;
  readonly change: (step: Problem["step"], work: () => Promise<void>) => Promise<boolean>;
  readonly review: (patch: (state: ReviewingState) => Partial<ReviewingState>) => void;
  /** Reads the workbook: the changes that its log remembers, each with where its line stands now. */
  readonly lookUp: () => Promise<readonly LoggedUpdate[]>;
  /** Compares again, because cells changed. */
  readonly checkAgain: () => void;
}

/** The commands that change invoice quantities and put them back. */
export function updateCommands(ports: UpdatePorts): UpdateCommands {
  const { getState, workbook, change, review, lookUp, checkAgain } = ports;
  async function write(
    action: "apply" | "put back",
    updates: readonly QuantityUpdate[],
    after: (
      earlier: readonly QuantityUpdate[],
      written: readonly QuantityUpdate[],
    ) => readonly QuantityUpdate[],
  ): Promise<void> {
    await change("update", async () => {
      const answer = await (action === "apply" ? workbook.applyUpdates(updates) : workbook.putBack(updates))
        // Cells may have changed although an error came back: what stands is compared, too.
        .finally(checkAgain);
      const lastChange = { action, written: answer.written.length, asked: updates.length };
      review((state) => ({
        updates: after(state.updates, answer.written),
        isStale: true,
        problem: null,
        lastChange,
      }));
      if (answer.refused.length > 0) throw new UpdatesRefusedError(answer);
    });
  }
  const commands: UpdateCommands = {
    async checkUpdates(updates) {
      try {
        return await workbook.checkUpdates(updates);
      } catch {
        // Only a preview: applying asks again, and says then what is wrong with the workbook.
        return null;
      }
    },
    applyUpdates: (updates) => write("apply", updates, (earlier, written) => [...earlier, ...written]),
    putBack: (updates) =>
      write("put back", updates, (earlier, written) => earlier.filter((it) => !written.includes(it))),
    async putBackAll() {
      const state = getState();
      const updates = state.status === "reviewing" ? [...state.updates].reverse() : [];
      // One after the other: a cell may have been changed more than once.
      for (const update of updates) await commands.putBack([update]);
    },
    putBackLogged: (entries) =>
      change("update", async () => {
        const { written, left, refused } = await putBackFound(entries, lookUp, workbook);
        const lastChange = { action: "put back", written, asked: entries.length } as const;
        review(({ reconciliation }) => ({
          reconciliation: { ...reconciliation, logged: left },
          isStale: true,
          problem: null,
          lastChange,
        }));
        checkAgain();
        if (refused.length > 0) throw new NotPutBackError(refused, written);
      }).then(() => undefined),
  };
  return commands;
}

/** What could not be put back, and why in words. */
interface Refused {
  readonly entry: LoggedUpdate;
  readonly why: string;
}

interface PutBackResult {
  readonly written: number;
  /** What the log still remembers afterwards. */
  readonly left: readonly LoggedUpdate[];
  readonly refused: readonly Refused[];
}

/** Puts back in rounds, the last change of each line first; every round looks for the lines anew. */
async function putBackFound(
  entries: readonly LoggedUpdate[],
  lookUp: () => Promise<readonly LoggedUpdate[]>,
  workbook: Pick<WorkbookPort, "putBack">,
): Promise<PutBackResult> {
  let wanted = entries;
  let written = 0;
  const refused: Refused[] = [];
  let left = await lookUp();
  while (wanted.length > 0) {
    const now = wanted.map((entry) => ({ entry, found: left.find((it) => isSame(it, entry)) ?? null }));
    const open = now.flatMap(({ entry, found }) => {
      if (found?.state.kind !== "open") return [];
      const { oldQuantity, newQuantity, state } = found;
      return [{ entry, update: { key: state.key, cell: state.cell, oldQuantity, newQuantity } }];
    });
    const later = now.filter(({ found }) => found?.state.kind === "later").map(({ entry }) => entry);
    refused.push(
      ...now
        .filter(
          ({ entry, found }) => found?.state.kind !== "open" && (!later.includes(entry) || open.length === 0),
        )
        .map(({ entry, found }) => ({ entry, why: whyNot(found) })),
    );
    if (open.length === 0) break;
    const answer: UpdateAnswer = await workbook.putBack(open.map(({ update }) => update));
    written += answer.written.length;
    for (const { update, why } of answer.refused) {
      const entry = open.find((it) => it.update === update)?.entry;
      if (entry !== undefined) refused.push({ entry, why });
    }
    wanted = later;
    left = await lookUp();
  }
  return { written, left, refused };
}

function isSame(one: LoggedUpdate, other: LoggedUpdate): boolean {
  return one.entry === other.entry && one.line === other.line && one.newQuantity === other.newQuantity;
}

/** Continues the name of the line. */
function whyNot(found: LoggedUpdate | null): string {
  if (found === null) return "was put back already, or the log no longer names it";
  const { state, newQuantity } = found;
  switch (state.kind) {
    case "open":
      return "was left as it is";
    case "later":
      return "was changed again after that; put the later change back first";
    case "gone":
      return "is not found any more: no line reads as it did";
    case "alike":
      return `cannot be told apart: ${state.lines} lines read alike`;
    case "other":
      return `holds ${state.holds}, not ${newQuantity}`;
  }
}
