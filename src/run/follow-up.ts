import type { Decision, IsoDate } from "../engine/records";

/** A note with a due date before it, as tblDiscrepancies keeps it: `due 2026-12-01: ask Anna`. */
const DUE = /^due (\d{4}-\d{2}-\d{2})(?:: )?/;

/** The due date of a follow-up; `null` when its note gives none. */
export function dueOf({ note }: Pick<Decision, "note">): IsoDate | null {
  return DUE.exec(note)?.[1] ?? null;
}

/** The note without its due date. */
export function withoutDue(note: string): string {
  return note.replace(DUE, "");
}

/** The note with this due date (ISO) in place of any other; blank for none. */
export function withDue(note: string, due: string): string {
  const rest = withoutDue(note);
  if (due === "") return rest;
  return rest === "" ? `due ${due}` : `due ${due}: ${rest}`;
}

/** Whether a follow-up is past its date. */
export function isOverdue(decision: Decision, today: IsoDate): boolean {
  const due = dueOf(decision);
  return decision.decision === "Follow up" && due !== null && due < today;
}
