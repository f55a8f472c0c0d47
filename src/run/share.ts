import {
  changeList,
  changeListCsv,
  clientPage,
  evidenceList,
  type ChangeList,
  type ShareAnswer,
  type ShareRequest,
} from "../engine/share";
import type { WorkbookPort } from "./ports";
import type { Problem, ReviewingState, RunState } from "./state";

/** What of a run can be handed on; every command needs results and answers `null` without them or after a failure. */
export interface ShareCommands {
  /** The invoice lines to change, as decided so far; `null` without results. */
  changeList(): ChangeList | null;
  /** The change list as a CSV file's text. */
  changeListCsv(): string | null;
  /** Writes the change list as a sheet. */
  shareChangeList(): Promise<ShareAnswer | null>;
  /** Writes the evidence of these results as a sheet, in the order of the results. */
  shareEvidence(keys: readonly string[]): Promise<ShareAnswer | null>;
  /** Writes one client's printable page. */
  shareClientPage(client: string): Promise<ShareAnswer | null>;
}

/** What the commands work on: the state, the workbook, and how a failure is shown. */
interface SharePorts {
  readonly getState: () => RunState;
  readonly workbook: Pick<WorkbookPort, "share">;
  readonly change: (step: Problem["step"], work: () => Promise<void>) => Promise<boolean>;
}

/** The commands that hand results on. */
export function shareCommands({ getState, workbook, change }: SharePorts): ShareCommands {
  const reviewed = (): ReviewingState | null => {
    const state = getState();
    return state.status === "reviewing" ? state : null;
  };
  const share = async (requestOf: (state: ReviewingState) => ShareRequest): Promise<ShareAnswer | null> => {
    const state = reviewed();
    let answer: ShareAnswer | null = null;
    if (state === null) return answer;
    await change("share", async () => {
      answer = await workbook.share(requestOf(state));
    });
    return answer;
  };
  return {
    changeList: () => listOf(reviewed()),
    changeListCsv() {
      const list = listOf(reviewed());
      return list === null ? null : changeListCsv(list);
    },
    shareChangeList: () => share((state) => ({ kind: "change list", list: decidedChanges(state) })),
    shareEvidence(keys) {
      const wanted = new Set(keys);
      return share(({ reconciliation }) => ({
        kind: "evidence",
        rows: evidenceList(reconciliation.results.filter(({ key }) => wanted.has(key))),
      }));
    },
    shareClientPage: (client) =>
      share(({ reconciliation }) => ({ kind: "client page", page: clientPage(reconciliation, client) })),
  };
}

function listOf(state: ReviewingState | null): ChangeList | null {
  return state === null ? null : decidedChanges(state);
}

/** Updates are changes that the PSA does not know yet: those that the run read in the log, then those made since. */
function decidedChanges({ reconciliation, updates }: ReviewingState): ChangeList {
  const { results, period, applied = [] } = reconciliation;
  return changeList(results, period, [...applied, ...updates]);
}
