import type { Grouping } from "../aggregate";
import { extractRecords } from "../layout";
import { foldText } from "../normalise";
import { cellAddress } from "../tables";
import type { CellValue, RejectedRow, SheetGrid, SourceLayout, UsageRecord } from "../records";
import { isTotal } from "./file-totals";
import { placeOf } from "./recognise-file";

/** What the groups of a file's rows became. */
export interface GroupRecords {
  readonly usage: readonly UsageRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Rows behind the usage records. */
  readonly rowCount: number;
}

/**
 * Makes one usage record of every group. What its texts mean (dates, ids, headings) is read by the code that reads sheets,
 * from a sheet that has each group once.
 */
export function recordsOf(
  layout: SourceLayout,
  keyColumns: readonly number[],
  grouping: Grouping,
): GroupRecords {
  const groups = usageGroups(layout, keyColumns, grouping);
  const once = sheetOf(
    layout,
    keyColumns,
    groups.map(({ texts }) => texts),
  );
  const extraction = extractRecords(once.grid, once.layout);
  let rowCount = 0;
  const usage = extraction.usage.map((record): UsageRecord => {
    const group = groups[record.row - 1]?.group ?? 0;
    const count = grouping.rowCountOf(group);
    rowCount += count;
    return {
      ...record,
      row: grouping.firstRowOf(group),
      quantity: layout.columns.quantity === undefined ? null : grouping.quantityOf(group),
      grouped: { count, numbers: () => grouping.rowsOf(group) },
    };
  });
  const rejected = extraction.rejected.flatMap((rejection) =>
    [...grouping.rowsOf(groups[rejection.row - 1]?.group ?? 0)].map((row) => ({
      ...rejection,
      row,
      reason: movedReason(rejection, layout, row, keyColumns),
    })),
  );
  return { usage, rejected, rowCount };
}

interface TextGroup {
  readonly group: number;
  readonly texts: readonly string[];
}

/** The groups that have rows and are no totals. */
function usageGroups(
  layout: SourceLayout,
  keyColumns: readonly number[],
  grouping: Grouping,
): readonly TextGroup[] {
  const all: TextGroup[] = [];
  for (let group = 0; group < grouping.keys.size; group += 1) {
    if (grouping.rowCountOf(group) > 0) all.push({ group, texts: grouping.keys.textsOf(group) });
  }
  let seen: ReadonlySet<string> | null = null;
  const isSeen = (folded: string): boolean => {
    seen ??= new Set(all.flatMap(({ texts }) => texts.map((text) => foldText(text))));
    return seen.has(folded);
  };
  const positions = new Map(keyColumns.map((column, i) => [column, i]));
  return all.filter(({ texts }) => {
    const textAt = (column: number): string => texts[positions.get(column) ?? -1] ?? "";
    return !isTotal(layout, textAt, keyColumns, isSeen);
  });
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
  const headers = new Map([...layout.headers].filter(([column]) => keyColumns.includes(column)));
  const columns = Object.entries(layout.columns).filter(([, column]) => keyColumns.includes(column));
  const area = { firstRow: 0, firstColumn: 0, lastRow: groups.length, lastColumn };
  return {
    grid: {
      name: layout.sheet,
      area,
      values: [row(keyColumns.map((column) => headers.get(column) ?? "")), ...groups.map(row)],
      formats: [],
      tables: [],
      merges: [],
      isHidden: false,
    },
    layout: {
      ...layout,
      area,
      headerRow: 0,
      headers,
      columns: Object.fromEntries(columns),
    },
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
