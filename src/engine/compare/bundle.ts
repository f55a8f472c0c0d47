import type { Target } from "../match";
import { productKey } from "../normalise";
import type { UsageRecord } from "../records";
import { passesWhere, type ChosenRule, type Rule } from "../rules";
import type { Driver, Pair, Pairs } from "./pair";

/** A service that the rules sell to a client as a bundle: its own name, its rule and its members, the driver first. */
export interface BundleRule {
  readonly service: Target;
  readonly rule: Rule;
  readonly members: readonly Target[];
}

/** The bundles of each client, by the rule that applies to that client and period. */
export interface Bundles {
  readonly of: (client: Target) => readonly BundleRule[];
  /** The bundle whose billing times the usage of a service; `null` where the service stands for itself. */
  readonly over: (client: Target, service: Target) => BundleRule | null;
}

/** Finds the bundles that the rules sell. */
export function bundlesIn(
  rules: readonly Rule[],
  chooseRule: (client: string, service: string) => ChosenRule,
  pairs: Pairs,
): Bundles {
  const named = rules.filter(({ bundleOf, service }) => bundleOf.length > 0 && service !== "*");
  const services = new Map(named.map(({ service }) => [productKey(service), service]));
  const members = new Set(named.flatMap(({ bundleOf }) => bundleOf.map(productKey)));
  const byClient = new Map<string, readonly BundleRule[]>();
  const of: Bundles["of"] = (client) => {
    const known = byClient.get(client.key);
    if (known !== undefined) return known;
    const found = [...services].flatMap(([key, name]): BundleRule[] => {
      const chosen = chooseRule(client.key, key);
      // Two rows that claim a bundle are a question about the bundle; its parts are covered all the same.
      const candidates = chosen.kind === "rule" ? [chosen.rule] : chosen.rules;
      const rule = candidates.find(({ bundleOf }) => bundleOf.length > 0);
      if (rule === undefined) return [];
      const targets = rule.bundleOf.map((member) => ({ key: productKey(member), name: member }));
      return [{ service: { key, name }, rule, members: targets }];
    });
    byClient.set(client.key, found);
    return found;
  };
  return {
    of,
    over: (client, service) => {
      if (!members.has(service.key)) return null;
      const covering = of(client).filter((bundle) => bundle.members.some(({ key }) => key === service.key));
      return (
        covering.find((bundle) => isBilled(client, bundle.service, pairs)) ??
        covering.find((bundle) => isWithoutParts(client, bundle, pairs)) ??
        null
      );
    },
  };
}

function isBilled(client: Target, service: Target, pairs: Pairs): boolean {
  return (pairs.find(client, service)?.lines.length ?? 0) > 0;
}

/** Whether the client buys no member of the bundle alone. */
function isWithoutParts(client: Target, { members }: BundleRule, pairs: Pairs): boolean {
  return members.every((member) => !isBilled(client, member, pairs));
}

/**
 * Gives the usage of bundled services to the bundle that covers it (domain rule 14): the driver's count is the bundle's,
 * every other member is compared with it for coverage, and none is separately unbilled. A client without a line for the
 * bundle but with one for a member buys that member alone, and nothing is bundled there.
 */
export function bundlePairs(pairs: Pairs, bundles: Bundles): void {
  const clients = new Map(pairs.all().map(({ client }) => [client.key, client]));
  for (const client of clients.values()) {
    const isUsed = (member: Target): boolean => (pairs.find(client, member)?.usage.length ?? 0) > 0;
    const sold = bundles
      .of(client)
      .filter(
        (bundle) =>
          isBilled(client, bundle.service, pairs) ||
          (bundle.members.some(isUsed) && isWithoutParts(client, bundle, pairs)),
      );
    const driving = new Map<string, Driver[]>();
    const covered = sold.map((bundle) => {
      const pair = pairs.get(client, bundle.service);
      const driver = driverOf(pair, bundle, client, pairs);
      for (const { key } of bundle.members) driving.set(key, [...(driving.get(key) ?? []), driver]);
      return { pair, bundle, driver };
    });
    for (const { pair, bundle, driver } of covered) {
      const others = bundle.members.slice(1).map((member) => pairs.get(client, member));
      cover(pair, driver, others, (member) => driving.get(member.service.key) ?? []);
    }
  }
}

/** The driver of a bundle with what of its usage passes the bundle's own Where. */
function driverOf(bundle: Pair, { rule, members }: BundleRule, client: Target, pairs: Pairs): Driver {
  const [first = bundle.service] = members;
  const pair = pairs.get(client, first);
  const usage = pair.usage.filter((record) => {
    const where = passesWhere(record, rule.where);
    if (where.kind === "no-column")
      bundle.problems.add(
        `${rule.cell}: Where names column "${where.header}", which "${record.sheet}" does not have`,
      );
    return where.kind !== "fails";
  });
  return { pair, usage, rule };
}

function cover(
  bundle: Pair,
  driver: Driver,
  others: readonly Pair[],
  driversOf: (member: Pair) => readonly Driver[],
): void {
  const name = driver.pair.service.name;
  bundle.bundle = { driver, others, driversOf };
  if (isShared(driver, driversOf(driver.pair)))
    bundle.problems.add(`${name} drives more than one bundle; split its usage by Where`);
  for (const member of [driver.pair, ...others]) {
    if (member.lines.length > 0) {
      const words = `${member.service.name} is billed on its own and as part of ${bundle.service.name}; keep one`;
      bundle.problems.add(words);
      member.problems.add(words);
    } else member.coveredBy ??= bundle.key;
  }
  const isOwn = new Set(driver.usage);
  if (isOwn.size > 0 && bundle.usage.some((record) => !isOwn.has(record)))
    bundle.problems.add(
      `usage is reported of ${bundle.service.name} itself and of ${name}, which drives it; map one of them only`,
    );
  const used = others.find((other) => other.usage.some(({ quantity }) => quantity?.eq(0) !== true));
  if (isOwn.size === 0 && bundle.usage.length === 0 && used !== undefined)
    bundle.problems.add(`${name} drives this bundle and reports nothing, but ${used.service.name} is used`);
}

/** Whether a row counts for a second bundle too: the same device would be billed twice. */
function isShared({ pair, usage }: Driver, driving: readonly Driver[]): boolean {
  const rows = new Set<UsageRecord>(usage);
  const isDriven = (other: Driver): boolean => other.pair === pair && other.usage !== usage;
  return driving.some((other) => isDriven(other) && other.usage.some((record) => rows.has(record)));
}
