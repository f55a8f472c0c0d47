import { LINE_WIDTH, lineTexts } from "../engine";
import type { QuantityUpdate } from "../run";
import { asFound, type OutgoingCell } from "../workbook/text";

/** A quantity to write, with what the person saw in the cell and the texts of its row. */
export interface Planned {
  readonly update: QuantityUpdate;
  readonly from: number;
  readonly to: number;
  readonly texts: readonly string[];
}

/** A cell that a request overwrites, with what it and its row held at that moment. */
export interface Swap extends Planned {
  readonly sheet: Excel.Worksheet;
  readonly before: Excel.Range;
  readonly row: Excel.Range;
}

/** Continues "Row 4 of Invoice …". */
export const WHY_LATE =
  "was changed by somebody else at the same moment; it holds what they entered, and the log says so";

/** Queues a quantity, and before it a look at the cell and its row: both happen in one request. */
export function swap(sheet: Excel.Worksheet, planned: Planned): Swap {
  const { row, column } = planned.update.cell;
  const cell = (): Excel.Range => sheet.getRangeByIndexes(row, column ?? 0, 1, 1);
  const before = cell().load("formulas,numberFormat");
  const around = sheet.getRangeByIndexes(row, 0, 1, LINE_WIDTH).load("values");
  cell().values = [[planned.to]];
  return { ...planned, sheet, before, row: around };
}

/** How often a cell is given back while somebody keeps changing it. */
const ATTEMPTS = 4;

/**
 * Gives cells back that were no longer what the person saw when they were overwritten, with the other cells of the same
 * result. Each cell is looked at again in the request that gives it back, so that a third entry is not lost either.
 * @param isAll Gives every cell back, such as when the changes could not be logged.
 * @returns The updates that are not written.
 */
export async function giveBack(
  context: Excel.RequestContext,
  swaps: readonly Swap[],
  isAll = false,
): Promise<readonly QuantityUpdate[]> {
  const isLate = ({ before, row, from, texts }: Swap): boolean =>
    String(formulaIn(before)) !== String(from) ||
    JSON.stringify(lineTexts((row.values as OutgoingCell[][])[0] ?? [])) !== JSON.stringify(texts);
  const keys = new Set(swaps.filter(isLate).map(({ update }) => update.key));
  const late = swaps.filter(({ update }) => isAll || keys.has(update.key));
  let pending = late.map((it) => ({ ...it, ours: String(it.to) }));
  for (let attempt = 0; attempt < ATTEMPTS && pending.length > 0; attempt += 1) {
    const given = pending.map(({ before, ...it }) => {
      const { row, column } = it.update.cell;
      const cell = it.sheet.getRangeByIndexes(row, column ?? 0, 1, 1);
      const found = it.sheet.getRangeByIndexes(row, column ?? 0, 1, 1).load("formulas,numberFormat");
      const format = (before.numberFormat as string[][])[0]?.[0] ?? "";
      cell.formulas = [[asFound(formulaIn(before), format)]];
      return { ...it, before: found, gave: String(formulaIn(before)) };
    });
    await context.sync();
    pending = given
      .filter(({ before, ours }) => String(formulaIn(before)) !== ours)
      .map(({ gave, ...it }) => ({ ...it, ours: gave }));
  }
  return late.map(({ update }) => update);
}

function formulaIn(range: Excel.Range): OutgoingCell {
  return (range.formulas as OutgoingCell[][])[0]?.[0] ?? "";
}
