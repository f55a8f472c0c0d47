import type { RejectedRow, UsageRecord } from "../records";
import { clientKey, productKey, rememberedByTexts } from "../normalise";
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
  const rows = sources.flatMap(({ layout: { role }, extraction }) => {
    if (role === "other") return [];
    const namesOf = rememberedByTexts(textsOf, (row: RejectedRow) =>
      role === "billed" ? billedNames(row, context) : usedNames(row, context),
    );
    return extraction.rejected.map((row) => ({ row, named: namesOf(row) }));
  });
  // Rows that name both come first, because they may make a result that a row with one name speaks of too.
  const whole = rows.map(({ named }) => pairsOfBoth(named, context));
  const ofOne = pairsOfOne(context.pairs.all());
  const unread = new Map<Pair, RejectedRow[]>();
  for (const [i, { row, named }] of rows.entries()) {
    for (const pair of whole[i] ?? ofOne(named)) add(unread, pair, row);
  }
  for (const [pair, unreadRows] of unread) {
    for (const { row, source } of unreadRows.slice(0, LISTED))
      pair.problems.add(`row ${row + 1} of ${source} could not be read; correct it and run again`);
    if (unreadRows.length > LISTED)
      pair.problems.add(`${unreadRows.length - LISTED} more rows could not be read`);
  }
}

/** What decides which results a row of one source speaks of. */
function textsOf({ source, about }: RejectedRow): readonly (string | null)[] {
  const { client, clientId, tenant, product, sku } = about ?? {};
  return [source, ...[client, clientId, tenant, product, sku].map((text) => text ?? null)];
}

/** The results of a row that names client and service, one made where there is none yet; `null` for other rows. */
function pairsOfBoth({ clients, services }: Named, { pairs, chooseRule }: UnreadContext): Pair[] | null {
  if (clients === "nobody" || services === "nobody" || clients === null || services === null) return null;
  const found = clients.flatMap((client) => services.flatMap((service) => pairs.find(client, service) ?? []));
  const [client, service] = [clients[0], services[0]];
  if (found.length > 0 || client === undefined || service === undefined) return found;
  const chosen = chooseRule(client.key, service.key);
  return chosen.kind === "rule" && chosen.rule.isExcluded ? [] : [pairs.get(client, service)];
}

/** The results of rows that name a client or a service only. */
function pairsOfOne(pairs: readonly Pair[]): (named: Named) => readonly Pair[] {
  const byClient = new Map<string, Pair[]>();
  const byService = new Map<string, Pair[]>();
  for (const pair of pairs) {
    add(byClient, pair.client.key, pair);
    add(byService, pair.service.key, pair);
  }
  return ({ clients, services }) => {
    if (clients === "nobody" || services === "nobody") return [];
    if (clients !== null) return clients.flatMap(({ key }) => byClient.get(key) ?? []);
    return services?.flatMap(({ key }) => byService.get(key) ?? []) ?? [];
  };
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
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
