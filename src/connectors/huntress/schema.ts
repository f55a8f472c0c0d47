import { z } from "zod";

/** An organization with the counts that Huntress bills. */
export const organizationSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  identity_provider_tenant_id: z.string().nullish(),
  agents_count: z.number(),
  billable_identity_count: z.number(),
  sat_learner_count: z.number(),
  logs_sources_count: z.number(),
});

export const pageSchema = z.looseObject({
  organizations: z.array(z.unknown()),
  pagination: z.looseObject({ next_page_token: z.string().nullish() }),
});

export const accountSchema = z.looseObject({ account: z.looseObject({ name: z.string() }) });
