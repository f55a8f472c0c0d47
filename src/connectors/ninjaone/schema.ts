import { z } from "zod";

export const organizationSchema = z.looseObject({ id: z.number(), name: z.string() });

export const deviceSchema = z.looseObject({
  id: z.number(),
  organizationId: z.number(),
  nodeClass: z.string(),
  approvalStatus: z.string(),
  systemName: z.string().nullish(),
  displayName: z.string().nullish(),
});

export const backupUsageSchema = z.looseObject({
  id: z.number(),
  organizationId: z.number().nullish(),
  systemName: z.string().nullish(),
  references: z
    .looseObject({ backupUsage: z.looseObject({ cloudTotalSize: z.number().nullish() }).nullish() })
    .nullish(),
});

export const queryPageSchema = z.looseObject({
  cursor: z.looseObject({ name: z.string().nullish(), count: z.number().nullish() }).nullish(),
  results: z.array(z.unknown()),
});
