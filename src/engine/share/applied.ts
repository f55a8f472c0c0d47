import type { AppliedUpdate, Period, ResultRow, TableGrid } from "../records";
import { lineFinder, quantityEntries, type TextsOf } from "./logged";

/**
 * The invoice quantities that were changed for this period, as the log tells: entries that follow a run for the period and
 * name a line that still holds the quantity that they left there, wherever its row stands now. Where several lines read
 * alike, it is the one that stands where the entry says. Everything else in the log is history.
 * @param log tblLog, oldest entry first.
 */
export function appliedUpdates(
  log: TableGrid | undefined,
  results: readonly ResultRow[],
  period: Period | null,
  textsOf: TextsOf,
): readonly AppliedUpdate[] {
  if (log === undefined || period === null) return [];
  const find = lineFinder(results, textsOf);
  const found = new Map<string, AppliedUpdate[]>();
  for (const entry of quantityEntries(log, period)) {
    const lines = find(entry);
    const line = lines.length === 1 ? lines[0] : lines.find(({ cell }) => cell.row === entry.row);
    if (line === undefined) continue;
    const { oldQuantity, newQuantity } = entry;
    const place = `${line.cell.sheet}\n${line.cell.row}`;
    found.set(place, [...(found.get(place) ?? []), { ...line, oldQuantity, newQuantity }]);
  }
  return [...found.values()].filter((chain) => chain.at(-1)?.newQuantity === chain[0]?.cell.quantity).flat();
}
