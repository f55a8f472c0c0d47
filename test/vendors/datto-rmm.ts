import { createTokens, numberOf, type VendorApp } from "./simulator";
import { usedOf, uuidOf, type Company } from "./world";

const BASE = "/api/v2/";

/** Datto RMM: a token for the API key of a user, pages with the address of the next one. */
export function dattoRmmApp(world: readonly Company[]): VendorApp {
  return {
    system: "datto-rmm",
    basePath: BASE,
    build(app, faults, origin) {
      const tokens = createTokens(faults);
      const devices = world.flatMap((company) =>
        (["workstation", "server"] as const).flatMap((kind) =>
          Array.from({ length: usedOf(company, kind) + 1 }, (_, at) => ({
            id: company.number * 1000 + at,
            uid: uuidOf(kind === "server" ? 11 : 12, company.number * 1000 + at),
            siteUid: uuidOf(13, company.number),
            siteName: company.name,
            hostname: `${kind === "server" ? "SRV" : "PC"}-${company.number}-${at + 1}`,
            deviceClass: "device",
            deviceType: {
              category: kind === "server" ? "Windows server" : "Windows workstation",
              type: "Main System Chassis",
            },
            suspended: false,
            // The last one of each kind was taken away.
            deleted: at === usedOf(company, kind),
            antivirus: { antivirusProduct: "Windows Defender", antivirusStatus: "RunningAndUpToDate" },
          })),
        ),
      );
      const lists = {
        sites: world.map((company) => ({
          id: company.number,
          uid: uuidOf(13, company.number),
          name: company.name,
          autotaskCompanyId: String(1000 + company.number),
          devicesStatus: { numberOfDevices: usedOf(company, "workstation") + usedOf(company, "server") },
        })),
        devices,
      };
      app.post("/auth/oauth/token", async (context) => {
        const form = await context.req.parseBody();
        const isPublic =
          context.req.header("authorization") ===
          `Basic ${Buffer.from("public-client:public").toString("base64")}`;
        if (!isPublic || form["username"] !== "key-secret" || form["password"] !== "datto-secret")
          return context.json({ error: "invalid_grant" }, 401);
        return context.json({ access_token: tokens.issue(), token_type: "bearer", expires_in: 360_000 });
      });
      app.use(`${BASE}*`, async (context, next) => {
        if (!tokens.isValid(context.req.header("authorization"), context.req.path))
          return context.json({ error: "invalid_token" }, 401);
        await next();
        return undefined;
      });
      app.get(`${BASE}account`, (context) => context.json({ id: 1, name: "MSP of the simulator" }));
      for (const name of ["sites", "devices"] as const) {
        app.get(`${BASE}account/${name}`, (context) => {
          const rows: readonly object[] = lists[name];
          const page = numberOf(context.req.query("page"), 0);
          const max = Math.min(250, numberOf(context.req.query("max"), 250));
          const found = faults.page(context.req.path, rows, page * max, max);
          const nextPageUrl =
            (page + 1) * max < rows.length
              ? `${origin()}${BASE}account/${name}?page=${page + 1}&max=${max}`
              : null;
          return context.json({
            pageDetails: { count: found.length, totalCount: rows.length, prevPageUrl: null, nextPageUrl },
            [name]: found,
          });
        });
      }
    },
  };
}
