import { discrepancyBlock } from "./discrepancies";
import { holdsDecisions, NO_EXTRA } from "./extra-columns";
import { highlightsStand } from "./highlights";
import { keySheetRows, lookupColumns } from "./keys-sheet";
import { recordOf } from "./own-sheets";
import { rowBytes } from "./own-tables";
import { isMarked } from "./ownership";
import { wantedHighlights, type Plan } from "./plan";
import { liveColumns, rowsThatStand, rowsWhere, type RowsStanding } from "./standing-rows";
import { formulasOf, holds, holdsFormula, type FormulaBlock } from "./standing-cells";
import { summaryStands } from "./summary-sheet";
import type { OutgoingCell } from "./text";

/**
 * What of a result stands in the workbook just as it would be written. It is told from the cells themselves and their
 * formulas, so that whatever a person changed in the add-in's own cells is written again; the rest need not travel.
 */
export interface Standing {
  /** The record of what the add-in made, and the marks of its sheets. */
  readonly isOwned: boolean;
  /** Rows of the keys sheet, the header first. */
  readonly keys: RowsStanding;
  /** The names that highlights look the keys up by. */
  readonly isNamed: boolean;
  /** What the last runs left open. */
  readonly isRemembered: boolean;
  /** Rows of tblDiscrepancies, the header first. */
  readonly results: RowsStanding;
  readonly isHighlighted: boolean;
  readonly isSummarised: boolean;
}

const NONE: RowsStanding = { isAll: false, has: () => false };

/** Nothing of a result stands before the first run. */
const NOTHING: Standing = {
  isOwned: false,
  keys: NONE,
  isNamed: false,
  isRemembered: false,
  results: NONE,
  isHighlighted: false,
  isSummarised: false,
};

/** Whether a result stands as a whole: then only the log says that there was a run. */
export function standsWhole({ keys, results, ...parts }: Standing): boolean {
  return keys.isAll && results.isAll && Object.values(parts).every(Boolean);
}

/**
 * Compares a result with what stands in the workbook. Values were read with the workbook; formulas are read here, where
 * the values leave a chance that they stand.
 * @param pause Gives others a turn between two stretches of rows.
 */
export async function standingOf(
  context: Excel.RequestContext,
  plan: Plan,
  pause: () => Promise<void>,
): Promise<Standing> {
  const { read, sheets, sorted, invoices, origin, lookups, page } = plan;
  if (Object.values(sheets).some(({ isNew }) => isNew)) return NOTHING;
  const earlier = read.snapshot.tables.tblDiscrepancies;
  const block = await discrepancyBlock(sorted, invoices, NO_EXTRA, origin, pause);
  // Without results an earlier table with decisions is left as it is.
  const isLeft = sorted.length === 0 && (earlier === undefined || holdsDecisions(earlier));
  const byValue =
    earlier === undefined || isLeft ? new Set<number>() : await rowsThatStand(block, earlier, pause);
  const worthwhile = byValue.size * 2 > sorted.length && earlier !== undefined ? earlier : null;
  const live = worthwhile === null ? [] : liveColumns(block);
  const hasSameCount = (earlier?.rows.length ?? 0) === Math.max(sorted.length, 1);
  const { worksheets, names } = context.workbook;
  const keysSheet = worksheets.getItem(sheets.keys.name).load("visibility");
  const keysUsed = keysSheet.getRange("A1:B1048576").getUsedRangeOrNullObject(true).load("rowIndex,rowCount");
  const keys = keySheetRows(plan.keys);
  const named = lookupColumns(lookups).map(([name, column]) => ({
    item: names.getItemOrNullObject(name).load("formula"),
    refersTo: `$${"AB".charAt(column)}$2:$${"AB".charAt(column)}$${keys.length}`,
  }));
  const [row = 0, column = 0] = page.formula.split(":").map(Number);
  const summarySheet = worksheets.getItem(sheets.summary.name);
  const lastRun = summarySheet.getRangeByIndexes(row, column, 1, 1).load("formulas");
  const blocks: FormulaBlock[] = [
    {
      worksheet: keysSheet,
      row: 0,
      column: 0,
      columns: 2,
      // Each state looks all rows of tblDiscrepancies up: with another number of rows none stands.
      rowBytes: isLeft || hasSameCount ? keys.map(rowBytes) : [],
    },
  ];
  for (const at of live) {
    await pause();
    blocks.push({
      worksheet: worksheets.getItem(sheets.discrepancies.name),
      row: origin.row + 1,
      column: origin.column + at,
      columns: 1,
      rowBytes: block.rows.slice(0, worthwhile?.rows.length).map((cells) => rowBytes([cells[at] ?? ""])),
    });
  }
  await pause();
  const [foundKeys = [], ...foundLive] = await formulasOf(context, blocks);
  const standing = await rowsWhere(
    byValue,
    (at) => live.every((cell, i) => holdsFormula(block.rows[at]?.[cell] ?? "", foundLive[i]?.[at]?.[0])),
    pause,
  );
  const holdsKey = (at: number): boolean => {
    const [key, state] = keys[at] ?? ["", ""];
    const [foundKey, foundState] = (foundKeys[at] ?? []) as readonly OutgoingCell[];
    const isState = state.startsWith("=") ? holdsFormula(state, foundState) : foundState === state;
    return holds(key, foundKey ?? "") && isState;
  };
  const keysStanding = await rowsWhere(keys.keys(), holdsKey, pause);
  const results: RowsStanding = {
    isAll: isLeft || (worthwhile !== null && hasSameCount && standing.size === Math.max(sorted.length, 1)),
    has: (at) => worthwhile !== null && (at === 0 || standing.has(at - 1)),
  };
  const used = keysUsed.isNullObject ? 0 : keysUsed.rowIndex + keysUsed.rowCount;
  const found: Standing = {
    isOwned:
      JSON.stringify(read.own.record) === JSON.stringify(recordOf(read, sheets)) &&
      Object.entries(sheets).every(
        ([role, { name, isForeign }]) => isForeign || isMarked(read, role as keyof typeof sheets, name),
      ) &&
      keysSheet.visibility === Excel.SheetVisibility.hidden,
    keys: {
      isAll: keysStanding.size === keys.length && used <= keys.length,
      has: (at) => keysStanding.has(at),
    },
    isNamed: named.every(
      ({ item, refersTo }) => !item.isNullObject && String(item.formula).endsWith(`!${refersTo}`),
    ),
    isRemembered: plan.memories === read.memories,
    results,
    isHighlighted: false,
    isSummarised:
      summaryStands(page, read.summary) &&
      holdsFormula(String(page.rows[row]?.[column] ?? ""), (lastRun.formulas as unknown[][])[0]?.[0]),
  };
  // Where anything is written, highlights and summary are little beside that.
  if (!standsWhole({ ...found, isHighlighted: true })) return found;
  const isHighlighted = await highlightsStand(context, read.sheetNames, wantedHighlights(plan));
  return { ...found, isHighlighted };
}
