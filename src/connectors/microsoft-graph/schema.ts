import { z } from "zod";

/** A licence of a tenant. `consumedUnits` are the seats that are assigned. */
export const skuSchema = z.looseObject({
  skuId: z.string(),
  skuPartNumber: z.string(),
  consumedUnits: z.number(),
  capabilityStatus: z.string().nullish(),
  prepaidUnits: z.looseObject({ enabled: z.number().nullish(), warning: z.number().nullish() }).nullish(),
});

export const customerSchema = z.looseObject({ tenantId: z.string(), displayName: z.string() });

export const organizationSchema = z.looseObject({ id: z.string(), displayName: z.string() });

export const pageSchema = z.looseObject({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.string().nullish(),
});
