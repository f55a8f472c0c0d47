import type { ResultRow } from "../engine";

/** Money at stake for one client in one currency, to the cent. */
export interface ClientTotal {
  readonly client: string;
  readonly currency: string;
  readonly count: number;
  readonly underbilled: number;
  readonly overbilled: number;
}

const COUNTED = new Set(["underbilled", "unbilled", "overbilled", "unused"]);

/** Totals of the discrepancies by currency and client, in each currency the most money first. Added in whole cents. */
export function clientTotals(results: readonly ResultRow[]): readonly ClientTotal[] {
  const totals = new Map<
    string,
    { client: string; currency: string; count: number; under: number; over: number }
  >();
  for (const { client, currency, outcome, impact } of results) {
    if (!COUNTED.has(outcome)) continue;
    const key = `${client}\n${currency ?? ""}`;
    const total = totals.get(key) ?? { client, currency: currency ?? "", count: 0, under: 0, over: 0 };
    const cents = Math.round((impact ?? 0) * 100);
    total.count += 1;
    if (cents > 0) total.under += cents;
    else total.over -= cents;
    totals.set(key, total);
  }
  return [...totals.values()]
    .sort(
      (a, b) =>
        (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0) ||
        b.under + b.over - a.under - a.over ||
        (a.client < b.client ? -1 : 1),
    )
    .map(({ client, currency, count, under, over }) => ({
      client,
      currency,
      count,
      underbilled: under / 100,
      overbilled: over / 100,
    }));
}
