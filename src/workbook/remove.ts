import type { TableGrid } from "../engine";
import type { ExcelGateway } from "./gateway";
import { removeHighlights } from "./highlights";
import { KEYS_NAME, OWN_TABLES, STATE_NAME } from "./names";
import { readWorkbook } from "./read";

/**
 * Takes away what the add-in wrote and nothing else: its conditional formats, names, tables and sheets. In tables that
 * were there before the first run, the rows that it appended go unless a person has made use of them.
 * @returns Whether there was anything to remove.
 * @throws WorkbookProblem
 */
export async function removeAnnotations(gateway: ExcelGateway): Promise<boolean> {
  const { snapshot, record, sheetNames } = await readWorkbook(gateway);
  if (record === null) return false;
  await gateway.run(async (context) => {
    await removeHighlights(context);
    const names = [KEYS_NAME, STATE_NAME].map((name) =>
      context.workbook.names.getItemOrNullObject(name).load("name"),
    );
    await context.sync();
    for (const name of names) if (!name.isNullObject) name.delete();
    for (const table of OWN_TABLES) {
      const found = snapshot.tables[table];
      const rowsBefore = record.foundTables[table];
      if (found === undefined) continue;
      if (rowsBefore !== undefined) trimTable(context, found, rowsBefore);
      else if (record.sheets.includes(found.sheet)) context.workbook.tables.getItem(table).delete();
      else deleteWithCells(context, found);
    }
    await context.sync();
    for (const sheet of record.sheets)
      if (sheetNames.includes(sheet)) context.workbook.worksheets.getItem(sheet).delete();
    await context.sync();
  });
  return true;
}

/** Deletes a table of ours that stands on a sheet of the user's. */
function deleteWithCells(context: Excel.RequestContext, table: TableGrid): void {
  const worksheet = context.workbook.worksheets.getItem(table.sheet);
  context.workbook.tables.getItem(table.name).delete();
  worksheet
    .getRangeByIndexes(table.firstRow - 1, table.firstColumn, table.rows.length + 1, table.headers.length)
    .clear();
}

function trimTable(context: Excel.RequestContext, table: TableGrid, rowsBefore: number): void {
  const isOurs = (row: TableGrid["rows"][number]): boolean => {
    const filled = table.headers
      .filter((_, i) => (row[i] ?? null) !== null)
      .map((header) => header.trim().toLowerCase());
    const status = row[table.headers.findIndex((header) => header.trim().toLowerCase() === "status")];
    return status === "suggested" || filled.every((header) => header === "service");
  };
  let rows = table.rows.length;
  while (rows > rowsBefore && isOurs(table.rows[rows - 1] ?? [])) rows -= 1;
  if (rows === table.rows.length) return;
  const worksheet = context.workbook.worksheets.getItem(table.sheet);
  context.workbook.tables
    .getItem(table.name)
    .resize(
      worksheet.getRangeByIndexes(table.firstRow - 1, table.firstColumn, rows + 1, table.headers.length),
    );
  worksheet
    .getRangeByIndexes(
      table.firstRow + rows,
      table.firstColumn,
      table.rows.length - rows,
      table.headers.length,
    )
    .clear();
}
