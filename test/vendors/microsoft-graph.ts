import { createTokens, numberOf, type VendorApp } from "./simulator";
import { usedOf, type Company } from "./world";

const BASE = "/v1.0/";

/** Business Premium in Microsoft's table of product names and identifiers. */
const SPB = { skuId: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", skuPartNumber: "SPB" };

/** Microsoft Graph: a token per tenant, next pages as @odata.nextLink. Tokens come from `/token/TENANT`. */
export function microsoftGraphApp(world: readonly Company[]): VendorApp {
  return {
    system: "microsoft-graph",
    basePath: BASE,
    build(app, faults, origin) {
      const tokens = createTokens(faults);
      const tenants = new Map<string, string>();
      app.post("/token/:tenant", (context) => {
        const token = tokens.issue();
        tenants.set(token, context.req.param("tenant"));
        return context.json({ access_token: token });
      });
      app.use(`${BASE}*`, async (context, next) => {
        if (!tokens.isValid(context.req.header("authorization"), context.req.path))
          return context.json(
            { error: { code: "InvalidAuthenticationToken", message: "Access token has expired." } },
            401,
          );
        await next();
        return undefined;
      });
      app.get(`${BASE}organization`, (context) =>
        context.json({
          value: [{ id: "7a000000-0000-4000-8000-000000000000", displayName: "MSP of the simulator" }],
        }),
      );
      app.get(`${BASE}tenantRelationships/delegatedAdminCustomers`, (context) => {
        const customers = world.map(({ number, name, tenantId }) => ({
          id: String(number),
          tenantId,
          displayName: name,
        }));
        const start = numberOf(context.req.query("$skiptoken"), 0);
        const size = Math.min(300, numberOf(context.req.query("$top"), 100));
        const value = faults.page(context.req.path, customers, start, size);
        const more = start + size < customers.length;
        const next = `${origin()}${BASE}tenantRelationships/delegatedAdminCustomers?$top=${size}&$skiptoken=${start + size}`;
        return context.json({ value, ...(more ? { "@odata.nextLink": next } : {}) });
      });
      app.get(`${BASE}subscribedSkus`, (context) => {
        const token = (context.req.header("authorization") ?? "").replace(/^Bearer /, "");
        const company = world.find(({ tenantId }) => tenantId === tenants.get(token));
        const used = company === undefined ? 0 : usedOf(company, "m365");
        const count = company?.services.filter(({ kind }) => kind === "m365").length ?? 0;
        const skus = Array.from({ length: count }, () => ({
          ...SPB,
          id: `${company?.tenantId ?? ""}_${SPB.skuId}`,
          accountName: company?.name ?? "",
          appliesTo: "User",
          capabilityStatus: "Enabled",
          consumedUnits: used,
          prepaidUnits: { enabled: used + 2, suspended: 0, warning: 0, lockedOut: 0 },
        }));
        return context.json({ value: faults.page(context.req.path, skus, 0, skus.length) });
      });
    },
  };
}
