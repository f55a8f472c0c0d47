import type { Cell, Workbook } from "@zurmokeeper/exceljs";
import { serialOfDate, setResult } from "./cells";

const DAY_MS = 86_400_000;
const EPOCH_SERIAL = 25_569;
/** Days between the first days of the two date systems, 1900 and 1904. */
const DAYS_TO_1904 = 1462;

/** Whether a number format shows a date or a time: its codes stand outside quotes, brackets and escapes. */
function showsDate(format: string): boolean {
  const codes = format.replace(/"[^"]*"|\[(?![hms]+\])[^\]]*\]|\\.|_.|\*./gi, "");
  return !/general|standard/i.test(codes) && /[ymdhs]/i.test(codes);
}

/**
 * The document library takes numbers for dates where a format only holds letters ("0 \s\e\a\t\s"): such cells become the
 * numbers that they are. Real dates are dates whatever the workbook's date system is, and read as serials of 1900.
 */
export function settleDates(workbook: Workbook): void {
  const shift = is1904(workbook) ? DAYS_TO_1904 : 0;
  const number = (date: Date): number => serialOfDate(date) - shift;
  eachCell(workbook, (cell) => {
    if (showsDate(formatOf(cell))) return;
    if (cell.value instanceof Date) cell.value = number(cell.value);
    else if (typeof cell.formula === "string" && cell.result instanceof Date)
      setResult(cell, number(cell.result));
  });
}

/** Makes serials in date formats dates, so that a workbook of the 1904 system is saved with the days that it shows. */
export function datesOf1904(workbook: Workbook): void {
  if (!is1904(workbook)) return;
  const date = (serial: number): Date => new Date(Math.round((serial - EPOCH_SERIAL) * DAY_MS));
  eachCell(workbook, (cell) => {
    if (!showsDate(formatOf(cell))) return;
    if (typeof cell.value === "number") cell.value = date(cell.value);
    else if (typeof cell.formula === "string" && typeof cell.result === "number")
      setResult(cell, date(cell.result));
  });
}

function formatOf(cell: Cell): string {
  const { numFmt } = cell as { readonly numFmt?: string };
  return numFmt ?? "";
}

function is1904(workbook: Workbook): boolean {
  return (workbook.properties as Partial<Workbook["properties"]> | null)?.date1904 === true;
}

function eachCell(workbook: Workbook, visit: (cell: Cell) => void): void {
  for (const sheet of workbook.worksheets)
    sheet.eachRow({ includeEmpty: false }, (row) => {
      row.eachCell({ includeEmpty: false }, visit);
    });
}
