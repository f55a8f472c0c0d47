import { HostError } from "./errors";

/** A rectangle of cells, 0-based, ends included. */
export interface Area {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

export const LAST_ROW = 1_048_575;
export const LAST_COLUMN = 16_383;
export const WHOLE_SHEET: Area = { firstRow: 0, firstColumn: 0, lastRow: LAST_ROW, lastColumn: LAST_COLUMN };

const CELL = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/;

/** Parses `B2`, `$A$1:C9` or `Sheet!A1`; the sheet's name is left out. @throws HostError InvalidArgument */
export function parseArea(address: string): Area {
  const local = address.includes("!") ? address.slice(address.lastIndexOf("!") + 1) : address;
  const [first = "", last = first, ...more] = local.split(":");
  const a = CELL.exec(first);
  const b = CELL.exec(last);
  if (a === null || b === null || more.length > 0)
    throw new HostError("InvalidArgument", `"${address}" is not an address.`);
  const rows = [Number(a[2]) - 1, Number(b[2]) - 1];
  const columns = [columnOf(a[1] ?? ""), columnOf(b[1] ?? "")];
  const area = {
    firstRow: Math.min(...rows),
    lastRow: Math.max(...rows),
    firstColumn: Math.min(...columns),
    lastColumn: Math.max(...columns),
  };
  if (area.firstRow < 0 || area.lastRow > LAST_ROW || area.lastColumn > LAST_COLUMN) {
    throw new HostError("InvalidArgument", `"${address}" lies outside the sheet.`);
  }
  return area;
}

/** The 0-based column of its letters. */
export function columnOf(letters: string): number {
  return (
    Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  );
}

/** The letters of a 0-based column. */
export function lettersOf(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? lettersOf(rest) : "") + String.fromCharCode(65 + (column % 26));
}

/** `A1` or `A1:C9`, without the sheet. */
export function localAddress({ firstRow, firstColumn, lastRow, lastColumn }: Area): string {
  const first = `${lettersOf(firstColumn)}${firstRow + 1}`;
  const last = `${lettersOf(lastColumn)}${lastRow + 1}`;
  return first === last ? first : `${first}:${last}`;
}

/** Names that Excel writes without quotes: none that could be a cell in either notation, or a truth value. */
const PLAIN_NAME = /^(?!(?:[A-Z]{1,3}\d+|R\d*(?:C\d*)?|C\d*|TRUE|FALSE)$)[A-Z_][A-Z0-9_]*$/i;

export function quoteSheet(name: string): string {
  return PLAIN_NAME.test(name) ? name : `'${name.replace(/'/g, "''")}'`;
}

export function rowCount(area: Area): number {
  return area.lastRow - area.firstRow + 1;
}

export function columnCount(area: Area): number {
  return area.lastColumn - area.firstColumn + 1;
}

export function intersects(a: Area, b: Area): boolean {
  return (
    a.firstRow <= b.lastRow &&
    b.firstRow <= a.lastRow &&
    a.firstColumn <= b.lastColumn &&
    b.firstColumn <= a.lastColumn
  );
}

/** Calls back for every cell of an area. */
export function eachCell(area: Area, visit: (row: number, column: number) => void): void {
  for (let row = area.firstRow; row <= area.lastRow; row += 1) {
    for (let column = area.firstColumn; column <= area.lastColumn; column += 1) visit(row, column);
  }
}
