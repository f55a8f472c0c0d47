import type { Period } from "../records";
import { clientKey, productKey } from "../normalise";
import { DEFAULT_RULE, type Rule } from "./rule";

/** The rule of a (client, service), or the rules that claim it equally. */
export type ChosenRule =
  | { readonly kind: "rule"; readonly rule: Rule }
  | { readonly kind: "ambiguous"; readonly rules: readonly Rule[] };

/**
 * Finds the most specific rule: client and service, then service, then client with `*`, then `*`. Rows whose dates
 * leave out the start of the period do not apply. Two rows of the same rank are ambiguous: nobody guesses which.
 */
export function ruleChooser(
  rules: readonly Rule[],
  period: Period | null,
): (client: string, service: string) => ChosenRule {
  const byTarget = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (!applies(rule, period)) continue;
    const target = targetOf(
      rule.client === "" ? "" : clientKey(rule.client),
      rule.service === "*" ? "*" : productKey(rule.service),
    );
    byTarget.set(target, [...(byTarget.get(target) ?? []), rule]);
  }
  return (client, service) => {
    for (const target of [
      targetOf(client, service),
      targetOf("", service),
      targetOf(client, "*"),
      targetOf("", "*"),
    ]) {
      const [rule, ...others] = byTarget.get(target) ?? [];
      if (rule === undefined) continue;
      return others.length === 0 ? { kind: "rule", rule } : { kind: "ambiguous", rules: [rule, ...others] };
    }
    return { kind: "rule", rule: DEFAULT_RULE };
  };
}

function targetOf(client: string, service: string): string {
  return `${client}|${service}`;
}

function applies(rule: Rule, period: Period | null): boolean {
  if (period === null) return true;
  return (
    (rule.from === null || rule.from <= period.start) && (rule.until === null || period.start < rule.until)
  );
}
