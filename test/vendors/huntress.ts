import { numberOf, type VendorApp } from "./simulator";
import { usedOf, type Company } from "./world";

/** Huntress: a key in a Basic header, pages by token. */
export function huntressApp(world: readonly Company[]): VendorApp {
  return {
    system: "huntress",
    basePath: "/v1/",
    build(app, faults, origin) {
      const organizations = world.map((company) => ({
        id: 7000 + company.number,
        name: company.name,
        key: company.name.toLowerCase().replaceAll(" ", "-"),
        identity_provider_tenant_id: company.tenantId,
        agents_count: usedOf(company, "edr"),
        billable_identity_count: 0,
        sat_learner_count: 0,
        logs_sources_count: 0,
      }));
      app.use("*", async (context, next) => {
        const expected = `Basic ${Buffer.from("public-secret:private-secret").toString("base64")}`;
        if (context.req.header("authorization") !== expected)
          return context.json({ error: { message: "Unauthorized" } }, 401);
        await next();
        return undefined;
      });
      app.get("/v1/account", (context) => context.json({ account: { id: 1, name: "MSP of the simulator" } }));
      app.get("/v1/organizations", (context) => {
        const size = Math.min(500, numberOf(context.req.query("limit"), 10));
        const start = numberOf(context.req.query("page_token")?.replace("t", ""), 0);
        const found = faults.page(context.req.path, organizations, start, size);
        const token = start + size < organizations.length ? `t${start + size}` : null;
        const url = token === null ? null : `${origin()}/v1/organizations?page_token=${token}`;
        return context.json({
          organizations: found,
          pagination: { next_page_token: token, next_page_url: url },
        });
      });
    },
  };
}
