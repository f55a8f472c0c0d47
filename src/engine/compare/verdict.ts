import { ZERO, asShown, sum, toQuantity, type Decimal, type Outcome, type UsageRecord } from "../records";
import {
  expectedQuantity,
  measure,
  toleranceUnits,
  type Expected,
  type Measured,
  type Rule,
  type TimeView,
} from "../rules";
import type { Conversion } from "./convert";
import type { Driver, Pair } from "./pair";

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
  readonly view: TimeView;
  readonly ruleOf: (pair: Pair) => Rule;
  /** The sources that speak of a service which a bundle covers. */
  readonly coverageOf: (pair: Pair) => Coverage;
}

/** The usage behind a pair's expected quantity: its own, and that of the driver of its bundle, each row once. */
export function usageOf({ usage, bundle }: Pair): readonly UsageRecord[] {
  // A product that is mapped to a bundle and to its driver stands for one device.
  return bundle === null ? usage : [...new Set([...usage, ...bundle.driver.usage])];
}

/** How a bundle's driver is counted: as the bundle's rule says, and where that leaves it open, as the driver's own does. */
function countedAs(rule: Rule, driver: Rule): Rule {
  return {
    ...rule,
    count: rule.count.kind === "default" ? driver.count : rule.count,
    overTime: rule.overTime === "default" ? driver.overTime : rule.overTime,
  };
}

/** Judges one client and service. Uncertainty comes first: a doubtful input never becomes a quantity. */
export function judge(
  pair: Pair,
  { rule: own, view, ruleOf, coverageOf }: Counting,
  coverage: Coverage,
  conversion: Conversion,
): Verdict {
  const rule = pair.bundle === null ? own : countedAs(own, ruleOf(pair.bundle.driver.pair));
  const billed = asShown(sum(pair.lines.map((line) => line.quantity)));
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
    ...(pair.bundle?.driver.pair.problems ?? []),
    ...mixedUnits(usage),
    ...coverage.problems,
    ...readNearby(pair, usage),
  ];
  if (problems.length > 0 || conversion.kind === "problem") {
    const currencies = conversion.kind === "problem" ? [conversion.reason] : [];
    const quantities = problems.length > 0 ? [] : quantitiesAlone(usage, billed, rule, view);
    return { ...base, reason: [...problems, ...currencies, ...quantities].join("; ") };
  }
  if (usage.length === 0 && coverage.sources.length === 0) {
    return { ...base, outcome: "not checked", reason: "no usage source covers this service" };
  }
  const measured = measure(usage, rule, view);
  if (measured.kind === "problem") return { ...base, reason: measured.reason };
  const steps = expectedQuantity(measured.quantity, rule);
  const outcome = outcomeOf({ lines: pair.lines, usage }, billed, steps.expected, tolerance);
  const gaps = coverageGaps(pair, {
    member: (member) => measure(member.usage, ruleOf(member), view),
    driver: (driver) => measure(driver.usage, countedAs(driver.rule, ruleOf(driver.pair)), view),
    coverageOf,
  });
  return {
    ...base,
    outcome,
    expected: steps.expected,
    steps,
    basis: measured.basis,
    flags: [...measured.flags, ...(gaps.some(({ isGap }) => isGap) ? ["coverage-gap"] : [])],
    notes: [...leftOutOf(pair), ...gaps.map(({ words }) => words)],
  };
}

/** What is known of a service that a bundle covers beside its driver. */
interface Covered {
  /** Whether it covers fewer than the driver counts. */
  readonly isGap: boolean;
  readonly words: string;
}

/** Services of a bundle that cover fewer than the driver counts (domain rule 14), and those of which nobody knows. */
function coverageGaps(
  { bundle }: Pair,
  count: {
    readonly member: (pair: Pair) => Measured;
    readonly driver: (driver: Driver) => Measured;
    readonly coverageOf: (pair: Pair) => Coverage;
  },
): readonly Covered[] {
  if (bundle === null) return [];
  return bundle.others.flatMap((member): Covered[] => {
    const name = member.service.name;
    const unknown = (reason: string): Covered[] => [{ isGap: false, words: `${name}: ${reason}` }];
    const { sources, problems } = count.coverageOf(member);
    // A service that nobody reports is no gap (domain rule 29).
    if (member.usage.length === 0 && sources.length === 0) return unknown("no usage source covers it");
    const [problem] = [...member.problems, ...problems];
    if (problem !== undefined) return unknown(problem);
    const covered = count.member(member);
    if (covered.kind === "problem") return unknown(covered.reason);
    const driven = bundle.driversOf(member).map(count.driver);
    const needed = sum(driven.map((driver) => (driver.kind === "measured" ? driver.quantity : ZERO)));
    const gap = needed.minus(covered.quantity);
    if (!gap.gt(0)) return [];
    const words = `${name} covers ${toQuantity(covered.quantity)} of ${toQuantity(needed)}: coverage gap of ${toQuantity(gap)}`;
    return [{ isGap: true, words }];
  });
}

/** Rows of a bundle's driver that the Where of no bundle takes. */
function leftOutOf({ bundle }: Pair): readonly string[] {
  if (bundle === null) return [];
  const { pair, rule } = bundle.driver;
  const counted = new Set(bundle.driversOf(pair).flatMap((driver) => driver.usage));
  const rows = pair.usage.filter((record) => !counted.has(record));
  const terms = rule.where.map(({ header, isEqual, value }) => `${header}${isEqual ? "=" : "!="}${value}`);
  return rows.length === 0
    ? []
    : [
        `${rows.length} ${rows.length === 1 ? "row" : "rows"} of ${pair.service.name} left out by Where ${terms.join("; ")}`,
      ];
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
  view: TimeView,
): readonly string[] {
  if (usage.length === 0) return [];
  const measured = measure(usage, rule, view);
  if (measured.kind === "problem") return [measured.reason];
  const { expected } = expectedQuantity(measured.quantity, rule);
  const more = expected.minus(billed);
  const words = more.eq(0)
    ? "as billed"
    : `${toQuantity(more.abs())} ${more.gt(0) ? "more" : "less"} than billed`;
  return [`the quantity alone should be ${toQuantity(expected)}, ${words}`];
}

/** An export of the first of the month may hold rows of that day beside those of the last of the month. */
function readNearby(pair: Pair, usage: readonly UsageRecord[]): readonly string[] {
  const date = pair.readNearby ?? pair.bundle?.driver.pair.readNearby ?? null;
  if (usage.length > 0 || date === null) return [];
  return [`its only usage is dated ${date}, just outside the period`];
}

/** Units are never added to each other. */
function mixedUnits(usage: readonly UsageRecord[]): readonly string[] {
  const units = new Set<string>();
  for (const { unit } of usage) if (unit !== null && unit !== "") units.add(unit);
  return units.size > 1 ? [`usage in ${[...units].sort().join(" and ")}`] : [];
}
