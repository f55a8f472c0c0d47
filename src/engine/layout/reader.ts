import {
  dayOrderOf,
  decimalMarkOf,
  exclusiveEnd,
  idKey,
  parseDate,
  parseNumber,
  type DayOrder,
  type DecimalMark,
  type ParsedNumber,
} from "../normalise";
import type { CellValue, Field, IsoDate, SheetGrid, SourceLayout } from "../records";
import { cellAddress } from "../tables";
import { isSerialDay } from "./profile";
import { cellAt, formatAt, isBlank, rowsOf, textOf } from "./region";
import { parseWritten } from "./written-quantity";

/** The dates of a row; `null` where its source has no such column or the cell is blank. */
export interface RowDates {
  readonly periodStart: IsoDate | null;
  /** Exclusive, like the end of a billing period. */
  readonly periodEnd: IsoDate | null;
  readonly date: IsoDate | null;
}

/** What reading the rows of one source shares: the sheet, and how each column writes numbers and dates. */
export interface Reader {
  readonly sheet: SheetGrid;
  readonly layout: SourceLayout;
  readonly text: (row: number, field: Field) => string | null;
  readonly number: (row: number, column: number) => ParsedNumber;
  /** The quantity inside the text of a row, and what it counts; `null` where quantities are numbers or the cell is blank. */
  readonly written: (row: number) => { readonly quantity: ParsedNumber; readonly name: string | null } | null;
  /** The dates of a row, or a sentence about the cell that cannot be read as one. */
  readonly dates: (row: number) => RowDates | string;
  readonly client: (row: number) => string | null;
  /** A sentence about the first of these cells that shows an error such as `#N/A`; `null` when none does. */
  readonly errorIn: (row: number, fields: readonly Field[]) => string | null;
  /** The cell of a row under a header (case and surrounding blanks ignored); `undefined` = no such header. */
  readonly attribute: (row: number, header: string) => CellValue | undefined;
  readonly address: (row: number, column: number) => string;
}

/** A column was asked for that was left out when the sheet was read. */
export class UnreadColumn extends Error {
  override readonly name = "UnreadColumn";
  constructor(sheet: string, header: string) {
    super(`Column "${header}" of "${sheet}" was not read for this run. Run again.`);
  }
}

const DATE_FIELDS = ["periodStart", "periodEnd", "date"] as const;
const NUMBER_FIELDS = ["quantity", "unitPrice", "amount", "cost"] as const;
/** Shows a serial number as the day that it counts. */
const SERIAL_FORMAT = "yyyy-mm-dd";
/** What exports write where a date is missing. */
const NO_DATE = /^(?:-|–|n\/?a|none|never|open|ongoing|unlimited|unbefristet|0)$/i;

/** How the columns of one source write numbers and dates. */
export interface Notation {
  readonly marks: ReadonlyMap<number, DecimalMark | null>;
  readonly order: DayOrder;
  /** Columns of dates that hold serial numbers and nothing else, whatever their format says. */
  readonly serials: ReadonlySet<number>;
}

/**
 * Settles how a source writes numbers and dates by what its cells prove.
 * @param valuesOf The cells of a column, or those that differ: a value proves the same however often it stands there.
 */
export function settleNotation(
  layout: SourceLayout,
  valuesOf: (column: number) => readonly CellValue[],
): Notation {
  const columnsOf = (fields: readonly Field[]): readonly number[] =>
    fields.flatMap((field) => layout.columns[field] ?? []);
  const numberColumns = [...columnsOf(NUMBER_FIELDS), ...(layout.crosstab?.columns ?? [])];
  // Only texts prove how numbers are written.
  const texts = numberColumns.map((column) => valuesOf(column).filter((value) => typeof value === "string"));
  // A column without proof of its own follows the other columns of its sheet.
  const sheetMark = decimalMarkOf(texts.flat());
  const marks = new Map(
    numberColumns.map((column, i) => [column, decimalMarkOf(texts[i] ?? []) ?? sheetMark] as const),
  );
  const dates = columnsOf(DATE_FIELDS);
  return {
    marks,
    order: settledOrder(dates.flatMap(valuesOf)),
    serials: new Set(dates.filter((column) => areSerialDays(valuesOf(column)))),
  };
}

/** Prepares the reading of a source whose columns write numbers and dates in a settled way. */
export function createReader(
  sheet: SheetGrid,
  layout: SourceLayout,
  rows: readonly number[],
  { marks, order, serials }: Notation,
): Reader {
  const cell = (row: number, field: Field): CellValue => {
    const column = layout.columns[field];
    return column === undefined ? null : cellAt(sheet, row, column);
  };
  const text = (row: number, field: Field): string | null => textOf(cell(row, field)) || null;
  const address = (row: number, column: number): string => cellAddress(sheet.name, row, column);
  const columnByHeader = new Map(
    [...layout.headers].reverse().map(([column, header]) => [idKey(header), column]),
  );
  const unread = new Set(sheet.unread);
  return {
    sheet,
    layout,
    text,
    address,
    number: (row, column) => parseNumber(cellAt(sheet, row, column), marks.get(column) ?? null),
    written: (row) => {
      const { written } = layout;
      const value = written === undefined ? null : cellAt(sheet, row, written.column);
      return written === undefined || typeof value !== "string" || isBlank(value)
        ? null
        : parseWritten(value, written);
    },
    dates: (row) => readDates({ sheet, layout, order, serials }, row),
    client: clientReader(sheet, layout, rows, text),
    errorIn: (row, fields) => {
      for (const field of fields) {
        const value = cell(row, field);
        const column = layout.columns[field];
        if (column !== undefined && value !== null && typeof value === "object")
          return `${address(row, column)}: the cell shows the error ${value.error}; correct its formula`;
      }
      return null;
    },
    attribute: (row, header) => {
      const column = columnByHeader.get(idKey(header));
      // A blank in its place would change what is billed.
      if (column !== undefined && unread.has(column)) throw new UnreadColumn(sheet.name, header);
      return column === undefined ? undefined : cellAt(sheet, row, column);
    },
  };
}

/** A column of dates whose formats were lost on the way holds the numbers that Excel counts days by. */
function areSerialDays(values: readonly CellValue[]): boolean {
  const filled = values.filter((value) => !isBlank(value));
  return filled.length > 0 && filled.every(isSerialDay);
}

/**
 * Which number comes first in the dates of a source: what a number above 12 proves, else the reading in which every date
 * is the first day of a month, as billing periods begin; `null` when both readings stay possible.
 */
function settledOrder(values: readonly CellValue[]): DayOrder {
  const proven = dayOrderOf(values);
  if (proven !== null) return proven;
  const texts = values.filter((value) => typeof value === "string" && /^\d{1,2}[/-]\d/.test(value.trim()));
  if (texts.length === 0) return null;
  const [dayFirst, monthFirst] = (["day-first", "month-first"] as const).map((order) =>
    texts.every((text) => {
      const parsed = parseDate(text, "General", order);
      return parsed.kind === "date" && parsed.date.endsWith("-01");
    }),
  );
  return dayFirst === monthFirst ? null : dayFirst === true ? "day-first" : "month-first";
}

function readDates(
  { sheet, layout, order, serials }: Pick<Reader, "sheet" | "layout"> & Omit<Notation, "marks">,
  row: number,
): RowDates | string {
  const found: Partial<Record<(typeof DATE_FIELDS)[number], { start: IsoDate; end: IsoDate | null }>> = {};
  for (const field of DATE_FIELDS) {
    const column = layout.columns[field];
    if (column === undefined) continue;
    const value = cellAt(sheet, row, column);
    if (typeof value === "string" && NO_DATE.test(value.trim())) continue;
    const format = serials.has(column) ? SERIAL_FORMAT : formatAt(sheet, row, column);
    const parsed = parseDate(value, format, order);
    if (parsed.kind === "problem")
      return `${cellAddress(sheet.name, row, column)}: ${parsed.message}; write the date as YYYY-MM-DD`;
    if (parsed.kind === "span") found[field] = { start: parsed.start, end: parsed.end };
    if (parsed.kind === "date") found[field] = { start: parsed.date, end: null };
  }
  const { periodStart: start, periodEnd: end, date } = found;
  const lastDay = end?.start ?? null;
  return {
    periodStart: start?.start ?? null,
    periodEnd: start?.end ?? (lastDay === null ? null : exclusiveEnd(start?.start ?? null, lastDay)),
    date: date?.start ?? null,
  };
}

/** The client of each row: its own cell, the last one above it, or the heading of its group. */
function clientReader(
  sheet: SheetGrid,
  layout: SourceLayout,
  rows: readonly number[],
  text: (row: number, field: Field) => string | null,
): (row: number) => string | null {
  const { clientColumn, clientPlacement, skippedRows, area } = layout;
  if (clientPlacement === "row" || clientColumn === null || area === null)
    return (row) => text(row, "client");
  const isData = new Set(rows);
  const clients = new Map<number, string>();
  let current: string | null = null;
  for (const row of rowsOf(area)) {
    const kind = skippedRows.get(row);
    const own = cellAt(sheet, row, clientColumn);
    // A total closes its block: what follows it has no client until the next one is named.
    if (kind === "total") current = null;
    if (clientPlacement === "group-row" ? kind === "group" : isData.has(row) && !isBlank(own))
      current = textOf(own) || null;
    if (isData.has(row) && current !== null) clients.set(row, current);
  }
  return (row) => clients.get(row) ?? null;
}
