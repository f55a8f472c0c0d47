import type { BilledCell } from "./result";

/** Whether a logged change of an invoice quantity can be put back, as the workbook stands now. */
export type PutBackState =
  /** The line was found, once, and still holds the quantity that the change left there. */
  | { readonly kind: "open"; readonly key: string; readonly cell: BilledCell }
  /** The same line was changed again: that change has to be put back first. */
  | { readonly kind: "later" }
  /** No line of the sheet reads like it any more. */
  | { readonly kind: "gone" }
  /** Several lines read alike, and nothing tells which of them was changed. */
  | { readonly kind: "alike"; readonly lines: number }
  /** The line was found and holds another quantity now. */
  | { readonly kind: "other"; readonly holds: number };

/** A change of an invoice quantity that tblLog remembers and that was not put back. */
export interface LoggedUpdate {
  /** Number of the entry among those of the log, 0-based. */
  readonly entry: number;
  /** UTC time to the minute, as `YYYY-MM-DD HH:MM`; blank where the log has none. */
  readonly when: string;
  readonly sheet: string;
  /** The line by what it said, as the log names it. */
  readonly line: string;
  readonly oldQuantity: number;
  readonly newQuantity: number;
  readonly state: PutBackState;
}
