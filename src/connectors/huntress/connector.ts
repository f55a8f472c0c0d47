import { firstText, type Connector } from "../connector";
import { checked } from "../http";
import type { UsageRow } from "../rows";
import { access } from "./access";
import { accountSchema, organizationSchema, pageSchema } from "./schema";

const PAGE_SIZE = 500;

/** What Huntress sells, by the count that it is billed on. */
const PRODUCTS = {
  agents_count: "Huntress Managed EDR",
  billable_identity_count: "Huntress Managed ITDR",
  sat_learner_count: "Huntress Managed Security Awareness Training",
  logs_sources_count: "Huntress Managed SIEM",
} as const;

/** Usage is the billable counts of each organization. A count of zero is no usage: the product may not be in use at all. */
export const huntress: Connector = {
  system: "huntress",
  title: "Huntress",
  side: "usage",
  access,
  datasets: [
    { id: "agents_count", label: "Agents (Managed EDR)", isDefault: true },
    { id: "billable_identity_count", label: "Identities (Managed ITDR)", isDefault: true },
    { id: "sat_learner_count", label: "Learners (Security Awareness Training)", isDefault: true },
    { id: "logs_sources_count", label: "Log sources (Managed SIEM)", isDefault: true },
  ],
  // 60 requests in any minute.
  rate: { requests: 60, windowMs: 60_000 },
  async test(reader) {
    const { account } = await reader.one({ path: "account" }, accountSchema);
    return `Signed in to Huntress as ${account.name}.`;
  },
  async fetch(reader, { datasets }) {
    const organizations = await reader.list({
      what: "organizations",
      schema: organizationSchema,
      idOf: ({ id }) => id,
      first: "",
      request: (token) => ({
        path: "organizations",
        query: { limit: PAGE_SIZE, ...(token === "" ? {} : { page_token: token }) },
      }),
      page({ json, context }) {
        const { organizations: rows, pagination } = checked(pageSchema, json, context);
        return { rows, next: firstText(pagination.next_page_token) || null, total: null };
      },
    });
    return organizations.flatMap((organization) =>
      Object.entries(PRODUCTS).flatMap(([count, product]): readonly UsageRow[] => {
        if (!datasets.has(count)) return [];
        const quantity = organization[count as keyof typeof PRODUCTS];
        if (quantity === 0) {
          reader.leaveOut("counts of zero");
          return [];
        }
        return [
          {
            client: organization.name,
            clientId: `huntress:${organization.id}`,
            tenant: firstText(organization.identity_provider_tenant_id),
            product,
            productId: count,
            quantity,
            unit: "",
            item: "",
            details: {},
          },
        ];
      }),
    );
  },
};
