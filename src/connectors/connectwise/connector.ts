import { dayOf, firstText, nextDay, spanIn, type Connector, type FetchJob } from "../connector";
import { nextLink, type HttpRequest } from "../http";
import { byNextAddress, inParallel, rowsOf, type Reader } from "../reader";
import type { BilledRow } from "../rows";
import { access } from "./access";
import {
  additionSchema,
  agreementSchema,
  countSchema,
  systemInfoSchema,
  type Addition,
  type Agreement,
} from "./schema";

/** Without a version the system answers in the form of its oldest release. */
const headers = { Accept: "application/vnd.connectwise.com+json; version=2022.1" };
const PAGE_SIZE = 1000;
/** Additions are asked per agreement; more at once run into the limit of the system sooner. */
const AT_ONCE = 4;

/** Billed lines are the additions of running agreements. */
export const connectwise: Connector = {
  system: "connectwise",
  title: "ConnectWise PSA",
  side: "billed",
  access,
  datasets: [{ id: "agreements", label: "Agreements and their additions", isDefault: true }],
  async test(reader) {
    await reader.one({ path: "system/info", headers }, systemInfoSchema);
    const { count } = await reader.one({ path: "finance/agreements/count", headers }, countSchema);
    return `Signed in to ConnectWise PSA. ${count} agreements can be read.`;
  },
  async fetch(reader, job) {
    const agreements = await runningAgreements(reader, job);
    const rows = await inParallel(agreements, AT_ONCE, async (agreement) => {
      const additions = await additionsOf(agreement, reader);
      return additions.flatMap((addition) => billedRow(agreement, addition, job, reader) ?? []);
    });
    return rows.flat();
  },
};

async function additionsOf({ id, name }: Agreement, reader: Reader): Promise<readonly Addition[]> {
  const path = `finance/agreements/${id}/additions`;
  const additions = await reader.list(
    byNextAddress({
      what: "additions",
      schema: additionSchema,
      idOf: (addition) => addition.id,
      first: listOf(path),
      pageOf: (reply) => ({ rows: rowsOf(reply), next: nextLink(reply), total: null }),
    }),
  );
  // Few agreements fill a page: only where the last one is full can the link to a next one be what is missing.
  if (additions.length === 0 || additions.length % PAGE_SIZE > 0) return additions;
  const { count } = await reader.one({ path: `${path}/count`, headers }, countSchema);
  if (count !== additions.length) {
    const message = `additions of ${name}: the system has ${count} rows and gave ${additions.length}.`;
    reader.doubt({ kind: "missing rows", message });
  }
  return additions;
}

function listOf(path: string, conditions?: string): HttpRequest {
  const query = { page: 1, pageSize: PAGE_SIZE, ...(conditions === undefined ? {} : { conditions }) };
  return { path, headers, query };
}

async function runningAgreements(reader: Reader, { period }: FetchJob): Promise<readonly Agreement[]> {
  const conditions = `cancelledFlag=false or dateCancelled>=[${period.start}T00:00:00Z]`;
  const { count } = await reader.one(
    { path: "finance/agreements/count", headers, query: { conditions } },
    countSchema,
  );
  const agreements = await reader.list(
    byNextAddress({
      what: "agreements",
      schema: agreementSchema,
      idOf: ({ id }) => id,
      first: listOf("finance/agreements", conditions),
      pageOf: (reply) => ({ rows: rowsOf(reply), next: nextLink(reply), total: null }),
      total: count,
    }),
  );
  return agreements.filter((agreement) => {
    const last = agreement.noEndingDateFlag === true ? null : dayOf(agreement.endDate);
    const cancelled = agreement.cancelledFlag === true ? dayOf(agreement.dateCancelled) : null;
    const ends = cancelled ?? (last === null ? null : nextDay(last));
    const isRunning = spanIn(period, dayOf(agreement.startDate), ends) !== null;
    if (!isRunning) reader.leaveOut("agreements that do not run in the period");
    return isRunning;
  });
}

/** `billedQuantity` is what the invoice says: the quantity less what is included. */
function billedRow(
  agreement: Agreement,
  addition: Addition,
  { period }: FetchJob,
  reader: Reader,
): BilledRow | null {
  if (addition.billCustomer !== "Billable") {
    reader.leaveOut("additions that are not billed (no charge or do not bill)");
    return null;
  }
  const span = spanIn(period, dayOf(addition.effectiveDate), dayOf(addition.cancelledDate));
  if (span === null) {
    reader.leaveOut("additions that begin after or were cancelled before the period");
    return null;
  }
  return {
    client: agreement.company.name,
    clientId: `connectwise:${agreement.company.id}`,
    agreement: agreement.name,
    lineId: String(addition.id),
    service: firstText(addition.invoiceDescription, addition.description, addition.product.identifier),
    productId: addition.product.identifier,
    quantity: addition.billedQuantity ?? addition.quantity - (addition.lessIncluded ?? 0),
    unitPrice: addition.unitPrice ?? null,
    currency: agreement.currency?.currencyCode ?? "",
    ...span,
  };
}
