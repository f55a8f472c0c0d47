import type { Period, UsageRecord } from "../records";
import { passesWhere, type ChosenRule } from "../rules";
import {
  resolveClient,
  resolveProduct,
  type BilledNames,
  type Resolution,
  type TableIndex,
  type Target,
} from "../match";
import type { Pair, Pairs } from "./pair";
import { isWithin, usageWindow, type Timing } from "./timing";

/** Where one usage record went. */
export type UsagePlace =
  | { readonly kind: "placed"; readonly record: UsageRecord; readonly pairs: readonly Pair[] }
  | {
      readonly kind: "excluded";
      readonly record: UsageRecord;
      readonly reason: string;
      /** Keys of the services that the row speaks of although it does not count. */
      readonly services: readonly string[];
    }
  | {
      readonly kind: "unmapped";
      readonly record: UsageRecord;
      readonly client: Resolution;
      readonly product: Resolution;
    };

/** What placing usage needs to know. */
export interface UsageContext {
  readonly clientTable: TableIndex;
  readonly serviceTable: TableIndex;
  readonly clients: BilledNames;
  /** Billed services and those that tblRules names. */
  readonly services: BilledNames;
  readonly chooseRule: (client: string, service: string) => ChosenRule;
  readonly period: Period | null;
  readonly timings: ReadonlyMap<string, Timing | null>;
  readonly pairs: Pairs;
}

/** Puts a usage record to the pairs that it counts for, or says why it counts for none. */
export function placeUsage(record: UsageRecord, context: UsageContext): UsagePlace {
  const client = resolveClient(record, context.clientTable, context.clients);
  const product = resolveProduct(record, context.serviceTable, context.services);
  if (client.kind === "ignored" || product.kind === "ignored") {
    return { kind: "excluded", record, reason: "ignored by the mapping table", services: [] };
  }
  // A free or trial product is left out for every client, also for one that is not mapped yet.
  if (product.kind === "mapped" && product.targets.every((service) => isExcludedFor("", service, context))) {
    return { kind: "excluded", record, reason: "excluded by its rule", services: [] };
  }
  if (client.kind === "unmapped" || product.kind === "unmapped")
    return { kind: "unmapped", record, client, product };

  const places = product.targets.flatMap((service) => placeService(record, client.targets, service, context));
  if (client.kind === "ambiguous" || product.kind === "ambiguous") {
    const unclear = client.kind === "ambiguous" ? client : product;
    const names = unclear.targets.map((target) => target.name).join(" or ");
    const name = unclear.kind === "ambiguous" ? unclear.name : "";
    for (const { pair } of places)
      pair?.problems.add(`"${name}" of ${record.source} may be ${names}; map it`);
  }
  const pairs = places.flatMap(({ pair }) => (pair === null ? [] : [pair]));
  if (pairs.length === 0) {
    const services = product.targets.map((service) => service.key);
    return { kind: "excluded", record, reason: places[0]?.reason ?? "left out by its rule", services };
  }
  for (const pair of pairs) pair.usage.push(record);
  return { kind: "placed", record, pairs };
}

interface Candidate {
  readonly pair: Pair | null;
  readonly reason: string;
}

function placeService(
  record: UsageRecord,
  clients: readonly Target[],
  service: Target,
  context: UsageContext,
): readonly Candidate[] {
  const candidates = clients.map((client) => placePair(record, client, service, context));
  const chosen = candidates.flatMap(({ pair }) => (pair === null ? [] : [pair]));
  if (chosen.length > 1) {
    // One tenant with many payers: rules must tell their rows apart, or the same seat is billed twice.
    const names = chosen.map((pair) => pair.client.name).join(", ");
    for (const pair of chosen) {
      pair.problems.add(
        `"${record.client ?? ""}" of ${record.source} is mapped to ${names}; rules with Where must tell its rows apart`,
      );
    }
  }
  return candidates;
}

function placePair(record: UsageRecord, client: Target, service: Target, context: UsageContext): Candidate {
  const chosen = context.chooseRule(client.key, service.key);
  if (chosen.kind === "ambiguous") return { pair: context.pairs.get(client, service), reason: "" };
  const { rule } = chosen;
  if (rule.isExcluded || rule.months === 0) return { pair: null, reason: "excluded by its rule" };
  const lines = context.pairs.find(client, service)?.lines ?? [];
  const window = context.period === null ? null : usageWindow(context.period, rule.billedIn, lines);
  if (!isWithin(record, window, context.timings.get(record.source) ?? null)) {
    return { pair: null, reason: "outside the billing period" };
  }
  const where = passesWhere(record, rule.where);
  if (where.kind === "fails") {
    const { header, isEqual, value } = where.term;
    return { pair: null, reason: `left out by Where ${header}${isEqual ? "=" : "!="}${value}` };
  }
  const pair = context.pairs.get(client, service);
  if (where.kind === "no-column") {
    pair.problems.add(
      `${rule.cell}: Where names column "${where.header}", which "${record.sheet}" does not have`,
    );
  }
  return { pair, reason: "" };
}

function isExcludedFor(client: string, service: Target, context: UsageContext): boolean {
  const chosen = context.chooseRule(client, service.key);
  return chosen.kind === "rule" && (chosen.rule.isExcluded || chosen.rule.months === 0);
}
