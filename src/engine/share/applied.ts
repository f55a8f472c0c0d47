import type { AppliedUpdate, BilledCell, Period, ResultRow, TableGrid } from "../records";
import { tableRows } from "../tables";

const CHANGES_A_QUANTITY: ReadonlySet<string> = new Set(["apply", "put back"]);

/**
 * The invoice quantities that were changed for this period, as the log tells: entries that follow a run for the period and
 * name a line that is still where it was, with the client, service and quantity that the entry left there. Everything
 * else in the log is history.
 * @param log tblLog, oldest entry first.
 */
export function appliedUpdates(
  log: TableGrid | undefined,
  results: readonly ResultRow[],
  period: Period | null,
): readonly AppliedUpdate[] {
  if (log === undefined || period === null) return [];
  const lines = new Map(
    results.flatMap(({ key, billedCells }) =>
      billedCells.map((cell) => [lineOf(cell), { key, cell }] as const),
    ),
  );
  const found = new Map<string, AppliedUpdate[]>();
  let isOfPeriod = false;
  for (const row of tableRows(log)) {
    const action = row.text("Action");
    if (action === "run") isOfPeriod = row.text("Where") === `${period.start} to ${period.end}`;
    const place = `${row.text("Where")}\n${row.text("Detail")}`;
    const line = lines.get(place);
    if (!isOfPeriod || line === undefined || !CHANGES_A_QUANTITY.has(action)) continue;
    const [oldQuantity, newQuantity] = [Number(row.text("Old")), Number(row.text("New"))];
    if (Number.isNaN(oldQuantity) || Number.isNaN(newQuantity)) continue;
    found.set(place, [...(found.get(place) ?? []), { ...line, oldQuantity, newQuantity }]);
  }
  return [...found.values()].filter((chain) => chain.at(-1)?.newQuantity === chain[0]?.cell.quantity).flat();
}

/** Where and what a line is, as the log says it. */
function lineOf({ sheet, row, client, service }: BilledCell): string {
  return `${sheet}, row ${row + 1}\n${client} · ${service}`;
}
