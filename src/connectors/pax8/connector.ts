import { dayOf, firstText, type Connector } from "../connector";
import { checked } from "../http";
import { named, type Paging } from "../reader";
import type { UsageRow } from "../rows";
import { access } from "./access";
import { companySchema, pageSchema, subscriptionSchema } from "./schema";

/** The system gives at most 200 rows a page and counts pages from 0. */
const PAGE_SIZE = 200;

/** Subscriptions that provide seats; the others are ordered, tried out or over. */
const RUNNING: ReadonlySet<string> = new Set(["Active", "Activated", "PendingCancel", "Converted"]);

const paging: Paging<number> = {
  first: 0,
  query: (page) => ({ page, size: PAGE_SIZE }),
  page({ json, context }, number) {
    const { content, page } = checked(pageSchema, json, context);
    const next = number + 1 < page.totalPages ? number + 1 : null;
    return { rows: content, next, total: page.totalElements };
  },
};

/** Usage is the quantity of each running subscription. */
export const pax8: Connector = {
  system: "pax8",
  title: "Pax8",
  side: "usage",
  access,
  datasets: [{ id: "subscriptions", label: "Subscriptions", isDefault: true }],
  async test(reader) {
    const { page } = await reader.one({ path: "companies", query: { page: 0, size: 1 } }, pageSchema);
    return `Signed in to Pax8. ${page.totalElements} companies can be read.`;
  },
  async fetch(reader, { period }) {
    const companies = new Map(
      (await reader.list(named("companies", companySchema, paging))).map(({ id, name }) => [id, name]),
    );
    const subscriptions = await reader.list(named("subscriptions", subscriptionSchema, paging));
    return subscriptions.flatMap((subscription): readonly UsageRow[] => {
      const { companyId, status } = subscription;
      if (!RUNNING.has(status)) {
        reader.leaveOut(`subscriptions with status ${status}`);
        return [];
      }
      if ((dayOf(subscription.startDate) ?? "") >= period.end) {
        reader.leaveOut("subscriptions that begin after the period");
        return [];
      }
      const client = companies.get(companyId);
      if (client === undefined) {
        const message = `Subscription ${subscription.id} belongs to a company that is not in the list of companies.`;
        reader.doubt({ kind: "missing rows", message });
        return [];
      }
      return [
        {
          client,
          clientId: `pax8:${companyId}`,
          tenant: "",
          product: subscription.productName,
          productId: firstText(subscription.vendorSkuId, `pax8:${subscription.productId}`),
          quantity: subscription.quantity,
          unit: "",
          item: "",
          details: {
            Status: status,
            "Billing Term": subscription.billingTerm ?? "",
            Commitment: subscription.commitmentTerm?.term ?? "",
            "Commitment End": dayOf(subscription.commitmentTerm?.endDate) ?? "",
          },
        },
      ];
    });
  },
};
