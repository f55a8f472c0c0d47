import { createTokens, numberOf, type VendorApp } from "./simulator";
import { usedOf, type Company } from "./world";

const CLASSES = [
  ["WINDOWS_WORKSTATION", "workstation"],
  ["WINDOWS_SERVER", "server"],
] as const;

/** NinjaOne: bare lists that go on after the last id, and queries with a cursor. */
export function ninjaoneApp(world: readonly Company[]): VendorApp {
  return {
    system: "ninjaone",
    basePath: "/v2/",
    build(app, faults) {
      const tokens = createTokens(faults);
      const organizations = world.map(({ number, name }) => ({
        id: number,
        name,
        nodeApprovalMode: "AUTOMATIC",
      }));
      const devices = world
        .flatMap((company) => [
          ...CLASSES.flatMap(([nodeClass, kind]) =>
            Array.from({ length: usedOf(company, kind) }, (_, at) => ({
              organizationId: company.number,
              nodeClass,
              approvalStatus: "APPROVED",
              systemName: `${kind === "server" ? "SRV" : "PC"}-${company.number}-${at + 1}`,
            })),
          ),
          {
            organizationId: company.number,
            nodeClass: "WINDOWS_WORKSTATION",
            approvalStatus: "PENDING",
            systemName: `NEW-${company.number}`,
          },
        ])
        .map((device, at) => ({ id: at + 1, ...device }));
      app.post("/ws/oauth/token", async (context) => {
        const form = await context.req.parseBody();
        const isKnown = form["client_id"] === "client-id-secret" && form["client_secret"] === "ninja-secret";
        if (!isKnown || form["scope"] !== "monitoring") return context.json({ error: "invalid_client" }, 401);
        return context.json({ access_token: tokens.issue(), expires_in: 3600, token_type: "Bearer" });
      });
      app.use("/v2/*", async (context, next) => {
        if (!tokens.isValid(context.req.header("authorization"), context.req.path))
          return context.json({ resultCode: "UNAUTHORIZED", errorMessage: "Access token is not valid" }, 401);
        await next();
        return undefined;
      });
      const after = (rows: readonly { readonly id: number }[], id: number): number => {
        const at = rows.findIndex((row) => row.id > id);
        return at < 0 ? rows.length : at;
      };
      for (const [path, rows] of [
        ["/v2/organizations", organizations],
        ["/v2/devices", devices],
      ] as const) {
        app.get(path, (context) => {
          const size = numberOf(context.req.query("pageSize"), 1000);
          const start = after(rows, numberOf(context.req.query("after"), 0));
          return context.json(faults.page<object>(path, rows, start, size));
        });
      }
      app.get("/v2/queries/backup/usage", (context) => {
        const servers = devices.filter(({ nodeClass }) => nodeClass === "WINDOWS_SERVER");
        const size = numberOf(context.req.query("pageSize"), 1000);
        const start = Number((context.req.query("cursor") ?? "at-0").replace("at-", ""));
        const found = faults.page(context.req.path, servers, start, size);
        const results = found.map((server) => ({
          ...server,
          references: { backupUsage: { cloudTotalSize: 250_000_000_000 + server.id, localTotalSize: 0 } },
        }));
        const left = Math.max(0, servers.length - start - size);
        return context.json({
          cursor: { name: `at-${start + size}`, offset: start, count: left, expires: 1 },
          results,
        });
      });
    },
  };
}
