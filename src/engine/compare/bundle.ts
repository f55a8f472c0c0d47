import type { Target } from "../match";
import { productKey } from "../normalise";
import type { ChosenRule, Rule } from "../rules";
import type { Pair, Pairs } from "./pair";

/** Services that the rules sell as bundles: the bundle's own name and its members, the driver first. */
interface BundleRule {
  readonly service: Target;
  readonly members: readonly Target[];
}

/**
 * Gives the usage of bundled services to the bundle that covers it (domain rule 14): the driver's count is the bundle's,
 * every other member is compared with it for coverage, and none is separately unbilled. A client without a line for the
 * bundle but with one for a member buys that member alone, and nothing is bundled there.
 */
export function bundlePairs(
  pairs: Pairs,
  rules: readonly Rule[],
  chooseRule: (client: string, service: string) => ChosenRule,
): void {
  const bundles = bundleRules(rules);
  if (bundles.length === 0) return;
  const byKey = new Map(pairs.all().map((pair) => [pair.key, pair]));
  const clients = new Map(pairs.all().map(({ client }) => [client.key, client]));
  for (const client of clients.values()) {
    const pairOf = (service: Target): Pair | undefined => byKey.get(`${client.key}|${service.key}`);
    const sold = bundles.filter(({ service, members }) => {
      const chosen = chooseRule(client.key, service.key);
      if (chosen.kind !== "rule" || chosen.rule.bundleOf.length === 0) return false;
      const isBilled = (pairOf(service)?.lines.length ?? 0) > 0;
      const memberPairs = members.flatMap((member) => pairOf(member) ?? []);
      const isUsed = memberPairs.some((pair) => pair.usage.length > 0);
      return isBilled || (isUsed && memberPairs.every((pair) => pair.lines.length === 0));
    });
    const drivers = new Map<string, Pair[]>();
    for (const { members } of sold) {
      const [driver] = members;
      if (driver === undefined) continue;
      const pair = pairs.get(client, driver);
      for (const member of members) drivers.set(member.key, [...(drivers.get(member.key) ?? []), pair]);
    }
    for (const bundle of sold) cover(pairs.get(client, bundle.service), client, bundle, { pairs, drivers });
  }
}

function cover(
  bundle: Pair,
  client: Target,
  { members }: BundleRule,
  { pairs, drivers }: { readonly pairs: Pairs; readonly drivers: ReadonlyMap<string, readonly Pair[]> },
): void {
  const [driver, ...others] = members.map((member) => pairs.get(client, member));
  if (driver === undefined) return;
  bundle.bundle = { driver, others, driversOf: (member) => drivers.get(member.service.key) ?? [] };
  if ((drivers.get(driver.service.key)?.length ?? 0) > 1)
    bundle.problems.add(`${driver.service.name} drives more than one bundle; split its usage by Where`);
  for (const member of [driver, ...others]) {
    if (member.lines.length > 0) {
      const words = `${member.service.name} is billed on its own and as part of ${bundle.service.name}; keep one`;
      bundle.problems.add(words);
      member.problems.add(words);
    } else member.coveredBy ??= bundle.key;
  }
}

/** The bundles by service; members of client-specific rows are those of the row for every client where there is one. */
function bundleRules(rules: readonly Rule[]): readonly BundleRule[] {
  const byService = new Map<string, BundleRule>();
  const ranked = [...rules].sort((a, b) => a.client.length - b.client.length);
  for (const { service, bundleOf } of ranked) {
    const key = productKey(service);
    if (bundleOf.length === 0 || byService.has(key)) continue;
    const members = bundleOf.map((name) => ({ key: productKey(name), name }));
    byService.set(key, { service: { key, name: service }, members });
  }
  return [...byService.values()];
}
