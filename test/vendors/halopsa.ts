import type { VendorApp } from "./simulator";
import { createTokens, numberOf } from "./simulator";
import { SERVICES, type Company } from "./world";

/** HaloPSA: a token for client credentials, recurring invoices with their lines, pages by number. */
export function halopsaApp(world: readonly Company[]): VendorApp {
  return {
    system: "halopsa",
    basePath: "/api/",
    build(app, faults) {
      const tokens = createTokens(faults);
      const invoices = world.map(({ number, name, services }) => ({
        id: 60 + number,
        client_id: 20 + number,
        client_name: name,
        currency_code_name: "USD",
        periodname: "Monthly",
        startdate: "2024-01-01T00:00:00",
        enddate: "1900-01-01T00:00:00",
        nextcreationdate: "2026-12-01T00:00:00",
        lines: [
          ...services.map(({ kind, billed }, at) => ({
            id: number * 100_000 + at,
            _itemid: 300 + at,
            item_code: SERVICES[kind].sku,
            item_shortdescription: SERVICES[kind].name,
            qty_order: billed,
            unit_price: SERVICES[kind].price,
            isinactive: false,
          })),
          {
            id: number * 100_000 + 90_000,
            item_shortdescription: "Old service",
            qty_order: 9,
            unit_price: 1,
            isinactive: true,
          },
        ],
      }));
      app.post("/auth/token", async (context) => {
        const form = await context.req.parseBody();
        const isKnown = form["client_id"] === "client-id-secret" && form["client_secret"] === "halo-secret";
        if (!isKnown || context.req.query("tenant") !== "msp")
          return context.json({ error: "invalid_client" }, 401);
        return context.json({ access_token: tokens.issue(), token_type: "Bearer", expires_in: 3600 });
      });
      app.get("/api/RecurringInvoice", (context) => {
        if (!tokens.isValid(context.req.header("authorization"), context.req.path))
          return context.json({ error: "unauthorized" }, 401);
        const page = numberOf(context.req.query("page_no"), 1);
        const size = numberOf(context.req.query("page_size"), 50);
        const found = faults.page(context.req.path, invoices, (page - 1) * size, size);
        return context.json({
          page_no: page,
          page_size: size,
          record_count: invoices.length,
          invoices: found,
        });
      });
    },
  };
}
