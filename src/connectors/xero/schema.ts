import { z } from "zod";

export const lineItemSchema = z.looseObject({
  LineItemID: z.string().nullish(),
  Description: z.string().nullish(),
  ItemCode: z.string().nullish(),
  Quantity: z.number().nullish(),
  UnitAmount: z.number().nullish(),
});

const contactSchema = z.looseObject({ ContactID: z.string(), Name: z.string() });

export const repeatingInvoiceSchema = z.looseObject({
  RepeatingInvoiceID: z.string(),
  Type: z.string(),
  Status: z.string(),
  Contact: contactSchema,
  Reference: z.string().nullish(),
  CurrencyCode: z.string().nullish(),
  Schedule: z.looseObject({
    Period: z.number(),
    Unit: z.string(),
    StartDate: z.string().nullish(),
    NextScheduledDate: z.string().nullish(),
    EndDate: z.string().nullish(),
  }),
  LineItems: z.array(lineItemSchema),
});

export const invoiceSchema = z.looseObject({
  InvoiceID: z.string(),
  InvoiceNumber: z.string().nullish(),
  Status: z.string(),
  Contact: contactSchema,
  CurrencyCode: z.string().nullish(),
  LineItems: z.array(lineItemSchema),
});

export const repeatingInvoicesSchema = z.looseObject({ RepeatingInvoices: z.array(z.unknown()) });
export const invoicesSchema = z.looseObject({
  Invoices: z.array(z.unknown()),
  pagination: z.looseObject({ pageCount: z.number(), itemCount: z.number() }),
});
export const organisationSchema = z.looseObject({
  Organisations: z.array(z.looseObject({ Name: z.string() })).min(1),
});
