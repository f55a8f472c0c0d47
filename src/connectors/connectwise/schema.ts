import { z } from "zod";

/** What is read of an agreement. */
export const agreementSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  company: z.looseObject({ id: z.number(), name: z.string() }),
  startDate: z.string().nullish(),
  endDate: z.string().nullish(),
  noEndingDateFlag: z.boolean().nullish(),
  cancelledFlag: z.boolean().nullish(),
  dateCancelled: z.string().nullish(),
  currency: z.looseObject({ currencyCode: z.string().nullish() }).nullish(),
});
export type Agreement = z.infer<typeof agreementSchema>;

/** What is read of an addition: a service that an agreement bills. */
export const additionSchema = z.looseObject({
  id: z.number(),
  product: z.looseObject({ id: z.number().nullish(), identifier: z.string() }),
  quantity: z.number(),
  lessIncluded: z.number().nullish(),
  billedQuantity: z.number().nullish(),
  unitPrice: z.number().nullish(),
  billCustomer: z.string(),
  effectiveDate: z.string().nullish(),
  cancelledDate: z.string().nullish(),
  invoiceDescription: z.string().nullish(),
  description: z.string().nullish(),
});
export type Addition = z.infer<typeof additionSchema>;

export const countSchema = z.looseObject({ count: z.number() });
export const systemInfoSchema = z.looseObject({ version: z.string().nullish() });
