import type { BilledNames } from "../match";
import { productKey } from "../normalise";
import type { ParsedRules } from "../rules";

/** Services that only tblRules names (an excluded trial product, a part of a bundle) can be matched too. */
export function withRuleServices(services: BilledNames, rules: ParsedRules): BilledNames {
  const byKey = new Map(services.byKey);
  for (const name of rules.rules.flatMap(({ service, bundleOf }) => [service, ...bundleOf])) {
    const key = productKey(name);
    if (name !== "*" && !byKey.has(key)) byKey.set(key, { key, name });
  }
  return { ...services, byKey };
}
