import type { QuantityUpdate, UpdateAnswer } from "../run";
import { WorkbookProblem } from "../workbook";
import { serialOf, type OutgoingCell } from "../workbook/text";
import { openTable } from "./own-table";

/** Who changes, and when (UTC timestamp, ISO 8601), for the log. */
export interface Signature {
  readonly who: string;
  readonly when: string;
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
  await context.sync();
  const whys = updates.map((update, at) =>
    whyNot(update, cells[at] ?? null, sheets.get(update.cell.sheet), action),
  );
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
  const log = await openTable(context, "tblLog", written.length);
  if (log === null) {
    throw new WorkbookProblem(
      "NoLog",
      "The log of changes (tblLog) is gone, so nothing was changed. Reconcile again, then apply.",
    );
  }
  for (const [at, update] of updates.entries()) {
    const cell = cells[at];
    if (cell === null || cell === undefined || blocked.has(update.key)) continue;
    const [from, to] = quantitiesOf(update, action);
    cell.values = [[to]];
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
  await context.sync();
  return { written, refused };
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
