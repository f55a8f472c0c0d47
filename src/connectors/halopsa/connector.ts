import type { z } from "zod";
import { dayOf, firstText, nextDay, spanIn, type Connector } from "../connector";
import { checked, type HttpRequest } from "../http";
import type { BilledRow } from "../rows";
import { access } from "./access";
import { pageSchema, recurringInvoiceSchema } from "./schema";

const PAGE_SIZE = 100;

/** Billed lines are the active lines of recurring invoices. */
export const halopsa: Connector = {
  system: "halopsa",
  title: "HaloPSA",
  side: "billed",
  access,
  datasets: [{ id: "recurring", label: "Recurring invoices", isDefault: true }],
  async test(reader) {
    const { record_count: count } = await reader.one(pageOf(1, 1), pageSchema);
    return `Signed in to HaloPSA. ${count} recurring invoices can be read.`;
  },
  async fetch(reader, { period }) {
    const invoices = await reader.list({
      what: "recurring invoices",
      schema: recurringInvoiceSchema,
      idOf: ({ id }) => id,
      first: 1,
      request: (page) => pageOf(page, PAGE_SIZE),
      page({ json, context }, page) {
        const { record_count: total, invoices: rows } = checked(pageSchema, json, context);
        return { rows, total, next: page < Math.ceil(total / PAGE_SIZE) ? page + 1 : null };
      },
    });
    return invoices.flatMap((invoice) =>
      invoice.lines.flatMap((line): readonly BilledRow[] => {
        if (line.isinactive === true) {
          reader.leaveOut("lines that are set inactive");
          return [];
        }
        const last = dayOf(line.enddate) ?? dayOf(invoice.enddate);
        const begins = dayOf(line.startdate) ?? dayOf(invoice.startdate);
        const span = spanIn(period, begins, last === null ? null : nextDay(last));
        if (span === null) {
          reader.leaveOut("lines that do not run in the period");
          return [];
        }
        return [
          {
            client: invoice.client_name,
            clientId: `halopsa:${invoice.client_id}`,
            agreement: agreementOf(invoice),
            lineId: String(line.id),
            service: firstText(line.item_shortdescription, line.item_longdescription, line.item_code),
            productId: firstText(line.item_code, line._itemid ? `halopsa:${line._itemid}` : ""),
            quantity: line.qty_order,
            unitPrice: line.unit_price ?? null,
            currency: firstText(invoice.currency_code_name),
            ...span,
          },
        ];
      }),
    );
  },
};

function pageOf(page: number, size: number): HttpRequest {
  return {
    path: "RecurringInvoice",
    query: { pageinate: true, page_size: size, page_no: page, includelines: true },
  };
}

/** Recurring invoices have a number and no name. */
function agreementOf({ id, periodname }: z.infer<typeof recurringInvoiceSchema>): string {
  return `Recurring invoice ${id}${firstText(periodname) === "" ? "" : `, ${firstText(periodname)}`}`;
}
