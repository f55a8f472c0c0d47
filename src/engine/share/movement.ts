import type { Outcome, Period, ResultRow } from "../records";

/** A result that was open when a run ended, with the money per month it stood for then. */
export interface OpenRow {
  readonly key: string;
  readonly outcome: Outcome;
  readonly billed: number;
  readonly impact: number | null;
  readonly currency: string | null;
}

/** What a run left open: kept in the workbook, because the cells beside it are live and forget. */
export interface RunMemory {
  readonly ranAt: string;
  readonly period: Period | null;
  readonly open: readonly OpenRow[];
}

/** The last run that found something else than the latest, and the latest. */
export interface RunMemories {
  readonly baseline: RunMemory | null;
  readonly latest: RunMemory;
}

/** Rows and money per month in one currency, both sides as positive amounts; the empty string names no currency. */
export interface MovedTotal {
  readonly currency: string;
  readonly rows: number;
  readonly underbilled: number;
  readonly overbilled: number;
}

/** How open results moved since an earlier run; `recovered`, `closed` and those still open are all that was open then. */
export interface Movement {
  /** Under- or unbilled then, matched now, and more is billed than then: the money of then. */
  readonly recovered: readonly MovedTotal[];
  /** Open then and settled otherwise: overbilling corrected, usage gone, accepted, in review. The money of then. */
  readonly closed: readonly MovedTotal[];
  /** Open then and now: the money of now. */
  readonly stillOpen: readonly MovedTotal[];
  /** Open now and not then. */
  readonly fresh: readonly MovedTotal[];
}

const OPEN: ReadonlySet<Outcome> = new Set(["underbilled", "unbilled", "overbilled", "unused"]);
const TOO_LITTLE: ReadonlySet<Outcome> = new Set(["underbilled", "unbilled"]);

/** What to keep of a run, in the order of keys. */
export function memoryOf(results: readonly ResultRow[], period: Period | null, ranAt: string): RunMemory {
  const open = results
    .filter(({ outcome }) => OPEN.has(outcome))
    .map(({ key, outcome, billedQuantity, impact, currency }) => ({
      key,
      outcome,
      billed: billedQuantity ?? 0,
      impact,
      currency,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ranAt, period, open };
}

/** The memories after a run: one that found what the last one found leaves them as they were. */
export function remember(earlier: RunMemories | null, now: RunMemory): RunMemories {
  if (earlier === null) return { baseline: null, latest: now };
  return isSame(earlier.latest, now) ? earlier : { baseline: earlier.latest, latest: now };
}

function isSame(a: RunMemory, b: RunMemory): boolean {
  const found = ({ period, open }: RunMemory): string =>
    JSON.stringify([
      period?.start,
      period?.end,
      open.map(({ key, outcome, billed, impact, currency }) => [key, outcome, billed, impact, currency]),
    ]);
  return found(a) === found(b);
}

/** Compares the results of a run with what an earlier one left open. */
export function movementOf(results: readonly ResultRow[], before: RunMemory): Movement {
  const now = new Map(results.map((result) => [result.key, result]));
  const wasOpen = new Set(before.open.map(({ key }) => key));
  const isOpenNow = ({ key }: { readonly key: string }): boolean =>
    OPEN.has(now.get(key)?.outcome ?? "matched");
  const isRecovered = ({ key, outcome, billed }: OpenRow): boolean => {
    const result = now.get(key);
    // Where usage fell to what is billed, nothing was recovered.
    return TOO_LITTLE.has(outcome) && result?.outcome === "matched" && (result.billedQuantity ?? 0) > billed;
  };
  const settled = before.open.filter((row) => !isOpenNow(row));
  const open = results.filter(isOpenNow);
  return {
    recovered: totalsOf(settled.filter(isRecovered)),
    closed: totalsOf(settled.filter((row) => !isRecovered(row))),
    stillOpen: totalsOf(open.filter(({ key }) => wasOpen.has(key))),
    fresh: totalsOf(open.filter(({ key }) => !wasOpen.has(key))),
  };
}

/** Added in whole cents; currencies are never added to each other (rule 25). */
function totalsOf(
  rows: readonly { readonly impact: number | null; readonly currency: string | null }[],
): readonly MovedTotal[] {
  const totals = new Map<string, { rows: number; under: number; over: number }>();
  for (const { impact, currency } of rows) {
    const total = totals.get(currency ?? "") ?? { rows: 0, under: 0, over: 0 };
    const cents = Math.round((impact ?? 0) * 100);
    total.rows += 1;
    if (cents > 0) total.under += cents;
    else total.over -= cents;
    totals.set(currency ?? "", total);
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { rows: count, under, over }]) => ({
      currency,
      rows: count,
      underbilled: under / 100,
      overbilled: over / 100,
    }));
}
