import {
  ZERO,
  decimal,
  toMoney,
  type ConvertedTotals,
  type Decimal,
  type MoneyTotals,
  type ResultRow,
} from "../records";
import type { CurrencyRate, CurrencyRates } from "../rules";
import { conversionStep, convertMoney, missingRates } from "./convert";

/** Outcomes whose money counts as under- or overbilled; accepted differences are settled, doubtful ones are no money yet. */
const COUNTED: ReadonlySet<ResultRow["outcome"]> = new Set([
  "underbilled",
  "overbilled",
  "unbilled",
  "unused",
]);

interface Sums {
  underbilled: Decimal;
  overbilled: Decimal;
}

function isCounted(result: ResultRow): result is ResultRow & { readonly impact: number } {
  return COUNTED.has(result.outcome) && result.impact !== null;
}

function add(sums: Sums, amount: number): void {
  if (amount > 0) sums.underbilled = sums.underbilled.plus(decimal(amount));
  else sums.overbilled = sums.overbilled.minus(decimal(amount));
}

/** Money under- and overbilled per currency; currencies are never added to each other (rule 25). */
export function totalsOf(results: readonly ResultRow[]): Readonly<Record<string, MoneyTotals>> {
  const totals = new Map<string, Sums>();
  for (const { impact, currency } of results.filter(isCounted)) {
    const entry: Sums = totals.get(currency ?? "") ?? { underbilled: ZERO, overbilled: ZERO };
    add(entry, impact);
    totals.set(currency ?? "", entry);
  }
  return Object.fromEntries(
    [...totals]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { underbilled, overbilled }]) => [
        currency,
        { underbilled: toMoney(underbilled), overbilled: toMoney(overbilled) },
      ]),
  );
}

/** The results with the step that converts their money, and the totals that these steps add up to. */
export interface ConvertedResults {
  readonly results: readonly ResultRow[];
  readonly converted: ConvertedTotals | null;
}

/**
 * Totals in each currency to which every other one has a rate. Each result's money is converted and rounded once, so that
 * the total is the sum of what the evidence shows; the totals per currency stay as they are.
 */
export function convertTotals(results: readonly ResultRow[], rates: CurrencyRates): ConvertedResults {
  const counted = results.filter(isCounted);
  const currencies = [...new Set(counted.map(({ currency }) => currency ?? ""))].sort();
  const remarks: string[] = [];
  const steps = new Map<string, ResultRow["steps"]>();
  const totals = rates.targets.flatMap((to) => {
    const missing = missingRates(currencies, to, rates);
    const others = currencies.filter((currency) => currency.trim().toUpperCase() !== to);
    if (others.length === 0 || missing.length === others.length) return [];
    if (missing.length > 0) {
      const names = missing.map((name) => (name === "" ? "money without a currency" : name)).join(", ");
      remarks.push(`no total in ${to}: no rate is given for ${names}`);
      return [];
    }
    const sums: Sums = { underbilled: ZERO, overbilled: ZERO };
    const used = new Map<string, CurrencyRate>();
    for (const { key, currency, impact } of counted) {
      const found = rates.find(currency ?? "", to);
      if (found.kind !== "rate" || currency?.trim().toUpperCase() === to) {
        add(sums, impact);
        continue;
      }
      used.set(found.rate.from, found.rate);
      add(sums, convertMoney(decimal(impact), found.rate));
      if (impact !== 0)
        steps.set(key, [...(steps.get(key) ?? []), conversionStep(decimal(impact), found.rate)]);
    }
    return [
      {
        currency: to,
        underbilled: toMoney(sums.underbilled),
        overbilled: toMoney(sums.overbilled),
        rates: [...used.values()].map(({ from, rate, cell }) => ({ from, rate: rate.toFixed(), cell })),
      },
    ];
  });
  return {
    results: results.map((result) => {
      const more = steps.get(result.key);
      return more === undefined ? result : { ...result, steps: [...result.steps, ...more] };
    }),
    converted: totals.length + remarks.length === 0 ? null : { totals, remarks },
  };
}
