import { createTokens, numberOf, type VendorApp } from "./simulator";
import { SERVICES, usedOf, uuidOf, type Company } from "./world";

/** Pax8: a token for credentials in JSON, pages from 0. */
export function pax8App(world: readonly Company[]): VendorApp {
  return {
    system: "pax8",
    basePath: "/v1/",
    build(app, faults) {
      const tokens = createTokens(faults);
      const lists: Readonly<Record<string, readonly object[]>> = {
        companies: world.map(({ number, name }) => ({
          id: uuidOf(5, number),
          name,
          status: "Active",
          address: { street: "1 Main Street", city: "Springfield", postalCode: "00000", country: "US" },
          phone: "555-0100",
          website: "https://example.com",
          billOnBehalfOfEnabled: false,
          selfServiceAllowed: false,
          orderApprovalRequired: false,
        })),
        subscriptions: world.flatMap((company) => [
          {
            id: uuidOf(6, company.number),
            companyId: uuidOf(5, company.number),
            productId: uuidOf(7, 1),
            vendorSkuId: SERVICES.m365.sku,
            productName: "Microsoft 365 Business Premium",
            quantity: usedOf(company, "m365"),
            status: "Active",
            startDate: "2025-02-01T00:00:00Z",
            price: 22,
            partnerCost: 17.6,
            currencyCode: "USD",
            billingTerm: "Monthly",
            commitmentTerm: { id: uuidOf(8, 1), term: "1-Year", endDate: "2027-01-31T00:00:00Z" },
          },
          ...(company.number % 4 === 0
            ? [
                {
                  id: uuidOf(6, 100_000 + company.number),
                  companyId: uuidOf(5, company.number),
                  productId: uuidOf(7, 2),
                  productName: "Exchange Online (Plan 1)",
                  quantity: 3,
                  status: "Cancelled",
                },
              ]
            : []),
        ]),
      };
      app.post("/v1/token", async (context) => {
        const {
          client_id: id,
          client_secret: secret,
          audience,
        } = await context.req.json<Readonly<Record<string, string>>>();
        if (id !== "client-id-secret" || secret !== "pax8-secret" || audience !== "https://api.pax8.com")
          return context.json({ error: "access_denied" }, 401);
        return context.json({ access_token: tokens.issue(), expires_in: 86_400, token_type: "Bearer" });
      });
      app.get("/v1/:list", (context) => {
        if (!tokens.isValid(context.req.header("authorization"), context.req.path))
          return context.json({ type: "UNAUTHORIZED", message: "Unauthorized", status: 401 }, 401);
        const rows = lists[context.req.param("list")];
        if (rows === undefined)
          return context.json({ type: "NOT_FOUND", message: "Not found", status: 404 }, 404);
        const number = numberOf(context.req.query("page"), 0);
        const size = Math.min(200, numberOf(context.req.query("size"), 10));
        return context.json({
          content: faults.page(context.req.path, rows, number * size, size),
          page: { size, totalElements: rows.length, totalPages: Math.ceil(rows.length / size), number },
        });
      });
    },
  };
}
