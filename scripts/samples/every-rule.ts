import type ExcelJS from "@zurmokeeper/exceljs";
import { INVOICE_COLUMNS, invoiceRows } from "./every-rule-invoice";
import { addTables } from "./every-rule-tables";
import { addUsageSheets } from "./every-rule-usage";
import { addSheet, newBook } from "./workbook";

const HEADER_ROW = 5;

/**
 * A month of twelve clients in which every domain rule decides something. What should come out was worked out by hand and
 * stands in test/fixtures/samples/every-rule-month.expected.csv; it is not written from here.
 */
export function everyRule(): { book: ExcelJS.Workbook } {
  const book = newBook();
  const rows = invoiceRows();
  const sheet = addSheet(book, "Invoice June 2026", INVOICE_COLUMNS, rows, HEADER_ROW);
  // Beside right-aligned numbers, texts need air.
  for (const column of [7, 10])
    sheet.getColumn(column).eachCell({ includeEmpty: false }, (cell) => {
      cell.alignment = { horizontal: "left", indent: 1 };
    });
  sheet.getCell("A1").value = "Harbour & Pine IT Services";
  sheet.getCell("A1").font = { name: "Calibri", bold: true, size: 16 };
  sheet.getCell("A2").value = "Billing period: June 2026";
  sheet.getCell("A3").value = "Draft for review before the invoices go out";
  rows.forEach((row, i) => {
    if (!/total/i.test(String(row[0] ?? ""))) return;
    sheet.getRow(HEADER_ROW + 1 + i).font = { name: "Calibri", bold: true, size: 11 };
  });
  addUsageSheets(book);
  addTables(book);
  return { book };
}
