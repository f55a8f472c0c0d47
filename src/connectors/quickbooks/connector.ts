import type { z } from "zod";
import type { Period } from "../../engine/records";
import { firstText, type Connector } from "../connector";
import { checked } from "../http";
import type { Reader } from "../reader";
import type { BilledRow } from "../rows";
import { access } from "./access";
import { countSchema, invoiceSchema, querySchema, recurringSchema } from "./schema";

const PAGE_SIZE = 1000;

/** Billed lines are the item lines of invoices dated in the period, or of recurring invoices. */
export const quickbooks: Connector = {
  system: "quickbooks",
  title: "QuickBooks Online",
  side: "billed",
  access,
  datasets: [
    { id: "invoices", label: "Invoices dated in the period", isDefault: true },
    { id: "recurring", label: "Recurring invoices", isDefault: false },
  ],
  // 500 a minute and company (Intuit developer documentation, API call limits).
  rate: { requests: 500, windowMs: 60_000 },
  // "Wait 60 seconds" after a 429 (the same page); no header says so.
  retry: { limitDelayMs: 60_000 },
  async test(reader) {
    const count = await countOf(reader, "Invoice", "");
    return `Signed in to QuickBooks Online. ${count} invoices can be read.`;
  },
  async fetch(reader, { period, datasets }) {
    const { start, end } = period;
    const where = ` where TxnDate >= '${start}' and TxnDate < '${end}'`;
    const invoices = datasets.has("invoices")
      ? await query(reader, "Invoice", where, invoiceSchema, ({ Id }) => Id)
      : [];
    const recurring = datasets.has("recurring")
      ? await query(reader, "RecurringTransaction", "", recurringSchema, null)
      : [];
    return [
      ...invoices.flatMap((invoice) => linesOf(reader, invoice, period, "Invoice")),
      ...recurring.flatMap(({ Invoice: invoice }) => {
        if (invoice !== null && invoice !== undefined)
          return linesOf(reader, invoice, period, "Recurring invoice");
        reader.leaveOut("recurring transactions that are no invoice");
        return [];
      }),
    ];
  },
};

async function countOf(reader: Reader, entity: string, where: string): Promise<number> {
  const request = { path: "query", query: { query: `select count(*) from ${entity}${where}` } };
  return (await reader.one(request, countSchema)).QueryResponse.totalCount;
}

/** All rows of an entity. Positions count from 1; a page that is not full is the last. */
async function query<T>(
  reader: Reader,
  entity: string,
  where: string,
  schema: z.ZodType<T>,
  idOf: ((row: T) => string) | null,
): Promise<readonly T[]> {
  return reader.list({
    what: entity === "Invoice" ? "invoices" : "recurring transactions",
    schema,
    idOf,
    first: 1,
    request: (position) => ({
      path: "query",
      query: { query: `select * from ${entity}${where} startposition ${position} maxresults ${PAGE_SIZE}` },
    }),
    page({ json, context }, position) {
      const { QueryResponse } = checked(querySchema, json, context);
      const rows = QueryResponse[entity] ?? [];
      const list = Array.isArray(rows) ? (rows as readonly unknown[]) : [];
      return { rows: list, next: list.length < PAGE_SIZE ? null : position + PAGE_SIZE, total: null };
    },
    total: await countOf(reader, entity, where),
  });
}

function linesOf(
  reader: Reader,
  invoice: z.infer<typeof invoiceSchema>,
  { start, end }: Period,
  kind: string,
): readonly BilledRow[] {
  return invoice.Line.flatMap((line): readonly BilledRow[] => {
    const detail = line.SalesItemLineDetail;
    // The sum of the invoice comes as a line of its own.
    if (line.DetailType === "SubTotalLineDetail") return [];
    if (detail === null || detail === undefined || typeof detail.Qty !== "number") {
      reader.leaveOut("lines without an item quantity (discounts, texts, amounts)");
      return [];
    }
    return [
      {
        client: firstText(invoice.CustomerRef.name) || invoice.CustomerRef.value,
        clientId: `quickbooks:${invoice.CustomerRef.value}`,
        agreement: firstText(`${kind} ${invoice.DocNumber ?? invoice.Id}`),
        lineId: `${invoice.Id}-${line.Id ?? ""}`,
        service: firstText(detail.ItemRef?.name, line.Description),
        productId: detail.ItemRef ? `quickbooks:${detail.ItemRef.value}` : "",
        quantity: detail.Qty,
        unitPrice: detail.UnitPrice ?? null,
        currency: invoice.CurrencyRef?.value ?? "",
        from: start,
        until: end,
      },
    ];
  });
}
