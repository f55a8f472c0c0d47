import { ZERO, sum, type Decimal, type Outcome } from "../records";
import { expectedQuantity, measure, toleranceUnits, type Expected, type Rule } from "../rules";
import type { Pair } from "./pair";

/** The outcome of one client and service, with every quantity that led to it. */
export interface Verdict {
  readonly outcome: Exclude<Outcome, "accepted">;
  readonly billed: Decimal;
  /** `null` when the inputs do not allow one. */
  readonly expected: Decimal | null;
  readonly tolerance: Decimal;
  /** The steps of the arithmetic; `null` when nothing was counted. */
  readonly steps: Expected | null;
  /** What was counted, for the explanation. */
  readonly basis: string;
  readonly flags: readonly string[];
  /** Why it needs review or was not checked, in words; blank otherwise. */
  readonly reason: string;
}

/** What a verdict needs to know about the sources that speak of the pair's service. */
export interface Coverage {
  /** Names of the usage sources that cover the service. */
  readonly sources: readonly string[];
  /** Why one of them cannot be trusted for this period, in words. */
  readonly problems: readonly string[];
}

/** Judges one client and service. Uncertainty comes first: a doubtful input never becomes a quantity. */
export function judge(pair: Pair, rule: Rule, coverage: Coverage): Verdict {
  const billed = sum(pair.lines.map((line) => line.quantity));
  const tolerance = toleranceUnits(rule, billed);
  const base = { billed, expected: null, tolerance, steps: null, basis: "", flags: [] };
  const problems = [...pair.problems, ...mixtures(pair), ...coverage.problems];
  if (problems.length > 0) return { ...base, outcome: "needs review", reason: problems.join("; ") };
  if (pair.usage.length === 0 && coverage.sources.length === 0) {
    return { ...base, outcome: "not checked", reason: "no usage source covers this service" };
  }
  const measured = measure(pair.usage, rule);
  if (measured.kind === "problem") return { ...base, outcome: "needs review", reason: measured.reason };
  const steps = expectedQuantity(measured.quantity, rule);
  const outcome = outcomeOf(pair, billed, steps.expected, tolerance);
  return {
    ...base,
    outcome,
    expected: steps.expected,
    steps,
    basis: measured.basis,
    flags: measured.flags,
    reason: "",
  };
}

function outcomeOf(pair: Pair, billed: Decimal, expected: Decimal, tolerance: Decimal): Verdict["outcome"] {
  const difference = expected.minus(billed);
  if (difference.abs().lte(tolerance)) return "matched";
  if (pair.lines.length === 0) return "unbilled";
  if (difference.gt(0)) return "underbilled";
  return pair.usage.length === 0 || (expected.eq(0) && hasNoUsage(pair)) ? "unused" : "overbilled";
}

/** Usage rows that all say zero are no usage. */
function hasNoUsage(pair: Pair): boolean {
  return pair.usage.every((record) => record.quantity?.eq(ZERO) === true);
}

/** Currencies and units are never added to each other (rule 25). */
function mixtures(pair: Pair): readonly string[] {
  const currencies = distinct(pair.lines.map((line) => line.currency));
  const units = distinct(pair.usage.map((record) => record.unit));
  return [
    ...(currencies.length > 1 ? [`billed in ${currencies.join(" and ")}`] : []),
    ...(units.length > 1 ? [`usage in ${units.join(" and ")}`] : []),
  ];
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value): value is string => value !== null && value !== ""))].sort();
}
