import type { UsageRecord } from "../records";
import { idKey } from "../normalise";
import { cellText } from "../tables";
import type { WhereTerm } from "./rule";

/** Whether a usage row passes every term of Where, or the first header that its source does not have. */
export type WhereResult =
  | { readonly kind: "passes" }
  | { readonly kind: "fails"; readonly term: WhereTerm }
  | { readonly kind: "no-column"; readonly header: string };

/** Compares cell texts with case and blanks ignored; all terms must hold. */
export function passesWhere(record: UsageRecord, terms: readonly WhereTerm[]): WhereResult {
  for (const term of terms) {
    const value = record.attribute(term.header);
    if (value === undefined) return { kind: "no-column", header: term.header };
    if ((idKey(cellText(value)) === idKey(term.value)) !== term.isEqual) return { kind: "fails", term };
  }
  return { kind: "passes" };
}
