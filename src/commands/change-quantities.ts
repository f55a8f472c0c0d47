import { lineName } from "../engine";
import type { QuantityUpdate, UpdateAnswer } from "../run";
import { asProblem, WorkbookProblem } from "../workbook";
import { serialOf } from "../workbook/text";
import { giveBack, swap, WHY_LATE, type Planned, type Swap } from "./cell-swap";
import { inspectUpdates, quantitiesOf, type KnownRows } from "./inspect-updates";
import { changeTable, openTable } from "./own-table";

/** Who changes, and when (UTC timestamp, ISO 8601), for the log. */
export interface Signature {
  readonly who: string;
  readonly when: string;
}

/** A request that Excel answered with an error may have taken effect: quantity and log entry go in one. */
const MAY_BE_CHANGED =
  "Quantities may be changed already; each that is stands in the log, and can be put back from there.";

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
  const log = await openTable(context, "tblLog", [], written.length);
  if (log === null) {
    throw new WorkbookProblem(
      "NoLog",
      "The log of changes (tblLog) is gone, so nothing was changed. Reconcile again, then apply.",
    );
  }
  const planned: Planned[] = [];
  for (const { update, texts } of open) {
    const [from, to] = quantitiesOf(update, action);
    planned.push({ update, from, to, texts });
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
  // Sheets that were renamed or deleted meanwhile fail the request first, and a log that cannot grow before any quantity.
  const { worksheets } = context.workbook;
  for (const name of new Set(planned.map(({ update }) => update.cell.sheet)))
    worksheets.getItem(name).load("name");
  let swaps: readonly Swap[] = [];
  try {
    await log.commit(() => {
      swaps = planned.map((it) => swap(worksheets.getItem(it.update.cell.sheet), it));
    });
  } catch (problem) {
    if (problem instanceof WorkbookProblem) await giveBack(context, swaps, true);
    throw asProblem(problem, MAY_BE_CHANGED);
  }
  const late = await giveBack(context, swaps);
  if (late.length === 0) return { written, refused };
  await changeTable(context, "tblLog", [], (table) => {
    for (const { update, from, to, texts } of planned.filter((it) => late.includes(it.update))) {
      table?.append({
        When: serialOf(when),
        Who: who,
        Action: action === "apply" ? "put back" : "apply",
        Where: `${update.cell.sheet}, row ${update.cell.row + 1}`,
        Old: String(to),
        New: String(from),
        // The same name as above: later sessions see that nothing is left to put back.
        Detail: lineName(update.cell, texts),
      });
    }
    return table ?? log;
  });
  return {
    written: written.filter((update) => !late.includes(update)),
    refused: [...refused, ...late.map((update) => ({ update, why: WHY_LATE }))],
  };
}
