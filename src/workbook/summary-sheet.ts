import {
  columnLetters,
  memoryOf,
  remember,
  type Reconciliation,
  type RunMemories,
  type SheetGrid,
} from "../engine";
import { COLORED, HEADER_FILL } from "./palette";
import type { Plan } from "./plan";
import { summaryPage, type SummaryPage } from "./summary";
import { rowBytes } from "./own-tables";
import { cutsOf } from "./payload";
import type { ReadWorkbook } from "./read";
import { holds } from "./standing-cells";
import { sheetReference, type OutgoingCell } from "./text";

/** What this run and the ones before left open. */
export function memoriesOf(
  read: Pick<ReadWorkbook, "memories">,
  { results, period, ranAt }: Reconciliation,
): RunMemories {
  return remember(read.memories, memoryOf(results, period, ranAt));
}

/** The summary of a run. */
export function summaryOf({
  read,
  reconciliation,
  sheets,
  memories,
}: Pick<Plan, "read" | "reconciliation" | "sheets" | "memories">): SummaryPage {
  const lastRun = `=TEXT(MAX(${whenColumn({ read, sheets })}),"yyyy-mm-dd hh:mm")`;
  return summaryPage(reconciliation, lastRun, memories.baseline);
}

/** The cells of the log that say when, with room for the runs of years. */
function whenColumn({ read, sheets }: Pick<Plan, "read" | "sheets">): string {
  const log = read.snapshot.tables.tblLog;
  const position = (log?.headers ?? []).findIndex((header) => header.trim().toLowerCase() === "when");
  const column = columnLetters((log?.firstColumn ?? 0) + Math.max(0, position));
  return `${sheetReference(sheets.log.name)}!$${column}$${(log?.firstRow ?? 1) + 1}:$${column}$100000`;
}

function formatOf({ money, formula }: SummaryPage, cell: OutgoingCell, place: string): string {
  if (money.has(place)) return "#,##0.00";
  return typeof cell === "string" && place !== formula ? "@" : "General";
}

/** Writes the summary sheet anew; a long one takes several requests, its first rows with what is queued last. */
export async function writeSummary(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  page: SummaryPage,
): Promise<void> {
  const cuts = cutsOf(page.rows, rowBytes);
  worksheet.getRange().clear();
  // From the end: the top says that all of it stands.
  for (const first of [...cuts].reverse()) {
    const part = page.rows.slice(first, cuts[cuts.indexOf(first) + 1]);
    const range = worksheet.getRangeByIndexes(first, 0, part.length, page.width);
    range.numberFormat = part.map((row, r) =>
      row.map((cell, c) => formatOf(page, cell, `${first + r}:${c}`)),
    );
    range.values = part.map((row) => [...row]);
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (first > 0) await context.sync();
  }
  for (const row of page.titles) {
    const cells = page.rows[row] ?? [];
    const title = worksheet.getRangeByIndexes(row, 0, 1, cells.findLastIndex((cell) => cell !== "") + 1);
    title.format.font.bold = true;
    if (row > 0) title.format.fill.color = HEADER_FILL;
    // Above numbers, which stand at the right of their cells, their title does too.
    const [first = 0, last = -1] = numbersIn(page.rows[row + 1] ?? []);
    if (last >= first)
      worksheet.getRangeByIndexes(row, first, 1, last - first + 1).format.horizontalAlignment =
        Excel.HorizontalAlignment.right;
  }
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.font.size = 16;
  page.legend.forEach((row, i) => {
    const colors = COLORED[i]?.[1];
    if (colors === undefined) return;
    const cell = worksheet.getRangeByIndexes(row, 0, 1, 1);
    cell.format.fill.color = colors.fill;
    cell.format.font.color = colors.font;
  });
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.columnWidth = 170;
  worksheet.getRangeByIndexes(0, 1, 1, page.width - 1).format.columnWidth = 85;
}

/** The first and the last position of numbers in a row; blank where there are none. */
function numbersIn(row: readonly OutgoingCell[]): readonly number[] {
  const isNumber = (cell: OutgoingCell): boolean => typeof cell === "number";
  return row.some(isNumber) ? [row.findIndex(isNumber), row.findLastIndex(isNumber)] : [];
}

/**
 * Whether the summary sheet reads as it would be written, apart from the time of the last run and the line that stands for
 * charts where there are none.
 */
export function summaryStands(
  { rows, width, formula, charted }: SummaryPage,
  found: SheetGrid | null,
): boolean {
  if (found === null || found.area === null) return false;
  const { firstRow, firstColumn, lastRow, lastColumn } = found.area;
  if (firstRow !== 0 || firstColumn !== 0 || lastRow >= rows.length || lastColumn >= width) return false;
  return rows.every((cells, row) =>
    cells.every((cell, column) => {
      const isOther = `${row}:${column}` === formula || (row === charted.line && column === 0);
      return isOther || holds(cell, found.values[row]?.[column] ?? null);
    }),
  );
}

/** Whether charts were drawn beside the summary: the line that stands for them is blank then. */
export function hasCharts({ charted }: SummaryPage, found: SheetGrid | null): boolean {
  return found !== null && (found.values[charted.line]?.[0] ?? null) === null;
}
