import type { VendorApp } from "./simulator";
import { SERVICES, type Company, type ServiceKind } from "./world";

const BASE = "/ATServicesRest/V1.0/";
const KINDS = Object.keys(SERVICES) as readonly ServiceKind[];

/** Autotask PSA: three headers, queries by POST, the next page as an address. */
export function autotaskApp(world: readonly Company[]): VendorApp {
  return {
    system: "autotask",
    basePath: BASE,
    build(app, faults, origin) {
      const lines = world.flatMap((company) =>
        company.services.map(({ kind, billed }, at) => ({
          id: company.number * 100_000 + at,
          contractID: 3000 + company.number,
          serviceID: 70 + KINDS.indexOf(kind),
          billed,
          kind,
        })),
      );
      const entities: Readonly<Record<string, readonly object[]>> = {
        Companies: world.map(({ number, name }) => ({
          id: 1000 + number,
          companyName: name,
          isActive: true,
        })),
        Contracts: world.map(({ number, name }) => ({
          id: 3000 + number,
          companyID: 1000 + number,
          contractName: `Contract ${name}`,
          status: 1,
        })),
        Services: KINDS.map((kind, at) => ({
          id: 70 + at,
          name: SERVICES[kind].name,
          unitPrice: SERVICES[kind].price,
          isActive: true,
        })),
        ServiceBundles: [],
        ContractServices: lines.map(({ id, contractID, serviceID, kind }) => ({
          id: 8_000_000_000 + id,
          contractID,
          serviceID,
          unitPrice: SERVICES[kind].price,
        })),
        ContractServiceBundles: [],
        ContractServiceUnits: lines.map(({ id, contractID, serviceID, billed, kind }) => ({
          id: 9_000_000_000 + id,
          contractID,
          contractServiceID: 8_000_000_000 + id,
          serviceID,
          startDate: "2026-11-01T00:00:00",
          endDate: "2026-11-30T00:00:00",
          units: billed,
          price: billed * SERVICES[kind].price,
        })),
        ContractServiceBundleUnits: [],
      };
      app.use("*", async (context, next) => {
        const { username, secret, apiintegrationcode } = context.req.header();
        if (
          username !== "user-secret" ||
          secret !== "autotask-secret" ||
          apiintegrationcode !== "code-secret"
        )
          return context.json({ errors: ["Unauthorized"] }, 401);
        await next();
        return undefined;
      });
      app.post(`${BASE}:entity/query/count`, (context) =>
        context.json({ queryCount: (entities[context.req.param("entity")] ?? []).length }),
      );
      const query = `${BASE}:entity/query`;
      app.on("POST", [query, `${query}/next`], async (context) => {
        const entity = context.req.param("entity");
        const rows = entities[entity];
        if (rows === undefined) return context.json({ errors: [`No entity ${entity}.`] }, 404);
        const { maxRecords, filter } = await context.req.json<{ maxRecords?: number; filter?: unknown[] }>();
        if (filter === undefined || filter.length === 0)
          return context.json({ errors: ["A filter is required."] }, 500);
        const size = Math.min(500, maxRecords ?? 500);
        const start = Number(context.req.query("paging") ?? 0);
        const items = faults.page(context.req.path, rows, start, size);
        const nextPageUrl =
          start + size < rows.length ? `${origin()}${BASE}${entity}/query/next?paging=${start + size}` : null;
        return context.json({
          items,
          pageDetails: { count: items.length, requestCount: size, prevPageUrl: null, nextPageUrl },
        });
      });
    },
  };
}
