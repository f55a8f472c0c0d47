import { z } from "zod";

/** The envelope of every query. */
export const pageSchema = z.looseObject({
  items: z.array(z.unknown()),
  pageDetails: z.looseObject({ nextPageUrl: z.string().nullish() }),
});
export const countSchema = z.looseObject({ queryCount: z.number() });

/** Units of a contract's service over a span of days; the last day is included. `units` is what is billed. */
export const unitsSchema = z.looseObject({
  id: z.number(),
  contractID: z.number(),
  contractServiceID: z.number(),
  serviceID: z.number(),
  startDate: z.string(),
  endDate: z.string(),
  units: z.number(),
});
export const bundleUnitsSchema = z.looseObject({
  id: z.number(),
  contractID: z.number(),
  contractServiceBundleID: z.number(),
  serviceBundleID: z.number(),
  startDate: z.string(),
  endDate: z.string(),
  units: z.number(),
});

export const contractSchema = z.looseObject({
  id: z.number(),
  companyID: z.number(),
  contractName: z.string(),
});
/** A service or bundle on a contract, with its own price and words. */
export const contractServiceSchema = z.looseObject({
  id: z.number(),
  unitPrice: z.number().nullish(),
  invoiceDescription: z.string().nullish(),
});
export const serviceSchema = z.looseObject({ id: z.number(), name: z.string() });
export const companySchema = z.looseObject({ id: z.number(), companyName: z.string() });
