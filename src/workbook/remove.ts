import type { TableGrid } from "../engine";
import type { ExcelGateway } from "./gateway";
import { removeHighlights } from "./highlights";
import { OWN_TABLES } from "./names";
import { readWorkbook } from "./read";

/**
 * Takes away what the add-in wrote and nothing else: its conditional formats, names, tables and sheets. In tables that
 * were there before the first run, the rows that it appended go unless a person has made use of them.
 * @returns Whether there was anything to remove.
 * @throws WorkbookProblem
 */
export async function removeAnnotations(gateway: ExcelGateway): Promise<boolean> {
  const { snapshot, own, sheetNames } = await readWorkbook(gateway);
  const ownSheets = Object.values(own.sheets).filter((sheet) => sheetNames.includes(sheet));
  return gateway.run(async (context) => {
    const highlights = await removeHighlights(context);
    for (const name of OWN_TABLES) {
      const found = snapshot.tables[name];
      if (found === undefined) continue;
      const rowsBefore = own.record?.foundTables[name];
      if (ownSheets.includes(found.sheet)) context.workbook.tables.getItem(name).delete();
      else if (rowsBefore !== undefined) trimTable(context, found, rowsBefore);
      // Without the record nobody knows whether a table on a person's sheet is ours.
      else if (own.record !== null) deleteWithCells(context, found);
    }
    await context.sync();
    for (const sheet of ownSheets) context.workbook.worksheets.getItem(sheet).delete();
    await context.sync();
    // The names say which sheets are ours: they go last, so that a removal that broke off can be finished.
    const left = own.names.map((name) => context.workbook.names.getItemOrNullObject(name).load("name"));
    await context.sync();
    for (const name of left) if (!name.isNullObject) name.delete();
    await context.sync();
    return highlights > 0 || own.names.length > 0 || ownSheets.length > 0;
  });
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
