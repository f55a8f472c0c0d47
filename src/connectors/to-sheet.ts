import type { CellValue, Field, SheetGrid, SourceLayout } from "../engine/records";
import type { FetchedSource } from "./fetch-source";
import type { BilledRow, UsageRow } from "./rows";

/** A fetched source as the engine takes it: the same form as a sheet, so that both are judged alike. */
export interface ConnectedSheet {
  readonly sheet: SheetGrid;
  readonly layout: SourceLayout;
}

interface Column<Row> {
  readonly header: string;
  readonly field: Field | null;
  readonly format: string;
  readonly valueOf: (row: Row) => CellValue;
}

const TEXT = "@";
const NUMBER = "General";
const DATE = "yyyy-mm-dd";
/** Row of the headers; above them stand the title, and what makes the rows doubtful or a blank row. */
const HEADER_ROW = 2;

/** The rows of a fetched source as a sheet called `name`, and what its columns mean. */
export function toSheet(source: FetchedSource, name: string): ConnectedSheet {
  return source.side === "billed"
    ? sheetOf(source, name, source.rows, BILLED_COLUMNS)
    : sheetOf(source, name, source.rows, [...usageColumns(source), ...detailColumns(source.rows)]);
}

/** First line of the sheet: where the rows are from, and of when. */
function titleOf({ title, fetchedAt, side }: FetchedSource): string {
  const what = side === "billed" ? "billed lines" : "usage";
  return `${title}: ${what} fetched ${fetchedAt.slice(0, 16).replace("T", " ")} UTC`;
}

const BILLED_COLUMNS: readonly Column<BilledRow>[] = [
  { header: "Client", field: "client", format: TEXT, valueOf: (row) => row.client },
  { header: "Client ID", field: "clientId", format: TEXT, valueOf: (row) => row.clientId },
  { header: "Agreement", field: "agreement", format: TEXT, valueOf: (row) => row.agreement },
  { header: "Line ID", field: null, format: TEXT, valueOf: (row) => row.lineId },
  { header: "Service", field: "product", format: TEXT, valueOf: (row) => row.service },
  { header: "SKU", field: "sku", format: TEXT, valueOf: (row) => blankAsNull(row.productId) },
  { header: "Quantity", field: "quantity", format: NUMBER, valueOf: (row) => row.quantity },
  { header: "Unit Price", field: "unitPrice", format: NUMBER, valueOf: (row) => row.unitPrice },
  { header: "Currency", field: "currency", format: TEXT, valueOf: (row) => blankAsNull(row.currency) },
  { header: "Period Start", field: "periodStart", format: DATE, valueOf: (row) => serialOf(row.from) },
  { header: "Period End", field: "periodEnd", format: DATE, valueOf: (row) => serialOf(row.until) - 1 },
];

function usageColumns({ fetchedAt }: FetchedSource): readonly Column<UsageRow>[] {
  return [
    { header: "Client", field: "client", format: TEXT, valueOf: (row) => row.client },
    { header: "Client ID", field: "clientId", format: TEXT, valueOf: (row) => row.clientId },
    { header: "Tenant ID", field: "tenant", format: TEXT, valueOf: (row) => blankAsNull(row.tenant) },
    { header: "Product", field: "product", format: TEXT, valueOf: (row) => row.product },
    { header: "SKU", field: "sku", format: TEXT, valueOf: (row) => blankAsNull(row.productId) },
    { header: "Quantity", field: "quantity", format: NUMBER, valueOf: (row) => row.quantity },
    { header: "Unit", field: "unit", format: TEXT, valueOf: (row) => blankAsNull(row.unit) },
    { header: "Device Name", field: "item", format: TEXT, valueOf: (row) => blankAsNull(row.item) },
    // A present count speaks of the day it was fetched; the engine decides which periods that proves.
    { header: "As Of", field: "date", format: DATE, valueOf: () => serialOf(fetchedAt.slice(0, 10)) },
  ];
}

function detailColumns(rows: readonly UsageRow[]): readonly Column<UsageRow>[] {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row.details)))];
  return headers.map((header) => ({
    header,
    field: null,
    format: NUMBER,
    valueOf: (row) => (Object.hasOwn(row.details, header) ? row.details[header] : undefined) ?? null,
  }));
}

function sheetOf<Row extends BilledRow | UsageRow>(
  source: FetchedSource,
  name: string,
  rows: readonly Row[],
  all: readonly Column<Row>[],
): ConnectedSheet {
  // A column without any value would only be in the way.
  const columns = all.filter(
    ({ field, valueOf }) =>
      field === "client" || field === "quantity" || rows.some((row) => valueOf(row) !== null),
  );
  const width = columns.length;
  const doubt = doubtOf(source);
  const line = (first: CellValue): readonly CellValue[] => [
    first,
    ...Array.from({ length: width - 1 }, () => null),
  ];
  const plain = Array.from({ length: width }, () => NUMBER);
  const formats = columns.map(({ format }) => format);
  const area = { firstRow: 0, firstColumn: 0, lastRow: HEADER_ROW + rows.length, lastColumn: width - 1 };
  const fields = columns.flatMap(({ field }, at) => (field === null ? [] : [[field, at] as const]));
  return {
    sheet: {
      name,
      area,
      values: [
        line(titleOf(source)),
        // In the sheet itself, so that whoever opens the workbook is warned, and so is their next run.
        line(doubt === null ? null : `Needs review: ${doubt}`),
        columns.map(({ header }) => header),
        ...rows.map((row) => columns.map(({ valueOf }) => valueOf(row))),
      ],
      formats: [plain, plain, plain, ...rows.map(() => formats)],
      tables: [],
      merges: [],
      isHidden: false,
    },
    layout: {
      name,
      sheet: name,
      role: source.side,
      area: { ...area, firstRow: HEADER_ROW },
      headerRow: HEADER_ROW,
      columns: Object.fromEntries(fields),
      headers: new Map(columns.map(({ header }, at) => [at, header])),
      countsRows: false,
      crosstab: null,
      clientPlacement: "row",
      clientColumn: null,
      skippedRows: new Map(),
      confidence: 1,
      reasons: [titleOf(source)],
      ...(doubt === null ? {} : { doubt }),
    },
  };
}

/** All remarks in one text, because the engine says it at every row that it concerns; `null` when there are none. */
function doubtOf({ doubts }: FetchedSource): string | null {
  const [first, ...others] = doubts.map(({ message }) => message);
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first} And ${others.length} more remarks.`;
}

function blankAsNull(text: string): string | null {
  return text === "" ? null : text;
}

/** Days since 1899-12-30, as cells hold dates. */
function serialOf(day: string): number {
  return Math.round(Date.parse(day) / 86_400_000) + 25_569;
}
