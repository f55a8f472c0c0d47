import { toQuantity, type Decimal } from "../records";
import type { Rule } from "../rules";
import type { Verdict } from "../compare/verdict";

/** The arithmetic in words: "22 used - 2 included = 20; minimum 5; billed 18: underbilled 2". */
export function whyOf(verdict: Verdict, rule: Rule, hasLines: boolean): string {
  const billed = hasLines ? `billed ${show(verdict.billed)}` : "not billed";
  if (verdict.steps === null || verdict.expected === null) return `${billed}; ${verdict.reason}`;
  const { measured, units, afterIncluded, expected } = verdict.steps;
  const parts: string[] = [];
  const basis = verdict.basis === "rows" && measured.eq(1) ? "row" : verdict.basis;
  let counted = `${show(measured)} ${basis}`;
  if (!rule.unitsPerBilledUnit.eq(1)) counted += ` / ${show(rule.unitsPerBilledUnit)} per billed unit`;
  if (!units.eq(measured)) counted += `${roundedWord(rule)} = ${show(units)}`;
  if (!rule.included.eq(0)) counted += ` - ${show(rule.included)} included = ${show(afterIncluded)}`;
  parts.push(counted);
  if (!rule.minimum.eq(0))
    parts.push(`minimum ${show(rule.minimum)}${expected.eq(afterIncluded) ? "" : ` = ${show(expected)}`}`);
  const difference = expected.minus(verdict.billed).abs();
  const isWithinTolerance = verdict.outcome === "matched" && !difference.eq(0);
  const verdictWords =
    verdict.outcome === "matched"
      ? `matched${isWithinTolerance ? `, ${show(difference)} is within the tolerance of ${show(verdict.tolerance)}` : ""}`
      : `${verdict.outcome} ${show(difference)}`;
  return `${[...parts, billed].join("; ")}: ${verdictWords}`;
}

/** How a rule rounds, in words. */
export function roundedWord(rule: Rule): string {
  return rule.rounding === "none"
    ? ""
    : rule.rounding === "nearest"
      ? ", rounded"
      : `, rounded ${rule.rounding}`;
}

/** A quantity without trailing zeros, thousands not separated: it must read the same in every language. */
export function show(value: Decimal): string {
  return String(toQuantity(value));
}
