import ExcelJS from "@zurmokeeper/exceljs";
import JSZip from "jszip";

/** Fixed, so that writing the samples twice gives the same bytes. */
const WRITTEN_AT = new Date("2026-06-01T00:00:00Z");

export type Cell = string | number | null;

/** A column of a sample sheet: header, width in characters, number format. */
export interface Column {
  readonly header: string;
  readonly width: number;
  readonly format?: string;
}

export function newBook(): ExcelJS.Workbook {
  const book = new ExcelJS.Workbook();
  book.creator = "Billing reconciliation samples";
  book.created = WRITTEN_AT;
  book.modified = WRITTEN_AT;
  return book;
}

/** Adds a sheet with a styled header row and its rows below, from `firstRow` (1-based) on. */
export function addSheet(
  book: ExcelJS.Workbook,
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  firstRow = 1,
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: firstRow }] });
  columns.forEach(({ header, width, format }, i) => {
    const column = sheet.getColumn(i + 1);
    column.width = width;
    const cell = sheet.getCell(firstRow, i + 1);
    cell.value = header;
    cell.font = { bold: true, color: { argb: "FFFFFFFF" } };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FF1F3A5F" } };
    rows.forEach((row, r) => {
      const target = sheet.getCell(firstRow + 1 + r, i + 1);
      const value = row[i] ?? null;
      if (value === null) return;
      target.value = value;
      if (format !== undefined && typeof value === "number") target.numFmt = format;
    });
  });
  return sheet;
}

/** Adds one of the add-in's tables, as a team prepares it before its first run. */
export function addPreparedTable(
  sheet: ExcelJS.Worksheet,
  name: string,
  ref: string,
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  sheet.addTable({
    name,
    ref,
    headerRow: true,
    style: { theme: "TableStyleLight1", showRowStripes: true },
    columns: headers.map((header) => ({ name: header, filterButton: true })),
    rows: rows.map((row) => [...row]),
  });
}

/** The file, byte for byte the same for the same content. */
export async function bytesOf(book: ExcelJS.Workbook): Promise<Uint8Array> {
  const written = await JSZip.loadAsync(await book.xlsx.writeBuffer());
  const fixed = new JSZip();
  for (const path of Object.keys(written.files).sort()) {
    const file = written.file(path);
    if (file !== null)
      fixed.file(path, await file.async("uint8array"), { date: WRITTEN_AT, createFolders: false });
  }
  return fixed.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

/** The serial number of a date. */
export function serial(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569;
}
