import type { Period, SheetGrid, SourceLayout } from "../records";
import { correctedRole } from "./corrected";
import { cellAt, textOf } from "./region";

/** The first line of a sheet that holds what a connected system gave at one moment: its title, and when. */
const SNAPSHOT = /^(.+): (?:billed lines|usage) fetched (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC$/;

/** The line below it, when the rows may not be whole: the sheet carries its doubt, so that sharing it shares that as well. */
const DOUBT = /^Needs review: (.+)$/s;

/** What a connected system gave says nothing about the days that follow: seats and agreements change within days. */
const FRESH_MS = 24 * 3_600_000;

/**
 * Leaves one snapshot of each connected system: what a system said before its latest answer would count the same seats
 * twice. Older ones stay in the workbook as evidence and are listed with the reason. A snapshot that states a doubt is
 * doubted, in the pane as in a workbook that somebody else opens.
 */
export function withLatestSnapshots(
  layouts: readonly SourceLayout[],
  sheets: readonly SheetGrid[],
): readonly SourceLayout[] {
  const stamps = new Map(sheets.flatMap((sheet) => stampOf(sheet) ?? []));
  const latest = new Map<string, string>();
  for (const { title, at } of stamps.values()) {
    if (at > (latest.get(title) ?? "")) latest.set(title, at);
  }
  return layouts.map((layout) => {
    const stamp = stamps.get(layout.sheet);
    const newest = stamp === undefined ? undefined : latest.get(stamp.title);
    if (stamp === undefined || newest === undefined) return layout;
    if (stamp.at === newest) return stamp.doubt === null ? layout : doubted(layout, stamp.doubt);
    if (correctedRole(layout.corrected ?? []) !== null) return layout;
    const reason = `not used, because ${stamp.title} was fetched again on ${newest} UTC`;
    return { ...layout, role: "other", reasons: [reason] };
  });
}

/**
 * Whether what was fetched is too old to bill on. Once the period is over, what was fetched at its end speaks of it for
 * good: fetching again would tell of later days.
 * @param fetchedAt UTC timestamp, as `now`.
 */
export function isStale(fetchedAt: string, now: string, period: Period | null): boolean {
  const end = period === null ? now : `${period.end}T00:00:00.000Z`;
  const judgedAt = Math.min(Date.parse(now), Date.parse(end));
  return judgedAt - Date.parse(fetchedAt) > FRESH_MS;
}

/** The layout of a sheet, doubted when it is a snapshot that is too old for the period. */
export function doubtedWhenStale(
  layout: SourceLayout,
  sheet: SheetGrid | undefined,
  now: string,
  period: Period | null,
): SourceLayout {
  const [, stamp] = (sheet === undefined ? null : stampOf(sheet)?.[0]) ?? [];
  if (layout.role === "other" || stamp === undefined) return layout;
  if (!isStale(`${stamp.at.replace(" ", "T")}:00.000Z`, now, period)) return layout;
  return doubted(layout, `it was fetched ${stamp.at} UTC and is stale: fetch it again`);
}

/** The first doubt stays: it was there before the others. */
function doubted(layout: SourceLayout, doubt: string): SourceLayout {
  return layout.doubt === undefined ? { ...layout, doubt } : layout;
}

interface Stamp {
  readonly title: string;
  /** UTC, to the minute; compares as text. */
  readonly at: string;
  /** Why its rows may not be whole; `null` when nothing speaks against it. */
  readonly doubt: string | null;
}

function stampOf(sheet: SheetGrid): readonly [readonly [string, Stamp]] | null {
  if (sheet.area === null) return null;
  const [, title, at] = SNAPSHOT.exec(textOf(cellAt(sheet, 0, 0))) ?? [];
  if (title === undefined || at === undefined) return null;
  const [, doubt = null] = DOUBT.exec(textOf(cellAt(sheet, 1, 0))) ?? [];
  return [[sheet.name, { title, at, doubt }]];
}
