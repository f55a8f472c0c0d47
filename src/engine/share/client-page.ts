import { OUTCOMES, ZERO, decimal, toMoney, type Decimal } from "../records";
import type { MoneyTotals, Outcome, Period, Reconciliation, ResultRow } from "../records";
// Not from the index: the pane loads this file, and needs nothing of the comparison itself.
import { totalsOf } from "../compare/totals";

/** Everything that one client's page says. */
export interface ClientPage {
  readonly client: string;
  readonly period: Period | null;
  /** UTC timestamp of the run, ISO 8601. */
  readonly ranAt: string;
  /** Outcomes that occur, money first, with rows and money per month by currency. */
  readonly outcomes: readonly OutcomeTotal[];
  readonly totals: Readonly<Record<string, MoneyTotals>>;
  /** Every result of the client that is not matched, money first. */
  readonly discrepancies: readonly ResultRow[];
}

/** Rows of an outcome, and their money in one currency; `null` where no amount is known. */
export interface OutcomeTotal {
  readonly outcome: Outcome;
  readonly rows: number;
  /** Signed money per month, by currency; the empty string where the invoice names none. */
  readonly money: Readonly<Record<string, number>>;
}

/** One client's part of a reconciliation; a client without results has an empty page. */
export function clientPage({ results, period, ranAt }: Reconciliation, client: string): ClientPage {
  const mine = results.filter((result) => result.client === client);
  return {
    client,
    period,
    ranAt,
    outcomes: outcomeTotals(mine).filter(({ rows }) => rows > 0),
    totals: totalsOf(mine),
    discrepancies: mine
      .filter(({ outcome }) => outcome !== "matched")
      .sort(
        (a, b) =>
          OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
          Math.abs(b.impact ?? 0) - Math.abs(a.impact ?? 0) ||
          (a.key < b.key ? -1 : 1),
      ),
  };
}

/** Rows and money of every outcome; currencies are never added to each other (rule 25). */
export function outcomeTotals(results: readonly ResultRow[]): readonly OutcomeTotal[] {
  return OUTCOMES.map((outcome) => {
    const rows = results.filter((result) => result.outcome === outcome);
    const money = new Map<string, Decimal>();
    for (const { impact, currency } of rows) {
      if (impact === null || impact === 0) continue;
      money.set(currency ?? "", (money.get(currency ?? "") ?? ZERO).plus(decimal(impact)));
    }
    return {
      outcome,
      rows: rows.length,
      money: Object.fromEntries(
        [...money].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, toMoney(sum)]),
      ),
    };
  });
}
