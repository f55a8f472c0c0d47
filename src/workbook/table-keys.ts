import { TABLE_HEADERS } from "./names";

/** Where a table stands now: its header row and first column, 0-based. */
export interface TablePlace {
  readonly worksheet: Excel.Worksheet;
  readonly row: number;
  readonly column: number;
  /** Without the header. */
  readonly rows: number;
}

/** Finds a table by its name; `null` where there is none. */
export async function addressOfTable(
  context: Excel.RequestContext,
  name: string,
): Promise<TablePlace | null> {
  const table = context.workbook.tables.getItemOrNullObject(name).load("name");
  await context.sync();
  if (table.isNullObject) return null;
  const range = table.getRange().load("rowIndex,columnIndex,rowCount");
  await context.sync();
  return {
    worksheet: table.worksheet,
    row: range.rowIndex,
    column: range.columnIndex,
    rows: range.rowCount - 1,
  };
}

/** Keys have at most some hundred characters each. */
const KEYS_PER_REQUEST = 2_000;

/** The keys of the rows of tblDiscrepancies, in their order. */
export async function keysOfTable(
  context: Excel.RequestContext,
  { worksheet, row, column, rows }: TablePlace,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let first = 0; first < rows; first += KEYS_PER_REQUEST) {
    const range = worksheet
      .getRangeByIndexes(
        row + 1 + first,
        column + TABLE_HEADERS.tblDiscrepancies.indexOf("Key"),
        Math.min(KEYS_PER_REQUEST, rows - first),
        1,
      )
      .load("values");
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    await context.sync();
    keys.push(...(range.values as unknown[][]).map(([key]) => String(key)));
  }
  return keys;
}
