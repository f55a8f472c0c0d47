import type {
  BilledLine,
  Decimal,
  Extraction,
  Field,
  RejectedRow,
  RowNames,
  SheetGrid,
  SourceLayout,
  UsageRecord,
} from "../records";
import { ZERO } from "../records";
import { currencyOfFormat } from "./currency";
import { isProductHeading } from "./derive";
import { splitProducts } from "./joined-products";
import { createReader, settleNotation, type Notation, type Reader } from "./reader";
import { cellAt, formatAt, rowsOf } from "./region";
import { subjectReader, UsageRow } from "./usage-row";

/**
 * Reads the data rows of a source into records. Every row that the layout does not skip yields at least one line, one
 * usage record or a rejection that says what is wrong, where, and what to do.
 * @param notation How the source writes numbers and dates, where that is known from more than this sheet.
 */
export function extractRecords(sheet: SheetGrid, layout: SourceLayout, notation?: Notation): Extraction {
  if (layout.area === null || layout.headerRow === null || layout.role === "other") {
    return { lines: [], usage: [], rejected: [], readRows: [] };
  }
  const readRows = rowsOf(layout.area).filter(
    (row) => row !== layout.headerRow && !layout.skippedRows.has(row),
  );
  const settled =
    notation ?? settleNotation(layout, (column) => readRows.map((row) => cellAt(sheet, row, column)));
  const reader = createReader(sheet, layout, readRows, settled);
  const lines: BilledLine[] = [];
  const usage: UsageRecord[] = [];
  const rejected: RejectedRow[] = [];
  const readAll = <T>(read: (row: number) => readonly T[] | string, records: T[]): void => {
    for (const row of readRows) {
      const found = read(row);
      if (typeof found !== "string") for (const record of found) records.push(record);
      else {
        const about = namesOf(reader, row);
        rejected.push({ source: layout.name, sheet: sheet.name, row, reason: found, about });
      }
    }
  };
  if (layout.role === "billed") readAll((row) => readLines(reader, row), lines);
  else readAll(usageReader(reader), usage);
  return { lines, usage, rejected, readRows };
}

function namesOf(reader: Reader, row: number): RowNames {
  return {
    client: reader.client(row),
    clientId: reader.text(row, "clientId"),
    tenant: reader.text(row, "tenant"),
    product: reader.written(row)?.name ?? reader.text(row, "product"),
    sku: reader.text(row, "sku"),
  };
}

function readLines(reader: Reader, row: number): readonly BilledLine[] | string {
  const { layout, sheet, address } = reader;
  const error = reader.errorIn(row, ["client", "product"]);
  if (error !== null) return error;
  const dates = reader.dates(row);
  if (typeof dates === "string") return dates;
  // A sheet that names clients by number or domain only is matched by that.
  const client = reader.client(row) ?? reader.text(row, "clientId") ?? reader.text(row, "tenant");
  const counted = reader.written(row);
  const service = counted?.name ?? reader.text(row, "product") ?? reader.text(row, "sku");
  // Fields are set anew below, never added: an object that grows costs ten times as much to copy.
  const base: BilledLine = {
    source: layout.name,
    sheet: sheet.name,
    row,
    quantityColumn: layout.columns.quantity ?? null,
    client: client ?? "",
    service: service ?? "",
    quantity: ZERO,
    isReversed: false,
    hasNumericCell: false,
    unitPrice: null,
    amount: null,
    currency: reader.text(row, "currency"),
    clientId: reader.text(row, "clientId"),
    tenant: reader.text(row, "tenant"),
    sku: reader.text(row, "sku"),
    agreement: reader.text(row, "agreement"),
    status: reader.text(row, "status"),
    periodStart: dates.periodStart,
    periodEnd: dates.periodEnd,
  };
  const isClientAcross = layout.crosstab?.axis === "client";
  if (client === null && !isClientAcross)
    return `${whereOf(reader, row, "client")}: no client; write the client of this line`;
  const hasServiceCell = layout.crosstab === null || isClientAcross;
  if (service === null && hasServiceCell)
    return `${whereOf(reader, row, "product")}: no service; write the service of this line`;
  if (layout.crosstab !== null) {
    return readAcross(reader, row, (column, value) => {
      const header = layout.headers.get(column) ?? "";
      return {
        ...base,
        client: isClientAcross ? header : base.client,
        service: isClientAcross ? base.service : header,
        quantityColumn: column,
        quantity: value,
        hasNumericCell: typeof cellAt(sheet, row, column) === "number",
      };
    });
  }
  const column = layout.columns.quantity ?? layout.written?.column;
  if (column === undefined) return `row ${row + 1}: the sheet has no quantity column; name one`;
  const quantity = counted?.quantity ?? reader.number(row, column);
  if (quantity.kind === "blank")
    return `${address(row, column)}: the quantity is blank; write the billed quantity`;
  if (quantity.kind === "problem")
    return `${address(row, column)}: ${quantity.message}; write the quantity as a number`;
  const money: Record<"unitPrice" | "amount", Decimal | null> = { unitPrice: null, amount: null };
  let named = base.currency;
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
  const hasNumericCell = counted === null && typeof cellAt(sheet, row, column) === "number";
  // Vendors credit a charge with its quantity as it was and a negative amount (domain rule 1).
  const isReversed = money.amount?.lt(0) === true && quantity.value.gt(0);
  return [
    {
      ...base,
      unitPrice: money.unitPrice,
      amount: money.amount,
      quantity: isReversed ? quantity.value.times(-1) : quantity.value,
      isReversed,
      hasNumericCell,
      currency: named,
    },
  ];
}

/** Reads usage rows from top to bottom, each into its records or into a sentence about what is wrong. */
function usageReader(reader: Reader): (row: number) => readonly UsageRecord[] | string {
  const { layout, address } = reader;
  const { crosstab, joined } = layout;
  const heading =
    crosstab === null && isProductHeading(layout.columns, layout.headers)
      ? (layout.headers.get(layout.columns.client ?? -1) ?? null)
      : null;
  const subjectOf = subjectReader(reader, (row) =>
    crosstab === null
      ? (reader.written(row)?.name ?? reader.text(row, "product") ?? heading)
      : crosstab.axis === "client"
        ? reader.text(row, "product")
        : null,
  );
  const column = layout.columns.quantity ?? layout.written?.column;
  return (row) => {
    const subject = subjectOf(row);
    if (typeof subject === "string") return subject;
    if (crosstab !== null)
      return readAcross(reader, row, (across, quantity) => {
        const name = layout.headers.get(across) ?? "";
        const said = crosstab.axis === "client" ? { client: name } : { product: name };
        return new UsageRow({ ...subject, ...said }, row, quantity);
      });
    if (column === undefined) {
      if (joined === undefined || subject.product === null) return [new UsageRow(subject, row, null)];
      return splitProducts(subject.product, joined).map(
        (product) => new UsageRow({ ...subject, product }, row, null),
      );
    }
    const quantity = reader.written(row)?.quantity ?? reader.number(row, column);
    if (quantity.kind === "problem")
      return `${address(row, column)}: ${quantity.message}; write the quantity as a number`;
    if (quantity.kind === "blank")
      return `${address(row, column)}: the quantity is blank; write 0 where nothing was used`;
    return [new UsageRow(subject, row, quantity.value)];
  };
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
