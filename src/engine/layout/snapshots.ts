import type { SheetGrid, SourceLayout } from "../records";
import { correctedRole } from "./corrected";
import { cellAt, textOf } from "./region";

/** The first line of a sheet that holds what a connected system gave at one moment: its title, and when. */
const SNAPSHOT = /^(.+): (?:billed lines|usage) fetched (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC$/;

/**
 * Leaves one snapshot of each connected system: what a system said before its latest answer would count the same seats
 * twice. Older ones stay in the workbook as evidence and are listed with the reason.
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
    if (stamp === undefined || newest === undefined || stamp.at === newest) return layout;
    if (correctedRole(layout.corrected ?? []) !== null) return layout;
    const reason = `not used, because ${stamp.title} was fetched again on ${newest} UTC`;
    return { ...layout, role: "other", reasons: [reason] };
  });
}

interface Stamp {
  readonly title: string;
  /** UTC, to the minute; compares as text. */
  readonly at: string;
}

function stampOf(sheet: SheetGrid): readonly [readonly [string, Stamp]] | null {
  if (sheet.area === null) return null;
  const [, title, at] = SNAPSHOT.exec(textOf(cellAt(sheet, 0, 0))) ?? [];
  return title === undefined || at === undefined ? null : [[sheet.name, { title, at }]];
}
