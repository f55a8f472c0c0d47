import type {
  BilledLine,
  CellValue,
  Decimal,
  Extraction,
  Field,
  IsoDate,
  RejectedRow,
  SheetGrid,
  SourceLayout,
  UsageRecord,
} from "../records";
import { ZERO } from "../records";
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
import { cellAddress } from "../tables";
import { currencyOfFormat } from "./currency";
import { cellAt, formatAt, isBlank, rowsOf, textOf } from "./region";

/** What reading the rows of one source shares: the sheet, and how each column writes numbers and dates. */
interface Reader {
  readonly sheet: SheetGrid;
  readonly layout: SourceLayout;
  readonly text: (row: number, field: Field) => string | null;
  readonly value: (row: number, field: Field) => CellValue;
  readonly number: (row: number, column: number) => ParsedNumber;
  readonly dates: (row: number) => {
    readonly start: IsoDate | null;
    readonly end: IsoDate | null;
    readonly day: IsoDate | null;
  };
  readonly client: (row: number) => string | null;
  readonly attribute: (row: number) => UsageRecord["attribute"];
  readonly address: (row: number, column: number) => string;
}

/**
 * Reads the data rows of a source into records. Every row that the layout does not skip yields at least one line, one
 * usage record or a rejection that says what is wrong, where, and what to do.
 */
export function extractRecords(sheet: SheetGrid, layout: SourceLayout): Extraction {
  if (layout.area === null || layout.headerRow === null || layout.role === "other") {
    return { lines: [], usage: [], rejected: [], readRows: [] };
  }
  const readRows = rowsOf(layout.area).filter(
    (row) => row !== layout.headerRow && !layout.skippedRows.has(row),
  );
  const reader = createReader(sheet, layout, readRows);
  const lines: BilledLine[] = [];
  const usage: UsageRecord[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of readRows) {
    const read = layout.role === "billed" ? readLines(reader, row) : readUsage(reader, row);
    if (typeof read === "string")
      rejected.push({ source: layout.name, sheet: sheet.name, row, reason: read });
    else if (layout.role === "billed") lines.push(...(read as readonly BilledLine[]));
    else usage.push(...(read as readonly UsageRecord[]));
  }
  return { lines, usage, rejected, readRows };
}

function readLines(reader: Reader, row: number): readonly BilledLine[] | string {
  const { layout, sheet, address } = reader;
  const client = reader.client(row);
  if (client === null) return `${whereOf(reader, row, "client")}: no client; write the client of this line`;
  const dates = reader.dates(row);
  const base = {
    source: layout.name,
    sheet: sheet.name,
    row,
    client,
    clientId: reader.text(row, "clientId"),
    tenant: reader.text(row, "tenant"),
    sku: reader.text(row, "sku"),
    agreement: reader.text(row, "agreement"),
    status: reader.text(row, "status"),
    periodStart: dates.start,
    periodEnd: dates.end,
  };
  const currency = reader.text(row, "currency");
  if (layout.crosstab !== null) {
    return readAcross(reader, row, (column, value) => ({
      ...base,
      quantityColumn: column,
      service: layout.headers.get(column) ?? "",
      quantity: value,
      hasNumericCell: typeof cellAt(sheet, row, column) === "number",
      unitPrice: null,
      amount: null,
      currency,
    }));
  }
  const service = reader.text(row, "product") ?? reader.text(row, "sku");
  if (service === null)
    return `${whereOf(reader, row, "product")}: no service; write the service of this line`;
  const column = layout.columns.quantity;
  if (column === undefined) return `row ${row + 1}: the sheet has no quantity column; name one`;
  const quantity = reader.number(row, column);
  if (quantity.kind === "blank")
    return `${address(row, column)}: the quantity is blank; write the billed quantity`;
  if (quantity.kind === "problem")
    return `${address(row, column)}: ${quantity.message}; write the quantity as a number`;
  const money: Record<"unitPrice" | "amount", Decimal | null> = { unitPrice: null, amount: null };
  let named = currency;
  for (const field of ["unitPrice", "amount"] as const) {
    const moneyColumn = layout.columns[field];
    if (moneyColumn === undefined) continue;
    const parsed = reader.number(row, moneyColumn);
    if (parsed.kind === "problem")
      return `${address(row, moneyColumn)}: ${parsed.message}; write the ${layout.headers.get(moneyColumn) ?? field} as a number`;
    if (parsed.kind === "blank") continue;
    money[field] = parsed.value;
    named ??= parsed.currency ?? currencyOfFormat(formatAt(sheet, row, moneyColumn));
  }
  const hasNumericCell = typeof cellAt(sheet, row, column) === "number";
  return [
    {
      ...base,
      ...money,
      quantityColumn: column,
      service,
      quantity: quantity.value,
      hasNumericCell,
      currency: named,
    },
  ];
}

function readUsage(reader: Reader, row: number): readonly UsageRecord[] | string {
  const { layout, sheet, address } = reader;
  const dates = reader.dates(row);
  const base = {
    source: layout.name,
    sheet: sheet.name,
    row,
    client: reader.client(row),
    clientId: reader.text(row, "clientId"),
    tenant: reader.text(row, "tenant"),
    sku: reader.text(row, "sku"),
    item: reader.text(row, "item"),
    date: dates.day,
    periodStart: dates.start,
    periodEnd: dates.end,
    unit: reader.text(row, "unit"),
    currency: reader.text(row, "currency"),
    attribute: reader.attribute(row),
  };
  if (layout.crosstab !== null) {
    const product = (column: number): string => layout.headers.get(column) ?? "";
    return readAcross(reader, row, (column, quantity) => ({ ...base, product: product(column), quantity }));
  }
  const product = reader.text(row, "product");
  const column = layout.columns.quantity;
  if (column === undefined) return [{ ...base, product, quantity: null }];
  const quantity = reader.number(row, column);
  if (quantity.kind === "problem")
    return `${address(row, column)}: ${quantity.message}; write the quantity as a number`;
  if (quantity.kind === "blank")
    return `${address(row, column)}: the quantity is blank; write 0 where nothing was used`;
  return [{ ...base, product, quantity: quantity.value }];
}

/** One record per filled cell of a crosstab row; a row without any is one zero, so that it is still accounted for. */
function readAcross<T>(
  reader: Reader,
  row: number,
  make: (column: number, quantity: Decimal) => T,
): readonly T[] | string {
  const columns = reader.layout.crosstab?.columns ?? [];
  const records: T[] = [];
  for (const column of columns) {
    const parsed = reader.number(row, column);
    if (parsed.kind === "problem")
      return `${reader.address(row, column)}: ${parsed.message}; write the quantity as a number`;
    if (parsed.kind === "number") records.push(make(column, parsed.value));
  }
  const [first] = columns;
  return records.length === 0 && first !== undefined ? [make(first, ZERO)] : records;
}

function whereOf({ layout, address }: Reader, row: number, field: Field): string {
  const column = layout.columns[field] ?? layout.clientColumn ?? layout.area?.firstColumn ?? 0;
  return address(row, column);
}

function createReader(sheet: SheetGrid, layout: SourceLayout, rows: readonly number[]): Reader {
  const marks = new Map<number, DecimalMark>();
  const orders = new Map<number, DayOrder>();
  const valuesOf = (column: number): readonly CellValue[] => rows.map((row) => cellAt(sheet, row, column));
  const markOf = (column: number): DecimalMark =>
    remember(marks, column, () => decimalMarkOf(valuesOf(column)));
  const orderOf = (column: number): DayOrder => remember(orders, column, () => dayOrderOf(valuesOf(column)));
  const value = (row: number, field: Field): CellValue => {
    const column = layout.columns[field];
    return column === undefined ? null : cellAt(sheet, row, column);
  };
  const text = (row: number, field: Field): string | null => textOf(value(row, field)) || null;
  const dateIn = (row: number, field: Field): { start: IsoDate; end: IsoDate | null } | null => {
    const column = layout.columns[field];
    if (column === undefined) return null;
    const parsed = parseDate(cellAt(sheet, row, column), formatAt(sheet, row, column), orderOf(column));
    if (parsed.kind === "span") return { start: parsed.start, end: parsed.end };
    return parsed.kind === "date" ? { start: parsed.date, end: null } : null;
  };
  const columnByHeader = new Map(
    [...layout.headers].reverse().map(([column, header]) => [idKey(header), column]),
  );
  return {
    sheet,
    layout,
    text,
    value,
    number: (row, column) => parseNumber(cellAt(sheet, row, column), markOf(column)),
    dates: (row) => {
      const start = dateIn(row, "periodStart");
      const end = dateIn(row, "periodEnd");
      const day = dateIn(row, "date");
      const lastDay = end?.start ?? null;
      return {
        start: start?.start ?? null,
        end: start?.end ?? (lastDay === null ? null : exclusiveEnd(start?.start ?? lastDay, lastDay)),
        day: day?.start ?? null,
      };
    },
    client: clientReader(sheet, layout, rows, text),
    attribute: (row) => (header) => {
      const column = columnByHeader.get(idKey(header));
      return column === undefined ? undefined : cellAt(sheet, row, column);
    },
    address: (row, column) => cellAddress(sheet.name, row, column),
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
    if (clientPlacement === "group-row" ? kind === "group" : isData.has(row) && !isBlank(own))
      current = textOf(own);
    // A total closes its block: what follows it has no client until the next one is named.
    if (kind === "total" && clientPlacement === "group-row") current = null;
    if (isData.has(row) && current !== null) clients.set(row, current);
  }
  return (row) => clients.get(row) ?? null;
}

function remember<T>(known: Map<number, T>, key: number, compute: () => T): T {
  const value = known.get(key) ?? compute();
  known.set(key, value);
  return value;
}
