import type { LoggedUpdate } from "./logged";
import type { IsoDate, Period } from "./period";
import type { RowNumbers } from "./record";
import type { Field, LayoutCorrection, SourceLayout, SourceRole } from "./source";
import type { ConvertedTotals, MoneyTotals } from "./totals";

/** The verdict on one (client, service); product.md gives the meaning of each. */
export type Outcome =
  | "matched"
  | "underbilled"
  | "overbilled"
  | "unbilled"
  | "unused"
  | "not checked"
  | "needs review"
  | "accepted";

/** Every outcome in the order in which people look at them: money first, matched last. */
export const OUTCOMES: readonly Outcome[] = [
  "underbilled",
  "unbilled",
  "overbilled",
  "unused",
  "needs review",
  "not checked",
  "accepted",
  "matched",
];

/** What a person chose for a discrepancy; the texts of the drop-down. */
export type DecisionKind = "Update invoice" | "Fix mapping" | "Follow up" | "Accept";

/** How a result compares with the last run. */
export type Change = "new" | "changed" | "unchanged" | "resolved";

/** What a person wrote beside a discrepancy; kept over re-runs by key. Texts are kept as typed. */
export interface Decision {
  readonly decision: string;
  readonly reason: string;
  /** An ISO date where it could be read as one, else the text as typed. */
  readonly expires: string;
  readonly owner: string;
  readonly note: string;
}

/** Evidence rows of one sheet or file, 0-based, ascending. */
export interface EvidenceRows {
  readonly sheet: string;
  /** A plain list for a sheet; four bytes a row for a file, which may have millions. */
  readonly rows: RowNumbers;
  /** What each of the rows says, in the source's units; `null` where the row counts itself. */
  readonly quantities?: readonly (number | null)[];
}

/** One step of the arithmetic behind an expected quantity. */
export interface Step {
  readonly kind: "counted" | "converted" | "included" | "minimum" | "billed" | "currency" | "verdict";
  /** The step in words, for example "minus 2 included". */
  readonly what: string;
  /** The quantity after the step, in the step's units; `null` where none is known. */
  readonly quantity: number | null;
  /** Address of the rule row that caused it, `default rule` where no row applies, blank where no rule is at work. */
  readonly rule: string;
}

/** A billed cell: the quantity cell of one invoice line, 0-based; `column` is `null` where the line has none. */
export interface BilledCell {
  readonly sheet: string;
  readonly row: number;
  readonly column: number | null;
  /** Client and service exactly as the cells of this line read, for formulas that look them up. */
  readonly client: string;
  readonly service: string;
  readonly quantity: number;
  /** True when the cell counts negatively although it shows a positive number (a credit by its amount). */
  readonly isReversed: boolean;
  /** False when a live formula cannot sum the cell (text, or looked up by position only). */
  readonly isNumeric: boolean;
  /** The agreement or line id that the line states; left out where it states none. */
  readonly agreement?: string;
  /** Price of one unit as this line states it; left out where it states none. */
  readonly unitPrice?: number;
}

/** One (client, service) of the reconciliation. Plain data: numbers are exact to 6 decimals, money to the cent. */
export interface ResultRow {
  /** Stable over runs: normalised client and service joined by "|". */
  readonly key: string;
  readonly client: string;
  readonly service: string;
  readonly outcome: Outcome;
  readonly billedQuantity: number | null;
  readonly expectedQuantity: number | null;
  /** expected − billed; positive means underbilled. `null` when either is unknown. */
  readonly difference: number | null;
  /** Largest absolute difference that still counts as matched, in billed units. */
  readonly tolerance: number;
  /** Price of one billed unit as the invoice states it; `null` when unknown or when lines disagree. */
  readonly unitPrice: number | null;
  /** Months that one billed quantity and price cover (tblRules Months); impact is per month. */
  readonly months: number;
  readonly currency: string | null;
  /** difference × unit price ÷ months, rounded half away from zero to the cent. */
  readonly impact: number | null;
  readonly billedCells: readonly BilledCell[];
  /** Names of the usage sources that contributed, or that cover the service. */
  readonly sources: readonly string[];
  readonly evidence: readonly EvidenceRows[];
  /** The arithmetic in words. */
  readonly why: string;
  /** The same arithmetic step by step, each with the rule row that caused it. */
  readonly steps: readonly Step[];
  readonly flags: readonly string[];
  readonly decision: Decision;
  readonly firstSeen: IsoDate;
  readonly change: Change;
}

/** An invoice quantity that was changed in the workbook already, and still has to be changed in the PSA. */
export interface AppliedUpdate {
  readonly key: string;
  readonly cell: BilledCell;
  readonly oldQuantity: number;
  readonly newQuantity: number;
}

/** How many rows of a source landed where; `read` is the sum of the others. */
export interface RowCounts {
  readonly read: number;
  readonly matched: number;
  readonly discrepant: number;
  readonly excluded: number;
  readonly unmapped: number;
  readonly rejected: number;
  readonly notChecked: number;
}

/** One source with its landing counts and the control total that proves them. */
export interface SourceResult {
  readonly name: string;
  readonly sheet: string;
  readonly role: SourceRole;
  readonly headerRow: number | null;
  readonly columns: Readonly<Partial<Record<Field, string>>>;
  readonly countsRows: boolean;
  readonly layout: SourceLayout;
  readonly rows: RowCounts;
  /** Sum of quantities as read, and the sum over the landing classes; equal when the source is complete. */
  readonly controlTotal: { readonly read: number; readonly landed: number; readonly ties: boolean };
  /** Why the source needs review (stale, empty, wrong period, ambiguous layout), else empty. */
  readonly problems: readonly string[];
}

/** A scored guess for an unmapped name; never applied by itself. */
export interface Suggestion {
  readonly to: string;
  /** 0 to 1. */
  readonly score: number;
  readonly why: string;
}

/** A source name that maps to nothing yet. */
export interface UnmappedName {
  readonly kind: "client" | "product";
  readonly source: string;
  readonly name: string;
  readonly rows: number;
  readonly quantity: number;
  readonly suggestions: readonly Suggestion[];
}

/** A row that could not be read; `row` is 0-based. */
export interface Rejection {
  readonly sheet: string;
  readonly row: number;
  readonly reason: string;
}

/** A value in one of the add-in's tables that could not be understood; `cell` is an address such as `Rules!D4`. */
export interface TableIssue {
  readonly cell: string;
  readonly message: string;
}

/** A row to append to tblClientMap or tblServiceMap, so that a person can confirm, change or ignore it. */
export interface MappingProposal {
  readonly kind: "client" | "product";
  readonly source: string;
  readonly name: string;
  /** The best suggestion; empty when there is none. */
  readonly to: string;
  /** 0 to 1; 0 when there is no suggestion. */
  readonly score: number;
  readonly note: string;
}

/** An entry for tblLog. */
export interface LogEntry {
  readonly action: "run" | "apply" | "put back" | "accept" | "map" | "remove annotations";
  readonly where: string;
  readonly old: string;
  readonly new: string;
  readonly detail: string;
}

/** Rows that take no part, with why; alike ones of a sheet are one entry. */
export interface ExcludedRows {
  readonly sheet: string;
  /** The first of them, 0-based. */
  readonly row: number;
  readonly rows: number;
  /** What they speak of: client and service of a line, the product of usage. */
  readonly name: string;
  readonly quantity: number;
  readonly reason: string;
}

/** Everything one run found: plain, cloneable data. */
export interface Reconciliation {
  readonly period: Period | null;
  /** UTC timestamp of the run, ISO 8601. */
  readonly ranAt: string;
  readonly sources: readonly SourceResult[];
  readonly results: readonly ResultRow[];
  readonly unmapped: readonly UnmappedName[];
  readonly rejected: readonly Rejection[];
  /** Lines and usage that take no part (domain rule 20); left out = none. */
  readonly excluded?: readonly ExcludedRows[];
  readonly tableIssues: readonly TableIssue[];
  /** Unmapped names that the mapping tables do not list yet. */
  readonly proposals: readonly MappingProposal[];
  /** Billed services that tblRules does not list yet: rows to append with defaults. */
  readonly newRuleServices: readonly string[];
  /** By currency code; the empty string where the invoice names no currency. */
  readonly totals: Readonly<Record<string, MoneyTotals>>;
  /** Totals by the rates that the user gave, beside those per currency; left out = no rate applies. */
  readonly converted?: ConvertedTotals;
  /** True when every row of every source is counted exactly once and control totals tie. */
  readonly complete: boolean;
  /** The completeness check in one sentence, always shown. */
  readonly completeness: string;
  readonly log: readonly LogEntry[];
  /** What a person corrected since the last run: rows to append to tblLayoutMap; left out = nothing. */
  readonly corrections?: readonly LayoutCorrection[];
  /** Quantities that were changed in the workbook for this period, oldest first; left out = none known. */
  readonly applied?: readonly AppliedUpdate[];
  /** Changes of quantities that the log remembers for this period and that were not put back, oldest first. */
  readonly logged?: readonly LoggedUpdate[];
}
