import { LINE_WIDTH, lineTexts } from "../engine";
import type { QuantityUpdate } from "../run";
import type { OutgoingCell } from "../workbook/text";

/** The texts of an update's row as the person saw it; `null` where nobody knows. They tell a line from another in its place. */
export interface KnownRows {
  textsOf(update: QuantityUpdate): readonly string[] | null;
  remember(update: QuantityUpdate, texts: readonly string[]): void;
}

/** An update with its cell as it stands now. */
export interface InspectedUpdate {
  readonly update: QuantityUpdate;
  readonly cell: Excel.Range | null;
  /** The texts of its row now. */
  readonly texts: readonly string[];
  /** Why the cell is not to be written, continuing "Row 4 of Invoice …"; `null` when it may be. */
  readonly why: string | null;
}

/** What a change would write over, and what it would write. */
export function quantitiesOf(
  { oldQuantity, newQuantity }: QuantityUpdate,
  action: "apply" | "put back",
): readonly [number, number] {
  return action === "apply" ? [oldQuantity, newQuantity] : [newQuantity, oldQuantity];
}

/**
 * Looks at the cells of updates; writes nothing. A cell may be written when it holds the quantity that the person saw as a
 * plain number, and when every other cell of the same result may be written too.
 */
export async function inspectUpdates(
  context: Excel.RequestContext,
  updates: readonly QuantityUpdate[],
  action: "apply" | "put back",
  known: Pick<KnownRows, "textsOf">,
): Promise<readonly InspectedUpdate[]> {
  const sheets = new Map(
    [...new Set(updates.map(({ cell }) => cell.sheet))].map((name) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(name).load("name");
      sheet.protection.load("protected");
      return [name, sheet];
    }),
  );
  await context.sync();
  const places = updates.map(({ cell: { sheet: name, row, column } }) => {
    const sheet = sheets.get(name);
    if (sheet === undefined || sheet.isNullObject)
      return { sheet: null, cell: null, line: null, merged: null };
    const cell =
      column === null ? null : sheet.getRangeByIndexes(row, column, 1, 1).load("values,formulas,valueTypes");
    return {
      sheet,
      cell,
      merged: cell?.getMergedAreasOrNullObject().load("address") ?? null,
      line: sheet.getRangeByIndexes(row, 0, 1, LINE_WIDTH).load("values"),
    };
  });
  await context.sync();
  const looked = updates.map((update, at) => {
    const { sheet = null, cell = null, line = null, merged = null } = places[at] ?? {};
    const texts = lineTexts(((line?.values ?? []) as OutgoingCell[][])[0] ?? []);
    const seen = known.textsOf(update);
    const isMoved = seen !== null && JSON.stringify(seen) !== JSON.stringify(texts);
    const why =
      whyNot(update, cell, sheet, action) ??
      (merged !== null && !merged.isNullObject ? "is merged with other cells; change it by hand" : null) ??
      (isMoved ? "is not the line that it was, because rows were moved or its texts were changed" : null);
    return { update, cell, texts, why };
  });
  const blocked = new Set(looked.flatMap(({ update, why }) => (why === null ? [] : [update.key])));
  return looked.map((it) => ({
    ...it,
    why: it.why ?? (blocked.has(it.update.key) ? TOGETHER : null),
  }));
}

const TOGETHER = "stays as it is, because another line of the same result cannot be changed";

function whyNot(
  update: QuantityUpdate,
  cell: Excel.Range | null,
  sheet: Excel.Worksheet | null,
  action: "apply" | "put back",
): string | null {
  if (sheet === null) return "is gone with its sheet";
  if (cell === null) return "has no quantity cell; change it by hand";
  if (sheet.protection.protected) return "stands on a protected sheet; unprotect it";
  const found = String((cell.values as OutgoingCell[][])[0]?.[0] ?? "");
  if (String((cell.formulas as OutgoingCell[][])[0]?.[0]).startsWith("="))
    return "is calculated by a formula, which was kept; change what it refers to";
  const [from] = quantitiesOf(update, action);
  if (found !== String(from)) return `holds ${found || "nothing"}, not ${from}`;
  return cell.valueTypes[0]?.[0] === Excel.RangeValueType.string
    ? "holds its quantity as text; make it a number"
    : null;
}
