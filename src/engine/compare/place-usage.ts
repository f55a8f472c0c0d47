import { rememberedByTexts } from "../normalise";
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
import type { Bundles } from "./bundle";
import type { Pair, Pairs } from "./pair";
import { isNear, isWithin, usageWindow, type Timing } from "./timing";

/** Where one usage record went. Records of one pair, and those that are left out alike, share their place. */
export type UsagePlace =
  | { readonly kind: "placed"; readonly pairs: readonly Pair[] }
  | {
      readonly kind: "excluded";
      /** In the words of a person. */
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
  readonly bundles: Bundles;
}

/** Puts usage records one by one to the pairs that they count for, or says why they count for none. */
export function usagePlacer(context: UsageContext): (record: UsageRecord) => UsagePlace {
  // Sheets repeat the same few names on every row: each is looked up once.
  const clientOf = rememberedByTexts(
    ({ source, client, clientId, tenant }: UsageRecord) => [source, client, clientId, tenant],
    (record) => resolveClient(record, context.clientTable, context.clients),
  );
  const productOf = rememberedByTexts(
    ({ source, sheet, product, sku }: UsageRecord) => [source, sheet, product, sku],
    (record): UsedProduct => {
      const resolution = resolveProduct(record, context.serviceTable, context.services);
      const services = "targets" in resolution ? resolution.targets : [];
      const keys = services.map((service) => service.key);
      const places = new Map<string, UsagePlace>();
      return {
        resolution,
        // A free or trial product is left out for every client, also for one that is not mapped yet.
        isExcluded:
          resolution.kind === "mapped" && services.every((service) => isExcludedFor("", service, context)),
        leftOut: (reason) => {
          const place = places.get(reason) ?? { kind: "excluded", reason, services: keys };
          places.set(reason, place);
          return place;
        },
      };
    },
  );
  let last: PlacedSubject | null = null;
  return (record) => {
    const { subject } = record;
    if (subject === undefined) return placeUsage(record, clientOf(record), productOf(record), context);
    if (last?.subject !== subject) {
      last = { subject, client: clientOf(record), product: productOf(record), pair: null };
    } else if (last.pair !== null) {
      last.pair.usage.push(record);
      return last.pair.place;
    }
    const place = placeUsage(record, last.client, last.product, context);
    last.pair = pairOfAll(last, place, context);
    return place;
  };
}

/** The subject that the latest records share, and where they go. */
interface PlacedSubject {
  readonly subject: object;
  readonly client: Resolution;
  readonly product: UsedProduct;
  /** The only pair that every record with this subject counts for; `null` where each has to be looked at. */
  pair: Pair | null;
}

/** Where one record of a subject went to one pair, all of them do, unless the rule looks at further cells of the row. */
function pairOfAll(
  { client, product: { resolution: product } }: PlacedSubject,
  place: UsagePlace,
  context: UsageContext,
): Pair | null {
  if (client.kind !== "mapped" || product.kind !== "mapped" || place.kind !== "placed") return null;
  const [[payer, otherPayer], [service, otherService]] = [client.targets, product.targets];
  const [pair] = place.pairs;
  if (payer === undefined || service === undefined || pair === undefined) return null;
  if (otherPayer !== undefined || otherService !== undefined) return null;
  const chosen = context.chooseRule(payer.key, service.key);
  return chosen.kind === "rule" && chosen.rule.where.length > 0 ? null : pair;
}

/** The product of usage rows, and where those of them go that do not count. */
interface UsedProduct {
  readonly resolution: Resolution;
  readonly isExcluded: boolean;
  readonly leftOut: (reason: string) => UsagePlace;
}

const IGNORED: UsagePlace = { kind: "excluded", reason: "ignored by the mapping table", services: [] };
const BY_RULE = "excluded by its rule";
const EXCLUDED: UsagePlace = { kind: "excluded", reason: BY_RULE, services: [] };

function placeUsage(
  record: UsageRecord,
  client: Resolution,
  { resolution: product, isExcluded, leftOut }: UsedProduct,
  context: UsageContext,
): UsagePlace {
  if (client.kind === "ignored" || product.kind === "ignored") return IGNORED;
  if (isExcluded) return EXCLUDED;
  if (client.kind === "unmapped" || product.kind === "unmapped")
    return { kind: "unmapped", record, client, product };

  const found = product.targets.flatMap((service) => placeService(record, client.targets, service, context));
  const pairs = found.filter((one) => typeof one !== "string");
  if (client.kind === "ambiguous" || product.kind === "ambiguous") {
    const unclear = client.kind === "ambiguous" ? client : product;
    const names = unclear.targets.map((target) => target.name).join(" or ");
    const name = unclear.kind === "ambiguous" ? unclear.name : "";
    for (const pair of pairs) pair.problems.add(`"${name}" of ${record.source} may be ${names}; map it`);
  }
  for (const pair of pairs) pair.usage.push(record);
  const [only] = pairs;
  if (only === undefined)
    return leftOut(found.find((one) => typeof one === "string") ?? "left out by its rule");
  return pairs.length === 1 ? only.place : { kind: "placed", pairs };
}

function placeService(
  record: UsageRecord,
  clients: readonly Target[],
  service: Target,
  context: UsageContext,
): readonly (Pair | string)[] {
  const candidates = clients.map((client) => placePair(record, client, service, context));
  const chosen = candidates.filter((one) => typeof one !== "string");
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

/** The pair of a client and service, or why the record does not count for it. */
function placePair(
  record: UsageRecord,
  client: Target,
  service: Target,
  context: UsageContext,
): Pair | string {
  const chosen = context.chooseRule(client.key, service.key);
  if (chosen.kind === "ambiguous") return context.pairs.get(client, service);
  const { rule } = chosen;
  if (rule.isExcluded || rule.months === 0) return BY_RULE;
  // What a bundle covers is used when the bundle is billed for.
  const bundle = context.bundles.over(client, service);
  const { billedIn } = bundle?.rule ?? rule;
  const lines = context.pairs.find(client, bundle?.service ?? service)?.lines ?? [];
  const window = context.period === null ? null : usageWindow(context.period, billedIn, lines);
  if (!isWithin(record, window, context.timings.get(record.source) ?? null)) {
    if (window !== null && isNear(record, window)) noteNearby(context.pairs.find(client, service), record);
    return "outside the billing period";
  }
  const where = passesWhere(record, rule.where);
  if (where.kind === "fails") {
    const { header, isEqual, value } = where.term;
    return `left out by Where ${header}${isEqual ? "=" : "!="}${value}`;
  }
  const pair = context.pairs.get(client, service);
  if (where.kind === "no-column") {
    pair.problems.add(
      `${rule.cell}: Where names column "${where.header}", which "${record.sheet}" does not have`,
    );
  }
  return pair;
}

function noteNearby(pair: Pair | undefined, { date }: UsageRecord): void {
  if (pair === undefined || date === null) return;
  if (pair.readNearby === null || date < pair.readNearby) pair.readNearby = date;
}

function isExcludedFor(client: string, service: Target, context: UsageContext): boolean {
  const chosen = context.chooseRule(client, service.key);
  return chosen.kind === "rule" && (chosen.rule.isExcluded || chosen.rule.months === 0);
}
