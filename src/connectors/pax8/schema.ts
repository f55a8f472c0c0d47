import { z } from "zod";

export const companySchema = z.looseObject({ id: z.string(), name: z.string() });

export const subscriptionSchema = z.looseObject({
  id: z.string(),
  companyId: z.string(),
  productId: z.string(),
  productName: z.string(),
  vendorSkuId: z.string().nullish(),
  quantity: z.number(),
  status: z.string(),
  startDate: z.string().nullish(),
  endDate: z.string().nullish(),
  price: z.number().nullish(),
  partnerCost: z.number().nullish(),
  currencyCode: z.string().nullish(),
  billingTerm: z.string().nullish(),
  commitmentTerm: z.looseObject({ term: z.string().nullish(), endDate: z.string().nullish() }).nullish(),
});

export const pageSchema = z.looseObject({
  content: z.array(z.unknown()),
  page: z.looseObject({ totalElements: z.number(), totalPages: z.number() }),
});
