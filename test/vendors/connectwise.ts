import type { VendorApp } from "./simulator";
import { numberOf } from "./simulator";
import { SERVICES, type Company } from "./world";

const BASE = "/v4_6_release/apis/3.0/";

/** ConnectWise PSA: keys in headers, pages by number, the next one in the Link header. */
export function connectwiseApp(world: readonly Company[]): VendorApp {
  return {
    system: "connectwise",
    basePath: BASE,
    build(app, faults, origin) {
      const agreements = world.map(({ number, name }) => ({
        id: 500 + number,
        name: `Managed services ${name}`,
        type: { id: 1, name: "Managed Services" },
        company: { id: 250 + number, identifier: `C${number}`, name },
        startDate: "2024-01-01T00:00:00Z",
        noEndingDateFlag: true,
        cancelledFlag: false,
        agreementStatus: "Active",
        currency: { id: 1, symbol: "$", currencyCode: "USD" },
      }));
      const additionsOf = (id: number): readonly object[] => {
        const company = world.find(({ number }) => 500 + number === id);
        return [
          ...(company?.services ?? []).map(({ kind, billed }, at) => ({
            id: id * 100_000 + at,
            product: { id: 900 + at, identifier: SERVICES[kind].sku },
            description: SERVICES[kind].name,
            // One seat is included and not billed.
            quantity: billed + 1,
            lessIncluded: 1,
            billedQuantity: billed,
            unitPrice: SERVICES[kind].price,
            billCustomer: "Billable",
            effectiveDate: "2024-01-01T00:00:00Z",
            agreementId: id,
            agreementStatus: "Active",
          })),
          {
            id: id * 100_000 + 90_000,
            product: { id: 990, identifier: "ONBOARD" },
            description: "Onboarding",
            quantity: 1,
            billedQuantity: 1,
            unitPrice: 0,
            billCustomer: "NoCharge",
            effectiveDate: "2024-01-01T00:00:00Z",
            agreementId: id,
          },
        ];
      };
      app.use("*", async (context, next) => {
        const { authorization, clientid, accept } = context.req.header();
        const expected = `Basic ${Buffer.from("msp+public-secret:private-secret").toString("base64")}`;
        if (authorization !== expected || clientid !== "client-id-secret")
          return context.json(
            { code: "Unauthorized", message: "The authorization header is not valid." },
            401,
          );
        if (accept?.includes("connectwise") !== true)
          return context.json({ code: "BadAccept", message: "No version." }, 400);
        await next();
        return undefined;
      });
      app.get(`${BASE}system/info`, (context) => context.json({ version: "v2025.8", isCloud: true }));
      app.get(`${BASE}finance/agreements/count`, (context) => context.json({ count: agreements.length }));
      app.get(`${BASE}finance/agreements/:id/additions/count`, (context) =>
        context.json({ count: additionsOf(Number(context.req.param("id"))).length }),
      );
      app.get(`${BASE}:rest{.+}`, (context) => {
        const path = context.req.param("rest");
        const [, id] = /^finance\/agreements\/(\d+)\/additions$/.exec(path) ?? [];
        if (id === undefined && path !== "finance/agreements")
          return context.json({ code: "NotFound", message: "No such path." }, 404);
        const rows = id === undefined ? agreements : additionsOf(Number(id));
        const page = numberOf(context.req.query("page"), 1);
        const size = Math.min(1000, numberOf(context.req.query("pageSize"), 25));
        if (page * size < rows.length && faults.take(path, ["no next page"]) === null) {
          const query = new URLSearchParams({ ...context.req.query(), page: String(page + 1) });
          context.header(
            "Link",
            `<${origin()}${BASE}${path}?${query.toString()}>; rel="next", <${origin()}${BASE}${path}?page=1>; rel="first"`,
          );
        }
        return context.json(faults.page(context.req.path, rows, (page - 1) * size, size));
      });
    },
  };
}
