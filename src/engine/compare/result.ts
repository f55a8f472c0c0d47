import {
  toMoney,
  toQuantity,
  type BilledLine,
  type Period,
  type ResultRow,
  type SheetGrid,
  type SourceLayout,
} from "../records";
import { billedCellsOf, evidenceOf, stepsOf, whyOf } from "../explain";
import { DEFAULT_RULE, type ChosenRule, type CurrencyRates, type ParsedRules, type Rule } from "../rules";
import { commitmentOf } from "./commitment";
import { conversionOf, conversionSteps, factorOf, type Conversion } from "./convert";
import type { CoverageOf } from "./coverage";
import type { Pair } from "./pair";
import { FRESH } from "./previous";
import { impactOf, priceOf, type Price } from "./price";
import { isSnapshot, usageWindow } from "./timing";
import { judge, usageOf, type Coverage, type Verdict } from "./verdict";

/** What turning a pair into a result needs to know. */
export interface ResultContext {
  readonly chooseRule: (client: string, service: string) => ChosenRule;
  readonly rules: ParsedRules;
  readonly rates: CurrencyRates;
  readonly period: Period | null;
  readonly coverageOf: CoverageOf;
  readonly namesReaching: ReadonlyMap<string, ReadonlySet<string>>;
  /** The invoice's only currency, or `null` when it names several or none. */
  readonly onlyCurrency: string | null;
  readonly layoutOf: (source: string) => SourceLayout | undefined;
  readonly gridOf: (sheet: string) => SheetGrid | undefined;
}

/** The row of a client and service, before decisions; `null` when its rule excludes it or a bundle covers it. */
export function resultOf(pair: Pair, context: ResultContext): ResultRow | null {
  if (pair.coveredBy !== null) return null;
  const rule = ruleOf(pair, context);
  if (rule.isExcluded || rule.months === 0) return null;
  const { period } = context;
  const window = period === null ? null : usageWindow(period, rule.billedIn, pair.lines);
  const coverage = coverageOf(pair, window, context);
  const counting = {
    rule,
    view: { window, isSnapshot: (source: string) => isSnapshot(context.layoutOf(source)) },
    ruleOf: (member: Pair) => ruleOf(member, context),
    coverageOf: (member: Pair) => context.coverageOf(member.service.key, window),
  };
  const conversion = conversionOf(pair.lines, context.rates);
  const judged = judge(pair, counting, coverage, conversion);
  const verdict = withoutHidden(judged, namesReaching(pair, context));
  const stated = priceOf(pair.lines, rule, period, (line) => factorOf(conversion, line));
  // Prices in currencies that nothing converts are not compared with each other, nor with a list.
  const price = conversion.kind === "problem" ? { ...stated, unitPrice: null, flags: [], notes: [] } : stated;
  const converted = conversionSteps(pair.lines, conversion);
  const difference = verdict.expected?.minus(verdict.billed) ?? null;
  const impact = impactOf(difference, price);
  const committed = commitmentNote(pair, verdict, price, period);
  const flags = [...verdict.flags, ...price.flags, ...(committed === null ? [] : ["commitment-running"])];
  if (pair.lines.some((line) => !line.hasNumericCell)) flags.push("text-quantity");
  const own = usageOf(pair);
  // One device may count for several services of a bundle, and is one row of evidence.
  const usage =
    pair.bundle === null
      ? own
      : [...new Set([...own, ...pair.bundle.others.flatMap((member) => member.usage)])];
  const notes = [
    ...verdict.notes,
    ...conversionNotes(conversion, pair),
    ...price.notes,
    ...(committed === null ? [] : [committed]),
  ];
  return {
    key: pair.key,
    client: pair.client.name,
    service: pair.service.name,
    outcome: verdict.outcome,
    billedQuantity: toQuantity(verdict.billed),
    expectedQuantity: verdict.expected === null ? null : toQuantity(verdict.expected),
    difference: difference === null ? null : toQuantity(difference),
    tolerance: toQuantity(verdict.tolerance),
    unitPrice: price.unitPrice === null ? null : toQuantity(price.unitPrice),
    months: price.months,
    currency: currencyOf(pair.lines, conversion, context.onlyCurrency),
    impact: impact === null ? null : toMoney(impact),
    billedCells: billedCellsOf(pair.lines, context.layoutOf, context.gridOf),
    sources: usage.length > 0 ? [...new Set(usage.map((record) => record.source))].sort() : coverage.sources,
    evidence: evidenceOf(usage),
    why: [whyOf(verdict, rule, pair.lines.length > 0), ...notes].join("; "),
    steps: stepsOf(verdict, rule, pair.lines.length, converted),
    flags,
    ...FRESH,
  };
}

/** The sources of a service, and for a bundle those of its driver. */
function coverageOf(pair: Pair, window: Period | null, context: ResultContext): Coverage {
  const keys = [pair.service.key, ...(pair.bundle === null ? [] : [pair.bundle.driver.pair.service.key])];
  const all = keys.map((key) => context.coverageOf(key, window));
  const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
  return {
    sources: distinct(all.flatMap(({ sources }) => sources)),
    problems: distinct(all.flatMap(({ problems }) => problems)),
  };
}

function namesReaching({ key, bundle }: Pair, context: ResultContext): ReadonlySet<string> {
  const keys = bundle === null ? [key] : [key, bundle.driver.pair.key];
  return new Set(keys.flatMap((each) => [...(context.namesReaching.get(each) ?? [])]));
}

/** More is committed than billed: the vendor bills it until the term ends, whatever is used (domain rule 4). */
function commitmentNote(pair: Pair, { billed }: Verdict, price: Price, period: Period | null): string | null {
  const committed = commitmentOf(usageOf(pair), period);
  if (committed === null || pair.lines.length === 0 || committed.quantity.lte(billed)) return null;
  const more = committed.quantity.minus(billed);
  const money = impactOf(more, price);
  const until = committed.until === null ? "for the term" : `until ${committed.until}`;
  const words = `${toQuantity(committed.quantity)} are committed ${until}: ${toQuantity(more)} more than billed`;
  return money === null ? words : `${words}, ${toMoney(money).toFixed(2)} per month not recovered`;
}

/** Usage that nobody has mapped yet may be the missing part: a smaller bill is never suggested before that is known. */
function withoutHidden(verdict: Verdict, names: ReadonlySet<string>): Verdict {
  const { expected, billed, tolerance } = verdict;
  if (names.size === 0 || expected === null || billed.minus(expected).lte(tolerance)) return verdict;
  const [first = "", ...others] = [...names].sort();
  const who = others.length === 0 ? first : `${first} and ${others.length} more`;
  return {
    ...verdict,
    outcome: "needs review",
    expected: null,
    steps: null,
    flags: [...verdict.flags, "unmapped-usage"],
    reason: `${toQuantity(expected)} counted so far, but unmapped ${who} may belong here; review the mapping`,
  };
}

/** The pair's rule; an ambiguous or partly unreadable one leaves a problem, so that no verdict rests on it. */
function ruleOf(pair: Pair, { chooseRule, rules }: ResultContext): Rule {
  const chosen = chooseRule(pair.client.key, pair.service.key);
  if (chosen.kind === "ambiguous") {
    pair.problems.add(
      `${chosen.rules.map((rule) => rule.cell).join(" and ")} both claim this service; keep one`,
    );
    return DEFAULT_RULE;
  }
  const problem = rules.invalid.get(chosen.rule);
  if (problem !== undefined) pair.problems.add(problem);
  return chosen.rule;
}

/** Why names no rule row: a row that is inserted into tblRules must not mark results as changed. */
function conversionNotes(conversion: Conversion, { lines }: Pair): readonly string[] {
  return conversionSteps(lines, conversion).map(({ what }) => what.replace(/ \(rate from row \d+\)$/, ""));
}

function currencyOf(
  lines: readonly BilledLine[],
  conversion: Conversion,
  onlyCurrency: string | null,
): string | null {
  if (conversion.kind === "converted") return conversion.to;
  const currencies = new Set(lines.flatMap((line) => line.currency ?? []));
  if (currencies.size > 1) return null;
  return [...currencies][0] ?? onlyCurrency;
}
