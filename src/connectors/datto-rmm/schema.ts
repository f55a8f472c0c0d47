import { z } from "zod";

export const siteSchema = z.looseObject({
  uid: z.string(),
  name: z.string(),
  autotaskCompanyId: z.string().nullish(),
  devicesStatus: z.looseObject({ numberOfDevices: z.number().nullish() }).nullish(),
});

export const deviceSchema = z.looseObject({
  uid: z.string(),
  siteUid: z.string(),
  hostname: z.string().nullish(),
  deviceType: z.looseObject({ category: z.string().nullish() }).nullish(),
  deviceClass: z.string().nullish(),
  deleted: z.boolean().nullish(),
  suspended: z.boolean().nullish(),
  antivirus: z.looseObject({ antivirusProduct: z.string().nullish() }).nullish(),
});

export const pageDetailsSchema = z.looseObject({
  pageDetails: z.looseObject({ totalCount: z.number().nullish(), nextPageUrl: z.string().nullish() }),
});
