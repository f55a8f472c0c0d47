/** A cell of a CSV file; `null` is blank. */
export type CsvCell = string | number | null;

/** Excel takes a file for UTF-8 only when it begins with this mark. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Text of a CSV file: RFC 4180 with a header line, lines ended by CR LF, UTF-8 with its mark. A text that a spreadsheet
 * would read as a formula (beginning with = + - @, tab or carriage return) gets an apostrophe before it; numbers stay.
 */
export function csvText(headers: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [headers, ...rows].map((cells) => cells.map(csvCell).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
