import type { TableGrid } from "../engine";
import { appendAll, changedMeanwhile, ownTableNamed, WorkbookProblem } from "../workbook";
import { asFound, asText, quoted, type OutgoingCell } from "../workbook/text";

/** One of the add-in's tables as it stands now, to change single cells in or append a row to. */
export interface LiveTable {
  /** The text of a data cell, 0-based; empty where the table has no such column, or it is not one that tells rows apart. */
  readonly text: (row: number, header: string) => string;
  readonly rowCount: number;
  /** Notes a cell to write; a column that the table does not have is left out. Text never becomes a formula. */
  readonly set: (row: number, header: string, value: OutgoingCell) => void;
  /** Notes a new row and returns its number. */
  readonly append: (cells: Readonly<Record<string, OutgoingCell>>) => number;
  /**
   * Writes what was noted. A cell is loaded in the request that overwrites it, with what
   * tells its row from others: in a row that is another by then it gets back what it held.
   * @param alongside Queues what belongs into the request that appends rows, after them.
   * @returns False when a row was another; open the table again and repeat.
   */
  readonly commit: (alongside?: () => void) => Promise<boolean>;
}

/** How often a change is tried again because somebody else moves the rows of the table. */
const ATTEMPTS = 4;

/**
 * Changes one of the add-in's tables, again where rows were moved by somebody else at the same moment.
 * @param telling Headers of the columns that tell its rows apart; only these are read.
 * @param work Notes the changes, of `null` where the workbook has no such table; called again for each attempt.
 * @throws WorkbookProblem
 */
export async function changeTable(
  context: Excel.RequestContext,
  name: string,
  telling: readonly string[],
  work: (table: LiveTable | null) => LiveTable,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await work(await openTable(context, name, telling)).commit()) return;
  }
  throw changedMeanwhile([name]);
}

/** Rows whose telling cells one request reads. */
const ROWS_PER_REQUEST = 2_000;

/**
 * Opens a table by name; `null` when the workbook has none.
 * @param telling Headers of the columns that tell its rows apart; only these are read.
 * @param room Rows that will be appended: the cells below the table have to be free for them before anything else is done.
 * @throws WorkbookProblem
 */
export async function openTable(
  context: Excel.RequestContext,
  name: string,
  telling: readonly string[],
  room = 0,
): Promise<LiveTable | null> {
  const table = context.workbook.tables.getItemOrNullObject(name).load("name");
  await context.sync();
  if (table.isNullObject) return null;
  const range = table.getRange().load("rowIndex,columnIndex,rowCount,columnCount");
  const header = table.getRange().getRow(0).load("values");
  const first = table.getRange().getRow(1).load("values");
  const sheet = table.worksheet.load("name");
  await context.sync();
  const { worksheet } = table;
  const headers = (header.values as OutgoingCell[][])[0] ?? [];
  const columnOf = (wanted: string): number =>
    headers.findIndex((cell) => String(cell).trim().toLowerCase() === wanted.toLowerCase());
  const [firstRow, firstColumn, count] = [range.rowIndex + 1, range.columnIndex, range.rowCount - 1];
  if (room > 0) {
    const below = worksheet
      .getRangeByIndexes(firstRow + count, firstColumn, room, range.columnCount)
      .getUsedRangeOrNullObject(true)
      .load("rowIndex");
    await context.sync();
    if (!below.isNullObject) {
      throw new WorkbookProblem(
        "NoRoom",
        `${name} has to grow, but cells below it are filled. Nothing was written. Move them and try again.`,
      );
    }
  }
  const columns = telling.map(columnOf).filter((column) => column >= 0);
  const texts = new Map<number, OutgoingCell[]>(columns.map((column) => [column, []]));
  for (let from = 0; from < count && columns.length > 0; from += ROWS_PER_REQUEST) {
    const parts = columns.map((column) => ({
      column,
      cells: worksheet
        .getRangeByIndexes(firstRow + from, firstColumn + column, Math.min(ROWS_PER_REQUEST, count - from), 1)
        .load("values"),
    }));
    await context.sync();
    for (const { column, cells } of parts)
      texts.get(column)?.push(...(cells.values as OutgoingCell[][]).map(([cell]) => cell ?? ""));
  }
  const changes: { readonly row: number; readonly column: number; readonly value: OutgoingCell }[] = [];
  const added: OutgoingCell[][] = [];
  const cellAt = (row: number, column: number): Excel.Range =>
    worksheet.getRangeByIndexes(firstRow + row, firstColumn + column, 1, 1);

  const writeChanges = async (): Promise<boolean> => {
    const found = changes.map(({ row, column, value }) => {
      const before = cellAt(row, column).load("formulas,numberFormat");
      const tells = columns.map((at) => ({ at, cell: cellAt(row, at).load("values") }));
      const cell = cellAt(row, column);
      if (typeof value === "string" && value !== "") cell.numberFormat = [["@"]];
      cell.values = [[typeof value === "string" ? asText(value) : value]];
      return { row, column, before, tells };
    });
    await context.sync();
    const late = found.filter(({ row, tells }) =>
      tells.some(({ at, cell }) => (cell.values as unknown[][])[0]?.[0] !== texts.get(at)?.[row]),
    );
    for (const { row, column, before } of late) {
      const format = (before.numberFormat as string[][])[0]?.[0] ?? "";
      const cell = cellAt(row, column);
      cell.numberFormat = [[format]];
      cell.formulas = [[asFound((before.formulas as OutgoingCell[][])[0]?.[0] ?? "", format)]];
    }
    if (late.length > 0) await context.sync();
    return late.length === 0;
  };

  const live: LiveTable = {
    text: (row, wanted) => String(texts.get(columnOf(wanted))?.[row] ?? "").trim(),
    get rowCount() {
      return count + added.length;
    },
    set(row, wanted, value) {
      const column = columnOf(wanted);
      if (column < 0) return;
      const cells = added[row - count];
      if (cells !== undefined) cells[column] = value;
      else changes.push({ row, column, value });
    },
    append(cells) {
      added.push(headers.map(() => ""));
      const row = count + added.length - 1;
      for (const [wanted, value] of Object.entries(cells)) live.set(row, wanted, value);
      return row;
    },
    async commit(alongside) {
      if (changes.length > 0 && !(await writeChanges())) return false;
      const own = ownTableNamed(name);
      if (own === null) throw new WorkbookProblem("NoTable", `${name} is none of the add-in's tables.`);
      const earlier: TableGrid = {
        name,
        sheet: sheet.name,
        firstRow,
        firstColumn,
        headers: headers.map(String),
        // A table that was just made has one blank row, to be filled first.
        rows: Array.from({ length: count }, () =>
          ((first.values as OutgoingCell[][])[0] ?? []).map((cell) => (cell === "" ? null : cell)),
        ),
      };
      await appendAll(
        context,
        added.length === 0 ? [] : [{ name: own, earlier, rows: added.map((row) => row.map(marked)) }],
        alongside,
      );
      return true;
    },
  };
  return live;
}

/** Text that stays text in a cell of any format. */
function marked(value: OutgoingCell): OutgoingCell {
  return typeof value === "string" ? quoted(value) : value;
}
