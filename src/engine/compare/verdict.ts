import { ZERO, sum, toQuantity, type Decimal, type Outcome, type Period, type UsageRecord } from "../records";
import { expectedQuantity, measure, toleranceUnits, type Expected, type Measured, type Rule } from "../rules";
import type { Conversion } from "./convert";
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
  /** What else there is to know, in words, after the arithmetic. */
  readonly notes: readonly string[];
}

/** What a verdict needs to know about the sources that speak of the pair's service. */
export interface Coverage {
  /** Names of the usage sources that cover the service. */
  readonly sources: readonly string[];
  /** Why one of them cannot be trusted for this period, in words. */
  readonly problems: readonly string[];
}

/** How the pair's usage is counted, and that of services which a bundle covers. */
export interface Counting {
  readonly rule: Rule;
  readonly window: Period | null;
  readonly ruleOf: (pair: Pair) => Rule;
}

/** The usage behind a pair's expected quantity: its own, and that of the driver of its bundle. */
export function usageOf(pair: Pair): readonly UsageRecord[] {
  return pair.bundle === null ? pair.usage : [...pair.usage, ...pair.bundle.driver.usage];
}

/** Judges one client and service. Uncertainty comes first: a doubtful input never becomes a quantity. */
export function judge(
  pair: Pair,
  { rule, window, ruleOf }: Counting,
  coverage: Coverage,
  conversion: Conversion,
): Verdict {
  const billed = sum(pair.lines.map((line) => line.quantity));
  const tolerance = toleranceUnits(rule, billed);
  const base: Verdict = {
    outcome: "needs review",
    billed,
    expected: null,
    tolerance,
    steps: null,
    basis: "",
    flags: [],
    reason: "",
    notes: [],
  };
  const usage = usageOf(pair);
  const problems = [
    ...pair.problems,
    ...(pair.bundle?.driver.problems ?? []),
    ...mixedUnits(usage),
    ...coverage.problems,
  ];
  if (problems.length > 0 || conversion.kind === "problem") {
    const currencies = conversion.kind === "problem" ? [conversion.reason] : [];
    const quantities = problems.length > 0 ? [] : quantitiesAlone(usage, billed, rule, window);
    return { ...base, reason: [...problems, ...currencies, ...quantities].join("; ") };
  }
  if (usage.length === 0 && coverage.sources.length === 0) {
    return { ...base, outcome: "not checked", reason: "no usage source covers this service" };
  }
  const measured = measure(usage, rule, window);
  if (measured.kind === "problem") return { ...base, reason: measured.reason };
  const steps = expectedQuantity(measured.quantity, rule);
  const outcome = outcomeOf({ lines: pair.lines, usage }, billed, steps.expected, tolerance);
  const gaps = coverageGaps(pair, (member) => measure(member.usage, ruleOf(member), window));
  return {
    ...base,
    outcome,
    expected: steps.expected,
    steps,
    basis: measured.basis,
    flags: [...measured.flags, ...(gaps.length > 0 ? ["coverage-gap"] : [])],
    notes: gaps,
  };
}

/** Services of a bundle that cover fewer than the driver counts (domain rule 14), in words. */
function coverageGaps(pair: Pair, count: (member: Pair) => Measured): readonly string[] {
  const { bundle } = pair;
  if (bundle === null) return [];
  return bundle.others.flatMap((member) => {
    const covered = count(member);
    const driven = bundle.driversOf(member).map(count);
    const name = member.service.name;
    if (covered.kind === "problem") return [`${name}: ${covered.reason}`];
    const needed = sum(driven.map((driver) => (driver.kind === "measured" ? driver.quantity : ZERO)));
    const gap = needed.minus(covered.quantity);
    return gap.gt(0)
      ? [
          `${name} covers ${toQuantity(covered.quantity)} of ${toQuantity(needed)}: coverage gap of ${toQuantity(gap)}`,
        ]
      : [];
  });
}

/** The lines and the usage that are compared. */
type Sides = Pick<Pair, "lines"> & { readonly usage: readonly UsageRecord[] };

function outcomeOf(pair: Sides, billed: Decimal, expected: Decimal, tolerance: Decimal): Verdict["outcome"] {
  const difference = expected.minus(billed);
  if (difference.abs().lte(tolerance)) return "matched";
  if (pair.lines.length === 0) return "unbilled";
  if (difference.gt(0)) return "underbilled";
  return pair.usage.length === 0 || (expected.eq(0) && hasNoUsage(pair)) ? "unused" : "overbilled";
}

/** Usage rows that all say zero are no usage. */
function hasNoUsage(pair: Sides): boolean {
  return pair.usage.every((record) => record.quantity?.eq(ZERO) === true);
}

/** Money in two currencies is a question; what the quantities alone say is known all the same. */
function quantitiesAlone(
  usage: readonly UsageRecord[],
  billed: Decimal,
  rule: Rule,
  window: Period | null,
): readonly string[] {
  if (usage.length === 0) return [];
  const measured = measure(usage, rule, window);
  if (measured.kind === "problem") return [measured.reason];
  const { expected } = expectedQuantity(measured.quantity, rule);
  const more = expected.minus(billed);
  const words = more.eq(0)
    ? "as billed"
    : `${toQuantity(more.abs())} ${more.gt(0) ? "more" : "less"} than billed`;
  return [`the quantity alone should be ${toQuantity(expected)}, ${words}`];
}

/** Units are never added to each other. */
function mixedUnits(usage: readonly UsageRecord[]): readonly string[] {
  const units = new Set<string>();
  for (const { unit } of usage) if (unit !== null && unit !== "") units.add(unit);
  return units.size > 1 ? [`usage in ${[...units].sort().join(" and ")}`] : [];
}
