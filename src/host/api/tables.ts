import type { TableProperties, Worksheet } from "@zurmokeeper/exceljs";
import { intersects, localAddress, parseArea, type Area } from "../area";
import { cellOf, valueOf } from "../cells";
import { HostError } from "../errors";
import { sameName, type Book } from "./book";

/** A table of a sheet. exceljs keeps tables in fields that its types leave out. */
export interface TableSelf {
  readonly book: Book;
  readonly sheet: Worksheet;
  readonly key: string;
}

interface StoredTable {
  readonly table?: TableProperties & { tableRef?: string; autoFilterRef?: string };
  model: TableProperties & { tableRef?: string; id?: number };
}

function storedOf(sheet: Worksheet): Record<string, StoredTable> {
  return (sheet as unknown as { tables: Record<string, StoredTable> }).tables;
}

/** Every table of a workbook. */
export function tablesOf(book: Book, only?: Worksheet): readonly TableSelf[] {
  const sheets = only === undefined ? book.workbook.worksheets : [only];
  return sheets.flatMap((sheet) => Object.keys(storedOf(sheet)).map((key) => ({ book, sheet, key })));
}

export function modelOf(table: TableSelf): StoredTable["model"] {
  const stored = storedOf(table.sheet)[table.key];
  if (stored === undefined) throw new HostError("ItemNotFound", `The table "${table.key}" was deleted.`);
  return stored.model;
}

export function tableName(table: TableSelf): string {
  return modelOf(table).name;
}

export function tableArea(table: TableSelf): Area {
  const model = modelOf(table);
  return parseArea(model.tableRef ?? model.ref);
}

/** Makes a table over cells that already hold its header and rows. @throws HostError InvalidArgument for a taken name or overlap. */
export function addTable(
  book: Book,
  sheet: Worksheet,
  area: Area,
  name: string,
  style: TableProperties["style"],
): TableSelf {
  if (tablesOf(book).some((table) => sameName(tableName(table), name))) {
    throw new HostError("InvalidArgument", `A table named "${name}" is already in the workbook.`);
  }
  const headers = Array.from({ length: area.lastColumn - area.firstColumn + 1 }, (_, i) => {
    const text = String(valueOf(cellOf(sheet, area.firstRow, area.firstColumn + i)));
    return text === "" ? `Column${i + 1}` : text;
  });
  const rows = Array.from({ length: area.lastRow - area.firstRow }, (_, r) =>
    headers.map((_header, c) => cellOf(sheet, area.firstRow + 1 + r, area.firstColumn + c).value),
  );
  const formats = rows.map((_, r) =>
    headers.map((_header, c) => ({ ...cellOf(sheet, area.firstRow + 1 + r, area.firstColumn + c).style })),
  );
  sheet.addTable({
    name,
    ref: localAddress({ ...area, lastRow: area.firstRow, lastColumn: area.firstColumn }),
    headerRow: true,
    totalsRow: false,
    ...(style === undefined ? {} : { style }),
    columns: headers.map((header) => ({ name: header, filterButton: true })),
    rows,
  });
  formats.forEach((row, r) => {
    row.forEach((cellStyle, c) => {
      cellOf(sheet, area.firstRow + 1 + r, area.firstColumn + c).style = cellStyle;
    });
  });
  return { book, sheet, key: name };
}

export function removeTable(table: TableSelf): void {
  storedOf(table.sheet)[table.key] = undefined as never;
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- exceljs keeps its tables in a plain object
  delete storedOf(table.sheet)[table.key];
}

/**
 * Gives a table another area; its name and style stay.
 * @throws HostError InvalidArgument when its header would be in another row, or nothing of it in the new area
 */
export function resizeTable(table: TableSelf, area: Area): TableSelf {
  const now = tableArea(table);
  if (now.firstRow !== area.firstRow || !intersects(now, area))
    throw new HostError("InvalidArgument", "A table keeps its header row and overlaps where it was.");
  return moveTable(table, area);
}

/** Puts a table where its cells went. */
export function moveTable(table: TableSelf, area: Area): TableSelf {
  const { name, style } = modelOf(table);
  removeTable(table);
  return addTable(table.book, table.sheet, area, name, style);
}

export function renameTable(table: TableSelf, name: string): TableSelf {
  const area = tableArea(table);
  const { style } = modelOf(table);
  if (!sameName(name, table.key) && tablesOf(table.book).some((other) => sameName(tableName(other), name))) {
    throw new HostError("InvalidArgument", `A table named "${name}" is already in the workbook.`);
  }
  removeTable(table);
  return addTable(table.book, table.sheet, area, name, style);
}
