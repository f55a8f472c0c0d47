import type { RejectedRow, UsageRecord } from "../records";
import { clientKey, productKey } from "../normalise";
import {
  billedTarget,
  resolveClient,
  resolveProduct,
  type BilledNames,
  type TableIndex,
  type Target,
} from "../match";
import type { ChosenRule } from "../rules";
import type { Pair, Pairs } from "./pair";
import type { ReadSource } from "./source-result";

/** What finding the results of unread rows needs to know. */
export interface UnreadContext {
  readonly clientTable: TableIndex;
  readonly serviceTable: TableIndex;
  readonly clients: BilledNames;
  readonly services: BilledNames;
  readonly chooseRule: (client: string, service: string) => ChosenRule;
  readonly pairs: Pairs;
}

/** More unread rows than these are not listed one by one in a result. */
const LISTED = 3;

/**
 * A row that could not be read may change what its client and service come to, so they get no verdict: an invoice line whose
 * quantity is "n/a" is not unbilled, and usage of "?" not unused. A row that names only one of the two speaks of all results
 * of that one; a row that names neither of nothing.
 */
export function markUnread(sources: readonly ReadSource[], context: UnreadContext): void {
  const unread = new Map<Pair, RejectedRow[]>();
  for (const { layout, extraction } of sources) {
    if (layout.role === "other") continue;
    for (const row of extraction.rejected)
      for (const pair of pairsOf(row, layout.role, context))
        unread.set(pair, [...(unread.get(pair) ?? []), row]);
  }
  for (const [pair, rows] of unread) {
    for (const { row, source } of rows.slice(0, LISTED))
      pair.problems.add(`row ${row + 1} of ${source} could not be read; correct it and run again`);
    if (rows.length > LISTED) pair.problems.add(`${rows.length - LISTED} more rows could not be read`);
  }
}

function pairsOf(row: RejectedRow, role: "billed" | "usage", context: UnreadContext): readonly Pair[] {
  const { clients, services } = role === "billed" ? billedNames(row, context) : usedNames(row, context);
  if (clients === "nobody" || services === "nobody" || (clients === null && services === null)) return [];
  const found = context.pairs
    .all()
    .filter(
      ({ client, service }) =>
        (clients === null || clients.some(({ key }) => key === client.key)) &&
        (services === null || services.some(({ key }) => key === service.key)),
    );
  const [client, service] = [clients?.[0], services?.[0]];
  if (found.length > 0 || client === undefined || service === undefined) return found;
  const chosen = context.chooseRule(client.key, service.key);
  return chosen.kind === "rule" && chosen.rule.isExcluded ? [] : [context.pairs.get(client, service)];
}

/** Clients and services that a row speaks of: `null` where it names none, `nobody` where it stands for no result. */
interface Named {
  readonly clients: readonly Target[] | "nobody" | null;
  readonly services: readonly Target[] | "nobody" | null;
}

function billedNames({ source, about }: RejectedRow, context: UnreadContext): Named {
  const target = (
    name: string | null,
    table: TableIndex,
    known: BilledNames,
    keyOf: (name: string) => string,
  ): readonly Target[] | "nobody" | null => {
    if (name === null) return null;
    const found = billedTarget(source, name, table, keyOf);
    return found === null ? "nobody" : [known.byKey.get(found.key) ?? found];
  };
  const client = about?.client ?? about?.clientId ?? about?.tenant ?? null;
  const service = about?.product ?? about?.sku ?? null;
  return {
    clients: target(client, context.clientTable, context.clients, clientKey),
    services: target(service, context.serviceTable, context.services, productKey),
  };
}

function usedNames(row: RejectedRow, { clientTable, serviceTable, clients, services }: UnreadContext): Named {
  const { about } = row;
  const hasClient = hasName(about?.client, about?.clientId, about?.tenant);
  const hasProduct = hasName(about?.product, about?.sku);
  const record: UsageRecord = { ...NOTHING, ...about, source: row.source, sheet: row.sheet, row: row.row };
  const client = hasClient ? resolveClient(record, clientTable, clients) : null;
  const product = hasProduct ? resolveProduct(record, serviceTable, services) : null;
  return {
    clients: client === null ? null : "targets" in client ? client.targets : "nobody",
    services: product === null ? null : "targets" in product ? product.targets : "nobody",
  };
}

const hasName = (...names: readonly (string | null | undefined)[]): boolean =>
  names.some((name) => name !== null && name !== undefined);

const NOTHING = {
  client: null,
  clientId: null,
  tenant: null,
  product: null,
  sku: null,
  item: null,
  periodStart: null,
  periodEnd: null,
  date: null,
  unit: null,
  currency: null,
  quantity: null,
  attribute: () => undefined,
} as const;
