import { z } from "zod";

const lineSchema = z.looseObject({
  id: z.number(),
  item_shortdescription: z.string().nullish(),
  item_longdescription: z.string().nullish(),
  item_code: z.string().nullish(),
  _itemid: z.number().nullish(),
  qty_order: z.number(),
  unit_price: z.number().nullish(),
  isinactive: z.boolean().nullish(),
  startdate: z.string().nullish(),
  enddate: z.string().nullish(),
});

export const recurringInvoiceSchema = z.looseObject({
  id: z.number(),
  client_id: z.number(),
  client_name: z.string(),
  currency_code_name: z.string().nullish(),
  periodname: z.string().nullish(),
  startdate: z.string().nullish(),
  enddate: z.string().nullish(),
  lines: z.array(lineSchema),
});

export const pageSchema = z.looseObject({ record_count: z.number(), invoices: z.array(z.unknown()) });
