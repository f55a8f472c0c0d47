import { foldText, remembered } from "../normalise";
import type { IsoDate, Period, SourceLayout, UsageRecord } from "../records";

/** What heads the day on which all that is there was read; usage of a day is headed otherwise. */
const READ_ON = /\b(?:snapshot|as of|reading|stichtag)\b/;

/** Whether the dates of a source say when it was read: of its readings the latest counts (tblRules Over time). */
export function isSnapshot(layout: SourceLayout | undefined): boolean {
  const column = layout?.columns.date;
  return column !== undefined && READ_ON.test(foldText(layout?.headers.get(column) ?? ""));
}

/** First and last day that a usage source speaks of; `null` when its rows carry no usage date. */
export interface Timing {
  readonly earliest: IsoDate;
  readonly latest: IsoDate;
}

/**
 * A snapshot taken shortly before the period begins or after it ends still speaks of that period: exports are made
 * when the invoice is prepared, not at midnight.
 */
const GRACE_DAYS = 7;
const DAY_MS = 86_400_000;
const SHORTEST_MONTH_DAYS = 27;

/** The dates of a source. Rows that are one device each carry dates of the device (installed, last seen), not of usage. */
export function timingOf(records: readonly UsageRecord[], countsRows: boolean): Timing | null {
  let earliest: IsoDate | null = null;
  let latest: IsoDate | null = null;
  let before: object | null = null;
  for (const { subject, date, periodStart, periodEnd } of records) {
    // The dates of the record before it.
    if (subject !== undefined && subject === before) continue;
    before = subject ?? null;
    // A seat that runs since a day, or until one, says nothing about when it was reported.
    if (date === null && (periodStart === null) !== (periodEnd === null)) continue;
    const last = periodEnd === null ? (date ?? periodStart) : dayBefore(periodEnd);
    for (const day of [periodStart ?? date, last]) {
      if (day === null) continue;
      if (earliest === null || day < earliest) earliest = day;
      if (latest === null || day > latest) latest = day;
    }
  }
  if (earliest === null || latest === null || (countsRows && earliest !== latest)) return null;
  return { earliest, latest };
}

/**
 * The span whose usage a period bills: the period itself, or the one before it when billed in arrears. A line in arrears
 * that names its own span says which usage it bills (domain rule 11).
 */
export function usageWindow(
  period: Period,
  billedIn: "advance" | "arrears",
  lines: readonly OpenSpan[],
): Period {
  if (billedIn === "advance") return period;
  const spans = new Set(
    lines.flatMap(({ periodStart, periodEnd }) =>
      periodStart !== null && periodEnd !== null && periodStart < period.start
        ? [`${periodStart}/${periodEnd}`]
        : [],
    ),
  );
  const [start = "", end = ""] = [...spans][0]?.split("/") ?? [];
  if (spans.size === 1) return { start, end };
  const days = daysOf(period.start, period.end);
  const months = Math.max(1, monthsBetween(period.start, period.end));
  // A week is billed for the week before; what is about a month long, for the month before.
  const isShort = days < SHORTEST_MONTH_DAYS;
  return {
    start: isShort ? addDays(period.start, -days) : addMonths(period.start, -months),
    end: period.start,
  };
}

/** Why a source says nothing about the window, or `null` when it does. */
export function timingProblem(timing: Timing | null, window: Period | null): string | null {
  if (timing === null || window === null) return null;
  if (timing.latest < addDays(window.start, -GRACE_DAYS)) {
    return `its usage ends ${timing.latest}, before the period ${window.start} to ${window.end} begins: it is stale`;
  }
  if (timing.earliest >= addDays(window.end, GRACE_DAYS)) {
    return `its usage begins ${timing.earliest}, after the period ${window.start} to ${window.end}: it is of another period`;
  }
  return null;
}

/** Whether a record's usage falls into the window; undated usage does. Snapshots within the grace days do when the source has no better. */
export function isWithin(record: UsageRecord, window: Period | null, timing: Timing | null): boolean {
  if (window === null) return true;
  const { date: day, periodStart, periodEnd } = record;
  if (periodStart !== null && periodStart >= window.end) return false;
  if (periodEnd !== null && periodEnd <= window.start) return false;
  if (day === null || periodStart !== null || periodEnd !== null || timing === null) return true;
  if (timing.latest < window.start || timing.earliest >= window.end) return true;
  return day >= window.start && day < window.end;
}

/** Whether a row was read so shortly before or after the window that it may speak of it. */
export function isNear({ date, periodStart, periodEnd }: UsageRecord, window: Period): boolean {
  if (date === null || periodStart !== null || periodEnd !== null) return false;
  return date >= addDays(window.start, -GRACE_DAYS) && date < addDays(window.end, GRACE_DAYS);
}

/** A span of days; either end may be open. */
export interface OpenSpan {
  readonly periodStart: IsoDate | null;
  readonly periodEnd: IsoDate | null;
}

/** Whether a span has a day in common with a period; an open end does not limit it. */
export function touches({ periodStart, periodEnd }: OpenSpan, period: Period): boolean {
  return (
    (periodEnd === null || periodEnd > period.start) && (periodStart === null || periodStart < period.end)
  );
}

/**
 * Whether a span is a whole number of months, as charge cycles and terms are, wherever in the month they begin. A cycle of
 * the 30th runs from 28 February to 30 March, which counts from its end.
 */
export function isWholeMonths({ periodStart, periodEnd }: OpenSpan): boolean {
  if (periodStart === null || periodEnd === null) return false;
  const months = monthsBetween(periodStart, periodEnd);
  return (
    months > 0 &&
    (addMonths(periodStart, months) === periodEnd || addMonths(periodEnd, -months) === periodStart)
  );
}

/** Days of a span whose ends are both known. */
export function daysOf(start: IsoDate, end: IsoDate): number {
  return (Date.parse(end) - Date.parse(start)) / DAY_MS;
}

/** Whole months between two dates, days ignored. */
export function monthsBetween(start: IsoDate, end: IsoDate): number {
  const [startYear = 0, startMonth = 0] = start.split("-").map(Number);
  const [endYear = 0, endMonth = 0] = end.split("-").map(Number);
  return (endYear - startYear) * 12 + endMonth - startMonth;
}

function addMonths(date: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Sheets repeat the same few days on every row. */
const dayBefore = remembered((date: IsoDate): IsoDate => addDays(date, -1));
