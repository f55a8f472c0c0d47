import { addRotation } from "./rotation";
import type { VendorApp } from "./simulator";
import { SERVICES, type Company, type ServiceKind } from "./world";

const BASE = "/v3/company/123145000000001/";
const KINDS = Object.keys(SERVICES) as readonly ServiceKind[];

/** QuickBooks Online: rotating refresh tokens, and queries with a position that counts from 1. */
export function quickbooksApp(world: readonly Company[]): VendorApp {
  return {
    system: "quickbooks",
    basePath: BASE,
    build(app, faults) {
      const { isValid } = addRotation(app, faults, "/oauth2/v1/tokens/bearer", {
        id: "client-id-secret",
        secret: "intuit-secret",
      });
      const invoices = world.map(({ number, name, services }) => ({
        Id: String(4000 + number),
        DocNumber: String(1000 + number),
        TxnDate: "2026-11-01",
        CustomerRef: { value: String(80 + number), name },
        CurrencyRef: { value: "USD", name: "United States Dollar" },
        Line: [
          ...services.map(({ kind, billed }, at) => ({
            Id: String(at + 1),
            Amount: billed * SERVICES[kind].price,
            DetailType: "SalesItemLineDetail",
            Description: SERVICES[kind].name,
            SalesItemLineDetail: {
              ItemRef: { value: String(10 + KINDS.indexOf(kind)), name: SERVICES[kind].name },
              Qty: billed,
              UnitPrice: SERVICES[kind].price,
            },
          })),
          { Amount: 100, DetailType: "SubTotalLineDetail", SubTotalLineDetail: {} },
        ],
      }));
      const lists: Readonly<Record<string, readonly object[]>> = {
        Invoice: invoices,
        RecurringTransaction: [
          ...invoices.map((invoice) => ({ Invoice: { ...invoice, RecurringInfo: { Active: true } } })),
          { Bill: { Id: "9" } },
        ],
      };
      app.get(`${BASE}query`, (context) => {
        if (!isValid(context.req.header("authorization"), context.req.path))
          return context.json({ fault: { error: [{ message: "AuthenticationFailed" }] } }, 401);
        const text = context.req.query("query") ?? "";
        const [, entity = ""] = /from (\w+)/.exec(text) ?? [];
        const rows = lists[entity] ?? [];
        if (text.startsWith("select count(*)"))
          return context.json({ QueryResponse: { totalCount: rows.length } });
        const start = Number(/startposition (\d+)/.exec(text)?.[1] ?? 1);
        const size = Math.min(1000, Number(/maxresults (\d+)/.exec(text)?.[1] ?? 100));
        const found = faults.page(context.req.path, rows, start - 1, size);
        return context.json({
          QueryResponse:
            found.length === 0 ? {} : { [entity]: found, startPosition: start, maxResults: found.length },
        });
      });
    },
  };
}
