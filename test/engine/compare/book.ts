import { compare, type Comparison } from "../../../src/engine/compare";
import { decimal } from "../../../src/engine/records";
import type {
  BilledLine,
  CellValue,
  Period,
  ResultRow,
  SheetGrid,
  SourceLayout,
  TableGrid,
  UsageRecord,
} from "../../../src/engine/records";

/** A billed line as a test writes it; everything else takes an unremarkable value. */
export interface LineInput extends Partial<Omit<BilledLine, "quantity" | "unitPrice" | "amount">> {
  /** What the line comes to; left out = not stated. */
  readonly total?: number;
  readonly client: string;
  readonly service: string;
  readonly quantity: number;
  readonly price?: number;
}

/** A usage row as a test writes it; `cells` are further columns that rules may name. */
export interface UsageInput extends Partial<Omit<UsageRecord, "quantity" | "attribute">> {
  readonly quantity?: number;
  readonly cells?: Readonly<Record<string, CellValue>>;
}

export interface BookInput {
  readonly invoice: readonly LineInput[];
  /** Usage rows by source name. */
  readonly usage: Readonly<Record<string, readonly UsageInput[]>>;
  readonly rules?: readonly Readonly<Record<string, CellValue>>[];
  readonly clientMap?: readonly Readonly<Record<string, CellValue>>[];
  readonly serviceMap?: readonly Readonly<Record<string, CellValue>>[];
  readonly discrepancies?: readonly Readonly<Record<string, CellValue>>[];
  readonly log?: readonly Readonly<Record<string, CellValue>>[];
  readonly period?: Period;
  readonly today?: string;
}

export const MAY: Period = { start: "2026-05-01", end: "2026-06-01" };

/** Compares records that a test states directly, without a sheet. */
export function compareBook(book: BookInput): Comparison {
  const lines = book.invoice.map(({ price, quantity, total, ...line }, i): BilledLine => ({
    source: "Invoice",
    sheet: "Invoice",
    row: i + 1,
    quantityColumn: 2,
    clientId: null,
    tenant: null,
    sku: null,
    hasNumericCell: true,
    isReversed: false,
    currency: "USD",
    agreement: null,
    periodStart: null,
    periodEnd: null,
    status: null,
    ...line,
    quantity: decimal(quantity),
    unitPrice: price === undefined ? null : decimal(price),
    amount: total === undefined ? null : decimal(total),
  }));
  const invoice = {
    layout: layoutOf("Invoice", "billed"),
    extraction: { lines, usage: [], rejected: [], readRows: lines.map((line) => line.row) },
  };
  const usage = Object.entries(book.usage).map(([source, rows]) => {
    const records = rows.map((row, i) => recordOf(source, row, i + 1));
    return {
      layout: { ...layoutOf(source, "usage"), countsRows: rows.every((row) => row.quantity === undefined) },
      extraction: { lines: [], usage: records, rejected: [], readRows: records.map((record) => record.row) },
    };
  });
  return compare({
    sources: [invoice, ...usage],
    tables: {
      ...tableOf("tblRules", "Rules", book.rules),
      ...tableOf("tblClientMap", "Mappings", book.clientMap),
      ...tableOf("tblServiceMap", "Mappings", book.serviceMap),
      ...tableOf("tblDiscrepancies", "Discrepancies", book.discrepancies),
      ...tableOf("tblLog", "Reconcile Log", book.log),
    },
    period: book.period ?? MAY,
    today: book.today ?? "2026-06-02",
    gridOf: () => undefined,
  });
}

/** The only result of a client and service. */
export function resultFor(comparison: Comparison, client: string, service: string): ResultRow {
  const found = comparison.results.filter((row) => row.client === client && row.service === service);
  const [result] = found;
  if (result === undefined || found.length > 1)
    throw new Error(`${found.length} results for ${client}, ${service}`);
  return result;
}

function recordOf(source: string, { quantity, cells = {}, ...row }: UsageInput, index: number): UsageRecord {
  const byHeader = new Map(Object.entries(cells).map(([header, value]) => [header.toLowerCase(), value]));
  return {
    source,
    sheet: source,
    row: index,
    client: null,
    clientId: null,
    tenant: null,
    product: null,
    sku: null,
    item: null,
    date: null,
    periodStart: null,
    periodEnd: null,
    unit: null,
    currency: null,
    ...row,
    quantity: quantity === undefined ? null : decimal(quantity),
    attribute: (header) => byHeader.get(header.trim().toLowerCase()),
  };
}

function layoutOf(name: string, role: "billed" | "usage"): SourceLayout {
  return {
    name,
    sheet: name,
    role,
    area: null,
    headerRow: 0,
    columns: {},
    headers: new Map(),
    countsRows: false,
    crosstab: null,
    clientPlacement: "row",
    clientColumn: null,
    skippedRows: new Map(),
    confidence: 1,
    reasons: [],
  };
}

function tableOf(
  name: string,
  sheet: string,
  rows: readonly Readonly<Record<string, CellValue>>[] | undefined,
): Record<string, TableGrid> {
  if (rows === undefined) return {};
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => headers.map((header) => row[header] ?? null));
  return { [name]: { name, sheet, firstRow: 1, firstColumn: 0, headers, rows: cells } };
}

/** A sheet that holds the rows from A1 on. */
export function grid(name: string, rows: readonly (readonly CellValue[])[]): SheetGrid {
  const width = Math.max(...rows.map((row) => row.length));
  return {
    name,
    area: { firstRow: 0, firstColumn: 0, lastRow: rows.length - 1, lastColumn: width - 1 },
    values: rows,
    formats: rows.map((row) => row.map(() => "General")),
    tables: [],
    merges: [],
    isHidden: false,
  };
}

/** A line of the one client and service that most cases are about, at 22.00. */
export function line(quantity: number, more: Partial<LineInput> = {}): LineInput {
  return { client: "Acme", service: "M365", quantity, price: 22, ...more };
}
