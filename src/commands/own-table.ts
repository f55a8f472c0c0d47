import { WorkbookProblem } from "../workbook";
import { asText, type OutgoingCell } from "../workbook/text";

/** One of the add-in's tables as it stands now, to change single cells in or append a row to. */
export interface LiveTable {
  /** The text of a data cell, 0-based; empty where the table has no such column. */
  readonly text: (row: number, header: string) => string;
  readonly rowCount: number;
  /** Queues a cell; a column that the table does not have is left out. Text never becomes a formula. */
  readonly set: (row: number, header: string, value: OutgoingCell) => void;
  /** Queues a new row and returns its number. */
  readonly append: (cells: Readonly<Record<string, OutgoingCell>>) => number;
}

/**
 * Loads a table by name; `null` when the workbook has none.
 * @param room Rows that may be appended: the cells below the table have to be free for them.
 * @throws WorkbookProblem
 */
export async function openTable(
  context: Excel.RequestContext,
  name: string,
  room: number,
): Promise<LiveTable | null> {
  const table = context.workbook.tables.getItemOrNullObject(name).load("name");
  await context.sync();
  if (table.isNullObject) return null;
  const range = table.getRange().load("values,rowIndex,columnIndex,columnCount");
  const { worksheet } = table;
  await context.sync();
  const [headers = [], ...rows] = range.values as OutgoingCell[][];
  if (room > 0) {
    const below = worksheet
      .getRangeByIndexes(range.rowIndex + rows.length + 1, range.columnIndex, room, range.columnCount)
      .load("values");
    await context.sync();
    if (below.values.some((cells) => cells.some((cell) => cell !== ""))) {
      throw new WorkbookProblem(
        "NoRoom",
        `${name} has to grow, but cells below it are filled. Nothing was written. Move them and try again.`,
      );
    }
  }
  const columnOf = (header: string): number =>
    headers.findIndex((cell) => String(cell).trim().toLowerCase() === header.toLowerCase());
  let rowCount = rows.length;
  const live: LiveTable = {
    text: (row, header) => String(rows[row]?.[columnOf(header)] ?? "").trim(),
    get rowCount() {
      return rowCount;
    },
    set(row, header, value) {
      const column = columnOf(header);
      if (column < 0) return;
      const cell = worksheet.getRangeByIndexes(range.rowIndex + 1 + row, range.columnIndex + column, 1, 1);
      if (typeof value === "string" && value !== "") cell.numberFormat = [["@"]];
      cell.values = [[typeof value === "string" ? asText(value) : value]];
    },
    append(cells) {
      const row = rowCount;
      rowCount += 1;
      table.resize(
        worksheet.getRangeByIndexes(range.rowIndex, range.columnIndex, rowCount + 1, range.columnCount),
      );
      for (const [header, value] of Object.entries(cells)) live.set(row, header, value);
      return row;
    },
  };
  return live;
}
