import type { CellValue, IsoDate, TableGrid } from "../records";
import { dayOfSerial } from "../normalise/date";
import { idKey } from "../normalise/fold";
import { cellAddress } from "./address";

/** One row of one of the add-in's tables, read by header (case and surrounding blanks ignored). */
export interface TableRow {
  /** The cell's text, trimmed; blank for an empty cell or a missing column. */
  readonly text: (header: string) => string;
  readonly value: (header: string) => CellValue;
  /** Address of the cell, or of the row's first cell when the table has no such column. */
  readonly cell: (header: string) => string;
}

/** The rows of a table that hold anything at all. */
export function tableRows(table: TableGrid): readonly TableRow[] {
  const positions = new Map<string, number>();
  table.headers.forEach((header, i) => {
    if (!positions.has(idKey(header))) positions.set(idKey(header), i);
  });
  return table.rows.flatMap((cells, i) => {
    if (cells.every((cell) => cellText(cell) === "")) return [];
    const value = (header: string): CellValue => {
      const position = positions.get(idKey(header));
      return position === undefined ? null : (cells[position] ?? null);
    };
    return [
      {
        value,
        text: (header: string) => cellText(value(header)),
        cell: (header: string) =>
          cellAddress(
            table.sheet,
            table.firstRow + i,
            table.firstColumn + (positions.get(idKey(header)) ?? 0),
          ),
      },
    ];
  });
}

/** A cell as a person reads it; blank for an empty cell, the code for an error. */
export function cellText(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "object") return value.error;
  return String(value).trim();
}

/** The date of a serial number (1900 system) or of ISO text; `null` when it is neither. */
export function cellDate(value: CellValue): IsoDate | null {
  if (typeof value === "number") return dayOfSerial(value);
  if (typeof value !== "string") return null;
  const iso = /^([1-9]\d{3})-(\d{2})-(\d{2})(?:[T ]\d{1,2}:[\d:.]*\s?(?:[AP]M|Z|[+-]\d\d:?\d\d)?)?$/i.exec(
    value.trim(),
  );
  if (iso === null) return null;
  const date = new Date(`${iso[1] ?? ""}-${iso[2] ?? ""}-${iso[3] ?? ""}T00:00:00Z`);
  const text = Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
  return text === value.trim().slice(0, 10) ? text : null;
}
