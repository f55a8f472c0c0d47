import type { z } from "zod";
import type { Connector } from "../connector";
import { checked, RequestError } from "../http";
import { byNextAddress, inParallel, type Reader } from "../reader";
import type { UsageRow } from "../rows";
import { customerSchema, organizationSchema, pageSchema, skuSchema } from "./schema";

/** Customer tenants asked side by side; each needs a token of its own. */
const AT_ONCE = 4;

/** Microsoft 365 licences: assigned seats per tenant and SKU, of customers over delegated admin, or of the own tenant. */
export const microsoftGraph: Connector = {
  system: "microsoft-graph",
  title: "Microsoft 365",
  side: "usage",
  access: {
    kind: "browser",
    base: "https://graph.microsoft.com/v1.0/",
    scopes: ["LicenseAssignment.Read.All", "DelegatedAdminRelationship.Read.All"],
  },
  datasets: [
    { id: "customers", label: "Licences of customer tenants", isDefault: true },
    { id: "own", label: "Licences of the own tenant", isDefault: false },
  ],
  async test(reader) {
    const own = await organizationsOf(reader);
    return `Signed in to Microsoft 365 as ${own[0]?.displayName ?? "an account without a tenant"}.`;
  },
  async fetch(reader, { datasets }) {
    const own = datasets.has("own") ? await organizationsOf(reader) : [];
    const customers = datasets.has("customers")
      ? await list(
          reader,
          "customers",
          customerSchema,
          ({ tenantId }) => tenantId,
          "tenantRelationships/delegatedAdminCustomers?$top=300",
        )
      : [];
    const tenants = [
      ...own.map(({ id, displayName }) => ({ tenantId: id, displayName, account: "" })),
      ...customers.map(({ tenantId, displayName }) => ({ tenantId, displayName, account: tenantId })),
    ];
    const rows = await inParallel(tenants, AT_ONCE, async ({ tenantId, displayName, account }) => {
      const skus = await licencesOf(reader, account, displayName);
      return skus.map((sku): UsageRow => ({
        client: displayName,
        clientId: `microsoft-graph:${tenantId}`,
        tenant: tenantId,
        product: sku.skuPartNumber,
        productId: sku.skuId,
        quantity: sku.consumedUnits,
        unit: "",
        item: "",
        details: {
          Status: sku.capabilityStatus ?? "",
          Purchased: (sku.prepaidUnits?.enabled ?? 0) + (sku.prepaidUnits?.warning ?? 0),
        },
      }));
    });
    return rows.flat();
  },
};

/** One customer whose tenant does not let us in must not hide the others; it is reported instead. */
async function licencesOf(
  reader: Reader,
  account: string,
  name: string,
): Promise<readonly z.infer<typeof skuSchema>[]> {
  try {
    return await list(reader.on(account), "licences", skuSchema, null, "subscribedSkus");
  } catch (error) {
    const isTheirs = error instanceof RequestError && /^(StatusError|SignInError)$/.test(error.name);
    // Not being signed in at all is no matter of one customer.
    if (!isTheirs || account === "") throw error;
    reader.doubt({
      kind: "missing rows",
      message: `The licences of ${name} cannot be read: ${error.message}`,
    });
    return [];
  }
}

function organizationsOf(reader: Reader): Promise<readonly z.infer<typeof organizationSchema>[]> {
  return list(reader, "tenants", organizationSchema, ({ id }) => id, "organization?$select=id,displayName");
}

function list<T>(
  reader: Reader,
  what: string,
  schema: z.ZodType<T>,
  idOf: ((row: T) => string) | null,
  path: string,
): Promise<readonly T[]> {
  return reader.list(
    byNextAddress({
      what,
      schema,
      idOf,
      first: { path },
      pageOf({ json, context }) {
        const { value, "@odata.nextLink": next } = checked(pageSchema, json, context);
        return { rows: value, next: next ?? null, total: null };
      },
    }),
  );
}
