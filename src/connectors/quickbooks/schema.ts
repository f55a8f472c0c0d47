import { z } from "zod";

const referenceSchema = z.looseObject({ value: z.string(), name: z.string().nullish() });

const lineSchema = z.looseObject({
  Id: z.string().nullish(),
  DetailType: z.string(),
  Description: z.string().nullish(),
  SalesItemLineDetail: z
    .looseObject({
      ItemRef: referenceSchema.nullish(),
      Qty: z.number().nullish(),
      UnitPrice: z.number().nullish(),
    })
    .nullish(),
});

export const invoiceSchema = z.looseObject({
  Id: z.string(),
  DocNumber: z.string().nullish(),
  CustomerRef: referenceSchema,
  CurrencyRef: referenceSchema.nullish(),
  Line: z.array(lineSchema),
});

/** A recurring transaction holds the document that it makes. */
export const recurringSchema = z.looseObject({ Invoice: invoiceSchema.nullish() });

export const countSchema = z.looseObject({ QueryResponse: z.looseObject({ totalCount: z.number() }) });
/** Without a row the system leaves the list out. */
export const querySchema = z.looseObject({ QueryResponse: z.looseObject({}) });
