import { addRotation } from "./rotation";
import { numberOf, type VendorApp } from "./simulator";
import { SERVICES, uuidOf, type Company } from "./world";

const BASE = "/api.xro/2.0/";

/** Xero: rotating refresh tokens, a tenant header, repeating invoices in one answer and invoices in pages. */
export function xeroApp(world: readonly Company[]): VendorApp {
  return {
    system: "xero",
    basePath: BASE,
    build(app, faults) {
      const { isValid } = addRotation(app, faults, "/connect/token", {
        id: "client-id-secret",
        secret: "xero-secret",
      });
      const linesOf = ({ number, services }: Company): readonly object[] => [
        ...services.map(({ kind, billed }, at) => ({
          LineItemID: uuidOf(3, number * 100_000 + at),
          Description: SERVICES[kind].name,
          ItemCode: SERVICES[kind].sku,
          Quantity: billed,
          UnitAmount: SERVICES[kind].price,
        })),
        { LineItemID: uuidOf(3, number * 100_000 + 90_000), Description: "Thank you for your business" },
      ];
      const repeating = world.map((company) => ({
        RepeatingInvoiceID: uuidOf(1, company.number),
        Type: "ACCREC",
        Status: "AUTHORISED",
        Reference: `Agreement ${company.number}`,
        CurrencyCode: "USD",
        Contact: { ContactID: uuidOf(2, company.number), Name: company.name },
        Schedule: {
          Period: 1,
          Unit: "MONTHLY",
          StartDate: "/Date(1704067200000+0000)/",
          NextScheduledDate: "/Date(1796083200000+0000)/",
        },
        LineItems: linesOf(company),
      }));
      const invoices = world.map((company) => ({
        InvoiceID: uuidOf(4, company.number),
        InvoiceNumber: `INV-${company.number}`,
        Type: "ACCREC",
        Status: "DRAFT",
        Date: "/Date(1793491200000+0000)/",
        CurrencyCode: "USD",
        Contact: { ContactID: uuidOf(2, company.number), Name: company.name },
        LineItems: linesOf(company),
      }));
      app.use(`${BASE}*`, async (context, next) => {
        const { authorization, "xero-tenant-id": tenant } = context.req.header();
        if (!isValid(authorization, context.req.path) || tenant !== uuidOf(9, 1))
          return context.json(
            { Title: "Unauthorized", Status: 401, Detail: "AuthenticationUnsuccessful" },
            401,
          );
        await next();
        return undefined;
      });
      app.get(`${BASE}Organisation`, (context) =>
        context.json({ Organisations: [{ Name: "MSP of the simulator" }] }),
      );
      app.get(`${BASE}RepeatingInvoices`, (context) =>
        context.json({
          Status: "OK",
          RepeatingInvoices: faults.page(context.req.path, repeating, 0, repeating.length),
        }),
      );
      app.get(`${BASE}Invoices`, (context) => {
        const page = numberOf(context.req.query("page"), 1);
        const pageSize = numberOf(context.req.query("pageSize"), 100);
        return context.json({
          Status: "OK",
          pagination: {
            page,
            pageSize,
            pageCount: Math.ceil(invoices.length / pageSize),
            itemCount: invoices.length,
          },
          Invoices: faults.page(context.req.path, invoices, (page - 1) * pageSize, pageSize),
        });
      });
    },
  };
}
