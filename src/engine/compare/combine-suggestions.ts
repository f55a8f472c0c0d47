import type { Suggestion } from "../records";
import type { Support } from "./support";

/** Below this score nothing is shown, as for names alone. */
const SHOWN_FROM = 0.35;
const SHOWN_AT_MOST = 3;
/** Probability of a billed name that nothing in the names speaks for. */
const UNLIKELY = 0.02;
/** No suggestion is certain: a person confirms it. */
const MOST = 0.99;

/**
 * Puts what speaks for a billed name together: the name, the domain that the source gives beside it, and quantities that
 * agree. A name that two of them point to is likelier than by one alone.
 */
export function combineSuggestions(
  byName: readonly Suggestion[],
  byDomain: readonly Suggestion[],
  supports: readonly Support[],
): readonly Suggestion[] {
  const named = withDomain(byName, byDomain);
  const supported = supports.map(({ name, odds, why }): Suggestion => {
    const known = named.find((suggestion) => suggestion.to === name);
    return {
      to: name,
      score: rounded(plusOdds(known?.score ?? UNLIKELY, odds)),
      why: known === undefined ? `The names differ. ${why} Check before you confirm.` : `${known.why} ${why}`,
    };
  });
  const taken = new Set(supported.map(({ to }) => to));
  return [...supported, ...named.filter(({ to }) => !taken.has(to))]
    .filter(({ score }) => score >= SHOWN_FROM)
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN_AT_MOST);
}

function withDomain(byName: readonly Suggestion[], byDomain: readonly Suggestion[]): readonly Suggestion[] {
  const both = byName.map((named): Suggestion => {
    const domain = byDomain.find(({ to }) => to === named.to);
    if (domain === undefined) return named;
    const score = rounded(1 - (1 - named.score) * (1 - domain.score));
    return { to: named.to, score, why: `${named.why} ${domain.why}` };
  });
  const taken = new Set(both.map(({ to }) => to));
  return [...both, ...byDomain.filter(({ to }) => !taken.has(to))];
}

function plusOdds(probability: number, odds: number): number {
  const prior = Math.min(MOST, probability);
  return 1 / (1 + ((1 - prior) / prior) * Math.exp(-odds));
}

const rounded = (score: number): number => Math.round(100 * Math.min(MOST, score)) / 100;
