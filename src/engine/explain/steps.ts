import type { Step } from "../records";
import { toQuantity, type Decimal } from "../records";
import type { Verdict } from "../compare/verdict";
import type { Rule } from "../rules";
import { roundedWord, show } from "./why";

/** What stands in place of a rule row where tblRules has none for the service. */
const DEFAULT_RULE_WORDS = "default rule";

/**
 * The arithmetic of a result step by step, in the order of the public table format. A step that changes nothing is left
 * out, except counting; each step that a rule caused names that rule's row.
 * @param lines Number of billed lines.
 * @param converted What was converted into the currency of the result.
 */
export function stepsOf(
  verdict: Verdict,
  rule: Rule,
  lines: number,
  converted: readonly Step[] = [],
): readonly Step[] {
  const cause = rule.cell === "" ? DEFAULT_RULE_WORDS : rule.cell;
  const billed: Step = {
    kind: "billed",
    what: lines === 0 ? "not billed" : `billed on ${lines} ${lines === 1 ? "line" : "lines"}`,
    quantity: toQuantity(verdict.billed),
    rule: "",
  };
  if (verdict.steps === null || verdict.expected === null) {
    return [billed, { kind: "verdict", what: verdict.reason, quantity: null, rule: "" }];
  }
  const { measured, units, afterIncluded, expected } = verdict.steps;
  const counted = stepOf("counted", `counted: ${verdict.basis}${conditionsOf(rule)}`, measured, cause);
  return [
    counted,
    ...(rule.unitsPerBilledUnit.eq(1) && units.eq(measured)
      ? []
      : [stepOf("converted", convertedWords(rule), units, cause)]),
    ...(rule.included.eq(0)
      ? []
      : [stepOf("included", `minus ${show(rule.included)} included, not below zero`, afterIncluded, cause)]),
    ...(rule.minimum.eq(0)
      ? []
      : [stepOf("minimum", `at least the minimum of ${show(rule.minimum)}`, expected, cause)]),
    billed,
    ...converted,
    verdictStep(verdict, expected.minus(verdict.billed), cause),
  ];
}

function stepOf(kind: Step["kind"], what: string, quantity: Decimal, rule: string): Step {
  return { kind, what, quantity: toQuantity(quantity), rule };
}

function conditionsOf({ where, bundleOf }: Rule): string {
  const terms = where.map(({ header, isEqual, value }) => `${header}${isEqual ? "=" : "!="}${value}`);
  const [driver] = bundleOf;
  return [
    ...(terms.length === 0 ? [] : [` where ${terms.join("; ")}`]),
    ...(driver === undefined ? [] : [`, of ${driver}, which drives the bundle`]),
  ].join("");
}

function convertedWords(rule: Rule): string {
  const per = rule.unitsPerBilledUnit.eq(1)
    ? ""
    : `divided by ${show(rule.unitsPerBilledUnit)} per billed unit`;
  return `${per}${roundedWord(rule)}`.replace(/^, /, "");
}

/** Only a tolerance makes a rule the cause of a verdict. */
function verdictStep({ outcome, tolerance }: Verdict, difference: Decimal, cause: string): Step {
  const isTolerated = outcome === "matched" && !difference.eq(0);
  const what = isTolerated
    ? `matched: the difference is within the tolerance of ${show(tolerance)}`
    : `expected minus billed: ${outcome}`;
  return stepOf("verdict", what, difference, isTolerated ? cause : "");
}
