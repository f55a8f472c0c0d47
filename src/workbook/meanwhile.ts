import type { CellValue, SheetGrid, SourceLayout } from "../engine";
import { WorkbookProblem } from "./gateway";
import { OWN_TABLES } from "./names";
import { needsBytes } from "./payload";
import type { Plan } from "./plan";
import { isArea, plain } from "./read-unchanged";
import type { ReadWorkbook } from "./read";

/** A run that stops because somebody else changed what it works on. @param what Sheets or tables, as a person knows them. */
export function changedMeanwhile(what: readonly string[]): WorkbookProblem {
  const names = [...new Set(what)].map((name) => `"${name}"`).join(", ");
  return new WorkbookProblem(
    "ChangedMeanwhile",
    `Somebody changed ${names} while the add-in was at work. What they did was kept; the results are not finished. Run again.`,
  );
}

/** A run that is written, over sheets that somebody changed meanwhile without harm to what it wrote. */
export function readBefore(what: readonly string[]): WorkbookProblem {
  const names = [...new Set(what)].map((name) => `"${name}"`).join(", ");
  return new WorkbookProblem(
    "ChangedMeanwhile",
    `Somebody changed ${names} while the results were written. What they did was kept; the results are of before. Run again.`,
  );
}

/** Asked in one request, answered after its sync: which sheets or tables are not as they were read. */
export type Check = () => readonly string[];

/** Checks that the sources stand where they were read: sheets by their names, used ranges by their extent; queues only. */
export function sourcesAsRead(
  context: Excel.RequestContext,
  { snapshot }: ReadWorkbook,
  layouts: readonly SourceLayout[],
): Check {
  const names = new Set(layouts.filter(({ role }) => role !== "other").map(({ sheet }) => sheet));
  const loaded = snapshot.sheets
    .filter(({ name }) => names.has(name))
    .map((grid) => {
      // A sheet that was renamed or deleted fails the request before anything after it is done.
      const used = context.workbook.worksheets
        .getItem(grid.name)
        .getUsedRangeOrNullObject(true)
        .load("rowIndex,columnIndex,rowCount,columnCount");
      return { grid, used };
    });
  return () => loaded.filter(({ grid, used }) => !isArea(used, grid.area)).map(({ grid }) => grid.name);
}

/** Some cells of one column of a billed sheet. */
interface ColumnPart {
  readonly grid: SheetGrid;
  readonly column: number;
  readonly row: number;
  readonly rows: number;
  readonly isQuantity: boolean;
}

/**
 * Checks the billed lines against what was read: the columns that say which line is which, and their quantities. The parts
 * of one answer stay far below a megabyte.
 */
export function linePartsOf({ read, reconciliation }: Plan): readonly (readonly ColumnPart[])[] {
  const calls: ColumnPart[][] = [[]];
  let room = ANSWER_BYTES;
  for (const { layout } of reconciliation.sources) {
    const grid = read.snapshot.sheets.find(({ name }) => name === layout.sheet);
    if (layout.role !== "billed" || grid === undefined || layout.area === null) continue;
    const { client, product, sku, quantity } = layout.columns;
    const columns = [
      client,
      layout.clientColumn,
      product,
      sku,
      quantity,
      ...(layout.crosstab?.columns ?? []),
    ];
    const quantities = new Set([quantity, ...(layout.crosstab?.columns ?? [])]);
    const first = layout.headerRow ?? layout.area.firstRow;
    for (const column of new Set(columns)) {
      if (column === undefined || column === null) continue;
      let part: { grid: SheetGrid; column: number; row: number; rows: number; isQuantity: boolean } | null =
        null;
      for (let row = first; row <= layout.area.lastRow; row += 1) {
        const bytes = needsBytes(plain(cellAt(grid, row, column))) + 3;
        if (bytes > room || part === null) {
          if (bytes > room) {
            calls.push([]);
            room = ANSWER_BYTES;
          }
          part = { grid, column, row, rows: 0, isQuantity: quantities.has(column) };
          calls.at(-1)?.push(part);
          room -= PART_BYTES;
        }
        part.rows += 1;
        room -= bytes;
      }
    }
  }
  return calls;
}

const ANSWER_BYTES = 600_000;
/** What a loaded range costs besides its cells. */
const PART_BYTES = 500;

/** What became of billed lines since they were read: sheets whose lines moved, and sheets where only quantities changed. */
export interface LineCheck {
  readonly moved: Check;
  readonly corrected: Check;
}

/** Loads parts of the billed lines; queues only. */
export function linesAsRead(context: Excel.RequestContext, parts: readonly ColumnPart[]): LineCheck {
  const loaded = parts.map((part) => ({
    ...part,
    range: context.workbook.worksheets
      .getItem(part.grid.name)
      .getRangeByIndexes(part.row, part.column, part.rows, 1)
      .load("values"),
  }));
  const sheetsWhere = (isSo: (isNumber: boolean) => boolean): readonly string[] =>
    loaded
      .filter(({ grid, column, row, range, isQuantity }) =>
        (range.values as unknown[][]).some(([value], i) => {
          const read = plain(cellAt(grid, row + i, column));
          return value !== read && isSo(isQuantity && typeof value === "number" && typeof read === "number");
        }),
      )
      .map(({ grid }) => grid.name);
  return { moved: () => sheetsWhere((isNumber) => !isNumber), corrected: () => sheetsWhere(Boolean) };
}

/** Which of the sheets and tables that were read are no longer there under their names. */
export async function goneSince(
  context: Excel.RequestContext,
  { sheetNames, snapshot }: ReadWorkbook,
): Promise<readonly string[]> {
  const sheets = context.workbook.worksheets.load("items/name");
  const tables = context.workbook.tables.load("items/name");
  await context.sync();
  const there = new Set(
    [...sheets.items.map(({ name }) => name), ...tables.items.map(({ name }) => name)].map((name) =>
      name.toLowerCase(),
    ),
  );
  const own = OWN_TABLES.filter((name) => snapshot.tables[name] !== undefined);
  return [...sheetNames, ...own].filter((name) => !there.has(name.toLowerCase()));
}

function cellAt(grid: SheetGrid, row: number, column: number): CellValue {
  if (grid.area === null) return null;
  return grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null;
}
