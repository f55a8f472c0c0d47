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
  const byService = new Map<string, Map<string, ChosenRule>>();
  for (const rule of rules) {
    if (!applies(rule, period)) continue;
    const client = rule.client === "" ? "" : clientKey(rule.client);
    const service = rule.service === "*" ? "*" : productKey(rule.service);
    const ofService = byService.get(service) ?? new Map<string, ChosenRule>();
    byService.set(service, ofService.set(client, withAnother(ofService.get(client), rule)));
  }
  const ofEvery = byService.get("*");
  // Asked for every usage row: nothing is joined or made here.
  return (client, service) => {
    const ofService = byService.get(service);
    return (
      ofService?.get(client) ?? ofService?.get("") ?? ofEvery?.get(client) ?? ofEvery?.get("") ?? BY_DEFAULT
    );
  };
}

const BY_DEFAULT: ChosenRule = { kind: "rule", rule: DEFAULT_RULE };

function withAnother(chosen: ChosenRule | undefined, rule: Rule): ChosenRule {
  if (chosen === undefined) return { kind: "rule", rule };
  return { kind: "ambiguous", rules: [...(chosen.kind === "rule" ? [chosen.rule] : chosen.rules), rule] };
}

function applies(rule: Rule, period: Period | null): boolean {
  if (period === null) return true;
  return (
    (rule.from === null || rule.from <= period.start) && (rule.until === null || period.start < rule.until)
  );
}
