import type { QuantityUpdate, UpdateAnswer } from "../run";
import { WorkbookProblem } from "../workbook";
import { serialOf, type OutgoingCell } from "../workbook/text";
import { giveBack, swap, WHY_LATE, type Planned, type Swap } from "./cell-swap";
import { changeTable, openTable } from "./own-table";
import { ROW_WIDTH, textsIn } from "./row-texts";

/** Who changes, and when (UTC timestamp, ISO 8601), for the log. */
export interface Signature {
  readonly who: string;
  readonly when: string;
}

/** The texts of an update's row as the person saw it; `null` where nobody knows. They tell a line from another in its place. */
export interface KnownRows {
  textsOf(update: QuantityUpdate): readonly string[] | null;
  remember(update: QuantityUpdate, texts: readonly string[]): void;
}

/**
 * Writes quantities into invoice cells and logs each. A cell is written only when it holds the quantity that the person saw
 * and no formula; the cells of one result are written together or not at all.
 * @throws WorkbookProblem when the changes cannot be logged
 */
export async function changeQuantities(
  context: Excel.RequestContext,
  updates: readonly QuantityUpdate[],
  action: "apply" | "put back",
  { who, when }: Signature,
  known: KnownRows,
): Promise<UpdateAnswer> {
  const sheets = new Map(
    [...new Set(updates.map(({ cell }) => cell.sheet))].map((name) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(name).load("name");
      sheet.protection.load("protected");
      return [name, sheet];
    }),
  );
  await context.sync();
  const cells = updates.map(({ cell: { sheet: name, row, column } }) => {
    const sheet = sheets.get(name);
    if (sheet === undefined || sheet.isNullObject || column === null) return null;
    return sheet.getRangeByIndexes(row, column, 1, 1).load("values,formulas");
  });
  const rows = updates.map(({ cell: { sheet: name, row } }) => {
    const sheet = sheets.get(name);
    if (sheet === undefined || sheet.isNullObject) return null;
    return sheet.getRangeByIndexes(row, 0, 1, ROW_WIDTH).load("values");
  });
  await context.sync();
  const texts = rows.map((row) => textsIn(((row?.values ?? []) as OutgoingCell[][])[0] ?? []));
  const whys = updates.map((update, at) => {
    const seen = known.textsOf(update);
    const isMoved = seen !== null && JSON.stringify(seen) !== JSON.stringify(texts[at]);
    const why = whyNot(update, cells[at] ?? null, sheets.get(update.cell.sheet), action);
    return (
      why ??
      (isMoved ? "is not the line that it was, because rows were moved or its texts were changed" : null)
    );
  });
  const blocked = new Set(updates.flatMap(({ key }, at) => (whys[at] === null ? [] : [key])));
  const written = updates.filter(({ key }) => !blocked.has(key));
  const refused = updates.flatMap((update, at) => {
    if (!blocked.has(update.key)) return [];
    return [
      {
        update,
        why: whys[at] ?? "was left as it is, because another line of the same result cannot be changed",
      },
    ];
  });
  if (written.length === 0) return { written, refused };
  const log = await openTable(context, "tblLog", [], written.length);
  if (log === null) {
    throw new WorkbookProblem(
      "NoLog",
      "The log of changes (tblLog) is gone, so nothing was changed. Reconcile again, then apply.",
    );
  }
  const planned: Planned[] = [];
  for (const [at, update] of updates.entries()) {
    if (blocked.has(update.key)) continue;
    const [from, to] = quantitiesOf(update, action);
    planned.push({ update, from, to, texts: texts[at] ?? [] });
    known.remember(update, texts[at] ?? []);
    log.append({
      When: serialOf(when),
      Who: who,
      Action: action,
      Where: `${update.cell.sheet}, row ${update.cell.row + 1}`,
      Old: String(from),
      New: String(to),
      Detail: `${update.cell.client} · ${update.cell.service}`,
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
    throw problem;
  }
  const late = await giveBack(context, swaps);
  if (late.length === 0) return { written, refused };
  await changeTable(
    () => openTable(context, "tblLog", []),
    (table) => {
      for (const update of late) {
        const [from, to] = quantitiesOf(update, action);
        table?.append({
          When: serialOf(when),
          Who: who,
          Action: action === "apply" ? "put back" : "apply",
          Where: `${update.cell.sheet}, row ${update.cell.row + 1}`,
          Old: String(to),
          New: String(from),
          Detail: `${update.cell.client} · ${update.cell.service}: somebody else changed the line at the same moment`,
        });
      }
      return table ?? log;
    },
  );
  return {
    written: written.filter((update) => !late.includes(update)),
    refused: [...refused, ...late.map((update) => ({ update, why: WHY_LATE }))],
  };
}

function quantitiesOf(
  { oldQuantity, newQuantity }: QuantityUpdate,
  action: "apply" | "put back",
): readonly [number, number] {
  return action === "apply" ? [oldQuantity, newQuantity] : [newQuantity, oldQuantity];
}

/** Why a cell is not written, continuing "Row 4 of Invoice …"; `null` when it may be. */
function whyNot(
  update: QuantityUpdate,
  cell: Excel.Range | null,
  sheet: Excel.Worksheet | undefined,
  action: "apply" | "put back",
): string | null {
  if (sheet === undefined || sheet.isNullObject) return "is gone with its sheet";
  if (cell === null) return "has no quantity cell; change it by hand";
  if (sheet.protection.protected) return "stands on a protected sheet; unprotect it";
  const found = String((cell.values as OutgoingCell[][])[0]?.[0] ?? "");
  if (String((cell.formulas as OutgoingCell[][])[0]?.[0]).startsWith("="))
    return "is calculated by a formula, which was kept; change what it refers to";
  const [from] = quantitiesOf(update, action);
  return found === String(from) ? null : `holds ${found || "nothing"}, not ${from}`;
}
