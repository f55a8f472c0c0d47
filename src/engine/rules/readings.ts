import { sum, type Decimal, type Period, type UsageRecord } from "../records";
import { idKey } from "../normalise";
import { nextDay, quantityOverTime } from "./over-time";
import type { OverTime } from "./rule";

/** How the dates of usage are looked at. */
export interface TimeView {
  /** The span whose usage is billed: spans of usage count with their days in it; `null` = all of them. */
  readonly window: Period | null;
  /** Whether the dates of a source say when it was read, so that its later rows replace earlier ones. */
  readonly isSnapshot: (source: string) => boolean;
}

/** How dated usage becomes one quantity. */
export interface Time extends TimeView {
  readonly overTime: OverTime;
}

/** What one row counts for, before dates are considered. */
export interface CountedRow {
  readonly record: UsageRecord;
  readonly quantity: Decimal;
}

/** A row that counts on the days of a span. */
export interface Reading extends CountedRow {
  readonly span: Period;
}

/** The days that a row speaks of, within the window; an end that is left open is that of the window. `null` when it names none. */
export function spanOf({ date, periodStart, periodEnd }: UsageRecord, window: Period | null): Period | null {
  if (date !== null) return { start: date, end: nextDay(date) };
  if (periodStart === null && (periodEnd === null || window === null)) return null;
  const start = periodStart ?? window?.start ?? "";
  const end = periodEnd ?? window?.end ?? nextDay(start);
  if (window === null) return { start, end };
  return { start: start < window.start ? window.start : start, end: end > window.end ? window.end : end };
}

/** Rows with the days that each speaks of, or `null` where one names none. */
export function readingsOf(rows: readonly CountedRow[], window: Period | null): readonly Reading[] | null {
  const readings: Reading[] = [];
  for (const row of rows) {
    const span = spanOf(row.record, window);
    if (span === null) return null;
    readings.push({ ...row, span });
  }
  return readings;
}

/** Sources that were read this many days apart still speak of one moment. */
const TOGETHER_DAYS = 7;

/**
 * What is there at last. A source that reads the same things again counts with its last day, because what left before is
 * listed no more; one that reads each thing once counts whole, whichever day that was. A source that ended long before the
 * others was replaced by them.
 */
export function latestOf(readings: readonly Reading[]): Decimal {
  const bySource = new Map<string, Reading[]>();
  for (const reading of readings) {
    const { source } = reading.record;
    const known = bySource.get(source);
    if (known === undefined) bySource.set(source, [reading]);
    else known.push(reading);
  }
  const sources = [...bySource.values()].map((own) => ({ own, end: lastOf(own) }));
  const last = lastOf(readings);
  const present = sources.filter(({ end }) => daysBetween(end, last) <= TOGETHER_DAYS);
  return sum(
    present.map(({ own }) =>
      isRepeated(own)
        ? quantityOverTime(
            own.map(({ span, quantity }) => ({ ...span, quantity })),
            "latest",
          )
        : sum(own.map(({ quantity }) => quantity)),
    ),
  );
}

/** Whether one thing of a client was read on several days. */
export function isRepeated(readings: readonly Reading[]): boolean {
  const days = new Map<string, string>();
  return readings.some(({ record, span }) => {
    const { client, clientId, tenant, product, sku, item } = record;
    const series = [client, clientId, tenant, product, sku, item].map((part) => idKey(part ?? "")).join("|");
    const day = days.get(series);
    days.set(series, day ?? span.start);
    return day !== undefined && day !== span.start;
  });
}

function lastOf(readings: readonly Reading[]): string {
  return readings.reduce((last, { span }) => (span.end > last ? span.end : last), "");
}

function daysBetween(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / 86_400_000;
}
