import type { ConnectedTexts } from "./connected";
import type { DecisionKind, Outcome } from "../../engine/records";
import type { ShareRemark } from "../../engine/share";
import type { GroupBy, LastChange, Problem, Progress, SortBy } from "../../run";

/** Every text of the pane; one object per language, so that a missing text does not compile. */
export interface Texts {
  readonly screens: Readonly<
    Record<"reconcile" | "results" | "mappings" | "rules" | "history" | "connections", string>
  >;
  readonly connected: ConnectedTexts;
  readonly files: {
    readonly add: string;
    readonly hint: string;
    readonly remove: (name: string) => string;
    readonly file: (name: string, megabytes: string) => string;
  };
  readonly chosen: (count: number) => string;
  readonly choose: (name: string) => string;
  readonly chooseShown: (count: number) => string;
  readonly chooseNone: string;
  readonly saveFor: (count: number) => string;
  readonly changeAll: (count: number) => string;
  readonly byHand: string;
  readonly byHandOf: (count: number) => string;
  readonly due: string;
  readonly overdue: string;
  readonly putBackAll: (count: number) => string;
  /** `why` continues "Row 4" and comes from the workbook. */
  readonly refused: (row: number, why: string) => string;
  readonly refusedOf: (count: number, total: number) => string;
  readonly changedOf: Readonly<Record<LastChange["action"], (written: number, asked: number) => string>>;
  readonly earlier: {
    readonly title: string;
    readonly hint: string;
    readonly later: string;
    readonly gone: string;
    readonly alike: (lines: number) => string;
    readonly other: (quantity: string) => string;
  };
  readonly firstRun: readonly [string, string, string];
  readonly readWorkbook: string;
  readonly openSample: string;
  readonly reconcile: string;
  readonly reconcileAgain: string;
  readonly cancel: string;
  readonly phase: Readonly<Record<Progress["phase"], string>>;
  readonly progress: (done: string, total: string) => string;
  readonly ready: (results: number) => string;
  readonly loading: string;
  readonly role: Readonly<Record<"billed" | "usage" | "other", string>>;
  /** For a source without a quantity column. */
  readonly countsRows: string;
  /** The engine's reasons for a layout, which are English sentences. */
  readonly because: (reasons: string) => string;
  /** For columns that the engine is not sure of. */
  readonly unsure: string;
  /** The three labels of a source's fields: short where they are seen, with the source where they are read aloud. */
  readonly roleOf: (source?: string) => string;
  readonly headerRowOf: (source?: string) => string;
  readonly forgetCorrections: string;
  readonly missing: {
    readonly billed: { readonly what: string; readonly remedy: string };
    readonly usage: { readonly what: string; readonly remedy: string };
    readonly readAgain: string;
  };
  readonly field: Readonly<Record<"client" | "product" | "quantity" | "unitPrice", string>>;
  readonly columnOf: (field: string, source?: string) => string;
  readonly noColumn: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly periodHint: string;
  readonly period: (days: string) => string;
  readonly rowsRead: (name: string, rows: string) => string;
  readonly step: Readonly<Record<Problem["step"], string>>;
  readonly kept: Readonly<Record<Problem["kept"], string>>;
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly decision: Readonly<Record<DecisionKind, string>>;
  readonly stale: string;
  readonly search: string;
  readonly sortBy: string;
  readonly sort: Readonly<Record<SortBy, string>>;
  readonly groupBy: string;
  readonly group: Readonly<Record<GroupBy, string>>;
  readonly outcomes: string;
  readonly resultList: string;
  readonly nothingFound: string;
  readonly underbilled: string;
  readonly overbilled: string;
  /** Before money of several currencies in one; `rates` is such as "EUR 1.08". */
  readonly allIn: (currency: string, rates: string) => string;
  /** Why money of several currencies is not added. */
  readonly notAdded: (remark: string) => string;
  readonly billed: string;
  readonly expected: string;
  readonly evidence: string;
  readonly steps: string;
  /** Rows that follow each other, 1-based, both included. */
  readonly rows: (sheet: string, first: number, last: number) => string;
  readonly setQuantity: (from: string, to: string, row: number) => string;
  readonly decisionLabel: string;
  readonly decisionField: Readonly<Record<"reason" | "expires" | "owner" | "note", string>>;
  readonly save: string;
  readonly close: string;
  readonly unmapped: (name: string, source: string) => string;
  readonly affects: (rows: number, quantity: string) => string;
  readonly suggested: (to: string, score: string, why: string) => string;
  readonly mapTo: (name: string) => string;
  readonly confirm: (count: number) => string;
  readonly ignoreHint: string;
  readonly allMapped: string;
  readonly putBack: string;
  readonly updated: (row: number, from: string, to: string) => string;
  readonly noUpdates: string;
  readonly removeAnnotations: string;
  readonly removeHint: string;
  readonly rule: {
    readonly hint: string;
    readonly choose: string;
    readonly add: string;
    readonly preview: string;
    readonly save: string;
    readonly none: string;
    readonly changes: (count: number) => string;
    readonly change: (client: string, service: string, from: string, to: string) => string;
    readonly wrong: string;
    readonly noResult: string;
  };
  readonly share: {
    readonly title: string;
    readonly changes: (lines: number) => string;
    readonly skipped: (client: string, service: string) => string;
    readonly changeList: string;
    readonly csv: string;
    readonly evidence: string;
    readonly evidenceChosen: (results: number) => string;
    readonly evidenceOf: (results: number) => string;
    readonly client: string;
    readonly clientPage: string;
    readonly written: (sheet: string) => string;
    readonly remark: Readonly<Record<ShareRemark, string>>;
  };
  readonly figures: (rows: string, quantity: string, amounts: string) => string;
  readonly rejected: (rows: string) => string;
  readonly andMore: (count: number) => string;
  readonly log: string;
  readonly noLog: string;
  readonly differenceOf: (outcome: string, quantity: string) => string;
  /** What a flag of a result means; one that is not listed is shown as it is. */
  readonly flag: Readonly<Partial<Record<string, string>>>;
}
