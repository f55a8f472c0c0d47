import {
  toMoney,
  toQuantity,
  type BilledLine,
  type Period,
  type SheetGrid,
  type SourceLayout,
} from "../records";
import { billedCellsOf, evidenceOf, whyOf } from "../explain";
import { DEFAULT_RULE, type ChosenRule, type ParsedRules, type Rule } from "../rules";
import type { CoverageOf } from "./coverage";
import type { Pair } from "./pair";
import type { FreshResult } from "./previous";
import { impactOf, priceOf } from "./price";
import { usageWindow } from "./timing";
import { judge, type Verdict } from "./verdict";

/** What turning a pair into a result needs to know. */
export interface ResultContext {
  readonly chooseRule: (client: string, service: string) => ChosenRule;
  readonly rules: ParsedRules;
  readonly period: Period | null;
  readonly coverageOf: CoverageOf;
  readonly namesReaching: ReadonlyMap<string, ReadonlySet<string>>;
  /** The invoice's only currency, or `null` when it names several or none. */
  readonly onlyCurrency: string | null;
  readonly layoutOf: (source: string) => SourceLayout | undefined;
  readonly gridOf: (sheet: string) => SheetGrid | undefined;
}

/** The row of a client and service, before decisions; `null` when its rule excludes it. */
export function resultOf(pair: Pair, context: ResultContext): FreshResult | null {
  const rule = ruleOf(pair, context);
  if (rule.isExcluded || rule.months === 0) return null;
  const coverage = context.coverageOf(
    pair.service.key,
    context.period === null ? null : usageWindow(context.period, rule.billedIn),
  );
  const verdict = withoutHidden(judge(pair, rule, coverage), context.namesReaching.get(pair.key));
  const price = priceOf(pair.lines, rule);
  const difference = verdict.expected?.minus(verdict.billed) ?? null;
  const impact = impactOf(difference, price);
  const flags = [...verdict.flags, ...price.flags];
  if (pair.lines.some((line) => !line.hasNumericCell)) flags.push("text-quantity");
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
    currency: currencyOf(pair.lines, context.onlyCurrency),
    impact: impact === null ? null : toMoney(impact),
    billedCells: billedCellsOf(pair.lines, context.layoutOf, context.gridOf),
    sources:
      pair.usage.length > 0
        ? [...new Set(pair.usage.map((record) => record.source))].sort()
        : coverage.sources,
    evidence: evidenceOf(pair.usage),
    why: whyOf(verdict, rule, pair.lines.length > 0),
    flags,
  };
}

/** Usage that nobody has mapped yet may be the missing part: a smaller bill is never suggested before that is known. */
function withoutHidden(verdict: Verdict, names: ReadonlySet<string> | undefined): Verdict {
  const { expected, billed, tolerance } = verdict;
  if (names === undefined || expected === null || billed.minus(expected).lte(tolerance)) return verdict;
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

function currencyOf(lines: readonly BilledLine[], onlyCurrency: string | null): string | null {
  const currencies = new Set(lines.flatMap((line) => line.currency ?? []));
  if (currencies.size > 1) return null;
  return [...currencies][0] ?? onlyCurrency;
}
