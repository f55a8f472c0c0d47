import type { z } from "zod";
import type { Period } from "../../engine/records";
import { dayOf, firstText, nextDay, spanIn, type Connector } from "../connector";
import { checked } from "../http";
import { byNextAddress, type Reader } from "../reader";
import type { BilledRow } from "../rows";
import { access } from "./access";
import {
  bundleUnitsSchema,
  companySchema,
  contractSchema,
  contractServiceSchema,
  countSchema,
  pageSchema,
  serviceSchema,
  unitsSchema,
} from "./schema";

/** The system gives at most 500 rows a page. */
const PAGE_SIZE = 500;

interface Filter {
  readonly op: string;
  readonly field: string;
  readonly value?: string | number;
}

const ALL: readonly Filter[] = [{ op: "exist", field: "id" }];

/** Billed quantities are the units of contract services and bundles on a day; contract services have no quantity. */
export const autotask: Connector = {
  system: "autotask",
  title: "Autotask PSA",
  side: "billed",
  access,
  datasets: [
    { id: "services", label: "Contract services", isDefault: true },
    { id: "bundles", label: "Contract service bundles", isDefault: true },
  ],
  // 10,000 requests an hour and database, shared with every other integration of the account; three threads an endpoint.
  rate: { requests: 120, windowMs: 60_000, atOnce: 3 },
  async test(reader) {
    const count = await countOf(reader, "Contracts", ALL);
    return `Signed in to Autotask PSA. ${count} contracts can be read.`;
  },
  async fetch(reader, { period, datasets }) {
    const lines = [
      ...(datasets.has("services") ? await serviceLines(reader, period) : []),
      ...(datasets.has("bundles") ? await bundleLines(reader, period) : []),
    ];
    const contracts = byId(await query(reader, "Contracts", contractSchema));
    const companies = byId(await query(reader, "Companies", companySchema));
    return lines.flatMap((line): readonly BilledRow[] => {
      const contract = contracts.get(line.contractId);
      const company = contract === undefined ? undefined : companies.get(contract.companyID);
      const span = spanIn(period, dayOf(line.startDate), afterDay(line.endDate));
      if (span === null) {
        reader.leaveOut("units of days outside the period");
        return [];
      }
      if (contract === undefined || company === undefined) {
        const message = `${line.what} ${line.id} belongs to a contract or company that this account cannot read; it was left out.`;
        reader.doubt({ kind: "missing rows", message });
        return [];
      }
      return [
        {
          client: company.companyName,
          clientId: `autotask:${company.id}`,
          agreement: contract.contractName,
          lineId: String(line.id),
          service: line.service,
          productId: line.productId,
          quantity: line.units,
          unitPrice: line.unitPrice,
          currency: "",
          ...span,
        },
      ];
    });
  },
};

interface Line {
  readonly what: string;
  readonly id: number;
  readonly contractId: number;
  readonly service: string;
  readonly productId: string;
  readonly units: number;
  readonly unitPrice: number | null;
  readonly startDate: string;
  readonly endDate: string;
}

/** Units whose span of days has a day in common with the period. */
function inPeriod({ start, end }: Period): readonly Filter[] {
  return [
    { op: "lt", field: "startDate", value: `${end}T00:00:00` },
    { op: "gte", field: "endDate", value: `${start}T00:00:00` },
  ];
}

async function serviceLines(reader: Reader, period: Period): Promise<readonly Line[]> {
  const units = await query(reader, "ContractServiceUnits", unitsSchema, inPeriod(period));
  const onContract = byId(await query(reader, "ContractServices", contractServiceSchema));
  const services = byId(await query(reader, "Services", serviceSchema));
  return units.map((unit) =>
    lineOf("contract service units", unit, {
      offered: services.get(unit.serviceID),
      onContract: onContract.get(unit.contractServiceID),
      productId: `autotask:${unit.serviceID}`,
    }),
  );
}

async function bundleLines(reader: Reader, period: Period): Promise<readonly Line[]> {
  const units = await query(reader, "ContractServiceBundleUnits", bundleUnitsSchema, inPeriod(period));
  const onContract = byId(await query(reader, "ContractServiceBundles", contractServiceSchema));
  const bundles = byId(await query(reader, "ServiceBundles", serviceSchema));
  return units.map((unit) =>
    lineOf("contract bundle units", unit, {
      offered: bundles.get(unit.serviceBundleID),
      onContract: onContract.get(unit.contractServiceBundleID),
      productId: `autotask:bundle ${unit.serviceBundleID}`,
    }),
  );
}

/** A line of units with the name that is offered and the price that the contract gives one unit: the units' own is a total. */
function lineOf(
  what: string,
  unit: Pick<z.infer<typeof unitsSchema>, "id" | "contractID" | "units" | "startDate" | "endDate">,
  product: {
    readonly offered: z.infer<typeof serviceSchema> | undefined;
    readonly onContract: z.infer<typeof contractServiceSchema> | undefined;
    readonly productId: string;
  },
): Line {
  const { offered, onContract, productId } = product;
  return {
    what,
    id: unit.id,
    contractId: unit.contractID,
    units: unit.units,
    startDate: unit.startDate,
    endDate: unit.endDate,
    unitPrice: onContract?.unitPrice ?? null,
    service: firstText(offered?.name, onContract?.invoiceDescription),
    productId,
  };
}

async function countOf(reader: Reader, entity: string, filter: readonly Filter[]): Promise<number> {
  const { queryCount } = await reader.one({ path: `${entity}/query/count`, body: { filter } }, countSchema);
  return queryCount;
}

/** All rows of an entity that pass the filter. */
async function query<T extends { readonly id: number }>(
  reader: Reader,
  entity: string,
  schema: z.ZodType<T>,
  filter: readonly Filter[] = ALL,
): Promise<readonly T[]> {
  return reader.list(
    byNextAddress({
      what: entity,
      schema,
      idOf: ({ id }) => id,
      first: { path: `${entity}/query`, body: { maxRecords: PAGE_SIZE, filter } },
      pageOf({ json, context }) {
        const { items, pageDetails } = checked(pageSchema, json, context);
        return { rows: items, next: pageDetails.nextPageUrl ?? null, total: null };
      },
      total: await countOf(reader, entity, filter),
    }),
  );
}

function byId<T extends { readonly id: number }>(rows: readonly T[]): ReadonlyMap<number, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function afterDay(timestamp: string): string | null {
  const day = dayOf(timestamp);
  return day === null ? null : nextDay(day);
}
