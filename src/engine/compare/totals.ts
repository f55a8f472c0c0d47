import { ZERO, decimal, toMoney, type Decimal, type MoneyTotals, type ResultRow } from "../records";

/** Outcomes whose money counts as under- or overbilled; accepted differences are settled, doubtful ones are no money yet. */
const COUNTED: ReadonlySet<ResultRow["outcome"]> = new Set([
  "underbilled",
  "overbilled",
  "unbilled",
  "unused",
]);

/** Money under- and overbilled per currency; currencies are never added to each other (rule 25). */
export function totalsOf(results: readonly ResultRow[]): Readonly<Record<string, MoneyTotals>> {
  const totals = new Map<string, { underbilled: Decimal; overbilled: Decimal }>();
  for (const { outcome, impact, currency } of results) {
    if (!COUNTED.has(outcome) || impact === null) continue;
    const entry = totals.get(currency ?? "") ?? { underbilled: ZERO, overbilled: ZERO };
    if (impact > 0) entry.underbilled = entry.underbilled.plus(decimal(impact));
    else entry.overbilled = entry.overbilled.minus(decimal(impact));
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
