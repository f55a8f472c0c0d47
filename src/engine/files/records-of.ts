import type { Grouping } from "../aggregate";
import { extractRecords, settleNotation } from "../layout";
import { foldText } from "../normalise";
import { cellAddress } from "../tables";
import type { CellValue, RejectedRow, SheetGrid, SourceLayout, UsageRecord } from "../records";
import { isTotal } from "./file-totals";
import { GroupUsage } from "./group-usage";
import { placeOf } from "./recognise-file";

/** What the groups of a file's rows became. */
export interface GroupRecords {
  readonly usage: readonly UsageRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Rows behind the usage records. */
  readonly rowCount: number;
}

/** Groups that are read together: only theirs stand as cells at the same time. */
const GROUPS_AT_ONCE = 4096;

/**
 * Makes one usage record of every group. What its texts mean (dates, ids, headings) is read by the code that reads sheets,
 * from sheets that have some thousand groups each, every one once.
 */
export function recordsOf(
  layout: SourceLayout,
  keyColumns: readonly number[],
  grouping: Grouping,
): GroupRecords {
  const groups = usageGroups(layout, keyColumns, grouping);
  const notation = settleNotation(layoutOfKeys(layout, keyColumns), (column) =>
    distinctTexts(groups, keyColumns.indexOf(column), grouping),
  );
  const usage = new GroupUsage(layout, keyColumns, grouping);
  const rejected: RejectedRow[] = [];
  let rowCount = 0;
  for (let from = 0; from < groups.length; from += GROUPS_AT_ONCE) {
    const some = groups.subarray(from, from + GROUPS_AT_ONCE);
    const once = sheetOf(
      layout,
      keyColumns,
      [...some].map((group) => grouping.keys.textsOf(group)),
    );
    const extraction = extractRecords(once.grid, once.layout, notation);
    for (const record of extraction.usage) {
      const group = some[record.row - 1] ?? 0;
      usage.add(group, record);
      rowCount += grouping.rowCountOf(group);
    }
    for (const rejection of extraction.rejected)
      for (const row of grouping.rowsOf(some[rejection.row - 1] ?? 0))
        rejected.push({ ...rejection, row, reason: movedReason(rejection, layout, row, keyColumns) });
  }
  return { usage: usage.records(), rejected, rowCount };
}

/** The groups that have rows and are no totals, by number. */
function usageGroups(layout: SourceLayout, keyColumns: readonly number[], grouping: Grouping): Int32Array {
  const { keys } = grouping;
  let seen: ReadonlySet<string> | null = null;
  const isSeen = (folded: string): boolean => {
    seen ??= seenTexts(grouping);
    return seen.has(folded);
  };
  const positions = new Map(keyColumns.map((column, i) => [column, i]));
  const found = new Int32Array(keys.size);
  let count = 0;
  for (let group = 0; group < keys.size; group += 1) {
    if (grouping.rowCountOf(group) === 0) continue;
    const textAt = (column: number): string => {
      const position = positions.get(column);
      return position === undefined ? "" : keys.textAt(group, position);
    };
    if (isTotal(layout, textAt, keyColumns, isSeen)) continue;
    found[count] = group;
    count += 1;
  }
  return found.subarray(0, count);
}

/** Every text of every group with rows, folded. */
function seenTexts(grouping: Grouping): ReadonlySet<string> {
  const { keys } = grouping;
  const seen = new Set<string>();
  for (let column = 0; column < keys.columnCount; column += 1) {
    const codes = new Set<number>();
    for (let group = 0; group < keys.size; group += 1)
      if (grouping.rowCountOf(group) > 0) codes.add(keys.codeAt(group, column));
    for (const code of codes) seen.add(foldText(keys.textOf(column, code)));
  }
  return seen;
}

/** The texts of groups in one key column, each once. */
function distinctTexts(groups: Int32Array, column: number, { keys }: Grouping): readonly string[] {
  const codes = new Set<number>();
  for (const group of groups) codes.add(keys.codeAt(group, column));
  return [...codes].map((code) => keys.textOf(column, code));
}

/** The layout of the file with its key columns only. */
function layoutOfKeys(layout: SourceLayout, keyColumns: readonly number[]): SourceLayout {
  const columns = Object.entries(layout.columns).filter(([, column]) => keyColumns.includes(column));
  const headers = new Map([...layout.headers].filter(([column]) => keyColumns.includes(column)));
  return { ...layout, headers, columns: Object.fromEntries(columns) };
}

/** A sheet with the key columns of the file where they stand, and one row per group below its header. */
function sheetOf(
  layout: SourceLayout,
  keyColumns: readonly number[],
  groups: readonly (readonly string[])[],
): { readonly grid: SheetGrid; readonly layout: SourceLayout } {
  const lastColumn = Math.max(0, ...keyColumns);
  const row = (texts: readonly string[]): readonly CellValue[] => {
    const cells = new Array<CellValue>(lastColumn + 1).fill(null);
    keyColumns.forEach((column, i) => {
      cells[column] = texts[i] ?? null;
    });
    return cells;
  };
  const ofKeys = layoutOfKeys(layout, keyColumns);
  const area = { firstRow: 0, firstColumn: 0, lastRow: groups.length, lastColumn };
  return {
    grid: {
      name: layout.sheet,
      area,
      values: [row(keyColumns.map((column) => ofKeys.headers.get(column) ?? "")), ...groups.map(row)],
      formats: [],
      tables: [],
      merges: [],
      isHidden: false,
    },
    layout: { ...ofKeys, area, headerRow: 0 },
  };
}

/** The reason with the place of the row in the file instead of that of its group. */
function movedReason(
  { sheet, row: from, reason }: RejectedRow,
  layout: SourceLayout,
  row: number,
  columns: readonly number[],
): string {
  for (const column of columns) {
    const address = cellAddress(sheet, from, column);
    if (reason.startsWith(`${address}:`)) return placeOf(layout, row, column) + reason.slice(address.length);
  }
  return reason;
}
