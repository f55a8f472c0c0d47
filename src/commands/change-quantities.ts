import { lineName } from "../engine";
import type { QuantityUpdate, UpdateAnswer } from "../run";
import { WorkbookProblem } from "../workbook";
import { serialOf } from "../workbook/text";
import { inspectUpdates, quantitiesOf, type KnownRows } from "./inspect-updates";
import { openTable } from "./own-table";

/** Who changes, and when (UTC timestamp, ISO 8601), for the log. */
export interface Signature {
  readonly who: string;
  readonly when: string;
}

/**
 * Writes quantities into invoice cells and logs each with what its line reads, so that a later session finds it again. A
 * cell is written only when it holds the quantity that the person saw and no formula; the cells of one result are written
 * together or not at all.
 * @throws WorkbookProblem when the changes cannot be logged
 */
export async function changeQuantities(
  context: Excel.RequestContext,
  updates: readonly QuantityUpdate[],
  action: "apply" | "put back",
  { who, when }: Signature,
  known: KnownRows,
): Promise<UpdateAnswer> {
  const inspected = await inspectUpdates(context, updates, action, known);
  const refused = inspected.flatMap(({ update, why }) => (why === null ? [] : [{ update, why }]));
  const open = inspected.filter(({ why }) => why === null);
  const written = open.map(({ update }) => update);
  if (written.length === 0) return { written, refused };
  const log = await openTable(context, "tblLog", written.length);
  if (log === null) {
    throw new WorkbookProblem(
      "NoLog",
      "The log of changes (tblLog) is gone, so nothing was changed. Reconcile again, then apply.",
    );
  }
  for (const { update, cell, texts } of open) {
    if (cell === null) continue;
    const [from, to] = quantitiesOf(update, action);
    cell.values = [[to]];
    known.remember(update, texts);
    log.append({
      When: serialOf(when),
      Who: who,
      Action: action,
      Where: `${update.cell.sheet}, row ${update.cell.row + 1}`,
      Old: String(from),
      New: String(to),
      Detail: lineName(update.cell, texts),
    });
  }
  await context.sync();
  return { written, refused };
}
