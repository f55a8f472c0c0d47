import type { z } from "zod";
import type { IsoDate, Period } from "../../engine/records";
import { firstText, nextDay, spanIn, type Connector } from "../connector";
import { checked } from "../http";
import { rowsOf, type Reader } from "../reader";
import type { BilledRow } from "../rows";
import { access } from "./access";
import {
  invoiceSchema,
  invoicesSchema,
  organisationSchema,
  repeatingInvoiceSchema,
  repeatingInvoicesSchema,
  type lineItemSchema,
} from "./schema";

const PAGE_SIZE = 100;

/** Billed lines are those of repeating invoices, or of the invoices dated in the period. */
export const xero: Connector = {
  system: "xero",
  title: "Xero",
  side: "billed",
  access,
  datasets: [
    { id: "repeating", label: "Repeating invoices (what will be billed)", isDefault: true },
    { id: "invoices", label: "Invoices dated in the period (what was billed)", isDefault: false },
  ],
  // 60 a minute and organisation, five at the same time (developer.xero.com, OAuth 2.0 API limits).
  rate: { requests: 60, windowMs: 60_000, atOnce: 5 },
  async test(reader) {
    const { Organisations } = await reader.one({ path: "Organisation" }, organisationSchema);
    return `Signed in to Xero as ${Organisations[0]?.Name ?? ""}.`;
  },
  async fetch(reader, { period, datasets }) {
    return [
      ...(datasets.has("repeating") ? await repeatingLines(reader, period) : []),
      ...(datasets.has("invoices") ? await invoiceLines(reader, period) : []),
    ];
  },
};

/** Repeating invoices come in one answer. Drafts count: their status says how they are sent, not whether they bill. */
async function repeatingLines(reader: Reader, period: Period): Promise<readonly BilledRow[]> {
  const invoices = await reader.list({
    what: "repeating invoices",
    schema: repeatingInvoiceSchema,
    idOf: ({ RepeatingInvoiceID }) => RepeatingInvoiceID,
    first: "all",
    request: () => ({ path: "RepeatingInvoices" }),
    page(reply) {
      checked(repeatingInvoicesSchema, reply.json, reply.context);
      return { rows: rowsOf(reply, "RepeatingInvoices"), next: null, total: null };
    },
  });
  return invoices.flatMap((invoice) => {
    if (invoice.Type !== "ACCREC" || invoice.Status === "DELETED") {
      reader.leaveOut("repeating bills to pay, and deleted repeating invoices");
      return [];
    }
    const last = dayOfDate(invoice.Schedule.EndDate);
    const span = spanIn(period, dayOfDate(invoice.Schedule.StartDate), last === null ? null : nextDay(last));
    if (span === null) {
      reader.leaveOut("repeating invoices that do not run in the period");
      return [];
    }
    const head = {
      client: invoice.Contact.Name,
      clientId: `xero:${invoice.Contact.ContactID}`,
      agreement: firstText(invoice.Reference) || "Repeating invoice",
      currency: firstText(invoice.CurrencyCode),
      ...span,
    };
    return linesOf(reader, invoice.LineItems, head);
  });
}

async function invoiceLines(reader: Reader, period: Period): Promise<readonly BilledRow[]> {
  const where = `Type=="ACCREC" AND Date>=${dateTime(period.start)} AND Date<${dateTime(period.end)}`;
  const invoices = await reader.list({
    what: "invoices",
    schema: invoiceSchema,
    idOf: ({ InvoiceID }) => InvoiceID,
    first: 1,
    request: (page) => ({ path: "Invoices", query: { where, page, pageSize: PAGE_SIZE } }),
    page({ json, context }, page) {
      const { Invoices, pagination } = checked(invoicesSchema, json, context);
      const next = page < pagination.pageCount ? page + 1 : null;
      return { rows: Invoices, next, total: pagination.itemCount };
    },
  });
  return invoices.flatMap((invoice) => {
    if (invoice.Status === "DELETED" || invoice.Status === "VOIDED") {
      reader.leaveOut("voided and deleted invoices");
      return [];
    }
    return linesOf(reader, invoice.LineItems, {
      client: invoice.Contact.Name,
      clientId: `xero:${invoice.Contact.ContactID}`,
      agreement: firstText(invoice.InvoiceNumber) || "Invoice",
      currency: firstText(invoice.CurrencyCode),
      from: period.start,
      until: period.end,
    });
  });
}

function linesOf(
  reader: Reader,
  lines: readonly z.infer<typeof lineItemSchema>[],
  head: Pick<BilledRow, "client" | "clientId" | "agreement" | "currency" | "from" | "until">,
): readonly BilledRow[] {
  return lines.flatMap((line): readonly BilledRow[] => {
    if (typeof line.Quantity !== "number") {
      reader.leaveOut("lines of text without a quantity");
      return [];
    }
    return [
      {
        ...head,
        lineId: firstText(line.LineItemID),
        service: firstText(line.Description, line.ItemCode),
        productId: firstText(line.ItemCode),
        quantity: line.Quantity,
        unitPrice: line.UnitAmount ?? null,
      },
    ];
  });
}

/** The system writes dates as `/Date(milliseconds+0000)/`. */
function dayOfDate(text: string | null | undefined): IsoDate | null {
  const [, milliseconds] = /^\/Date\((-?\d+)/.exec(text ?? "") ?? [];
  return milliseconds === undefined ? null : new Date(Number(milliseconds)).toISOString().slice(0, 10);
}

function dateTime(day: IsoDate): string {
  return `DateTime(${day.split("-").map(Number).join(",")})`;
}
