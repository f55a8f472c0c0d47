import type { Weighed } from "./features";
import type { Profile } from "./profile";
import type { Sort, Token } from "../normalise";

/** How much a word of each sort counts beside a telling word. */
const SORT_WEIGHT: Readonly<Record<Sort, number>> = {
  plain: 1,
  generic: 0.28,
  place: 0.3,
  legal: 0.02,
  stop: 0.05,
  order: 0.06,
  variant: 0.8,
  sector: 0.8,
  maker: 0.3,
  number: 0.8,
  code: 1.4,
};

/** What words weigh, learned from how many names of the workbook hold them. */
export interface Rarity {
  /** The billed names, weighed once for all lists that are looked up. */
  readonly billed: readonly Weighed[];
  /**
   * Weighs a list of looked-up names. A word of no billed name that many of them hold is decoration of that source
   * ("Managed …") and weighs less.
   */
  readonly weigh: (lookedUp: readonly Profile[]) => readonly Weighed[];
}

/** Counts words over the billed names. A weight is 0..about 1.4. */
export function learnRarity(billed: readonly Profile[]): Rarity {
  const theirs = countNames(billed);
  const most = Math.log(1 + billed.length);
  const rarity = (token: Token): number => {
    const count = theirs.get(token.text) ?? 0;
    return count <= 1 ? 1 : Math.max(0.08, Math.log(1 + billed.length / count) / most);
  };
  const weighed = (profile: Profile, decoration: (token: Token) => number): Weighed => {
    const rarities = profile.tokens.map(rarity);
    const weights = profile.tokens.map(
      (token, i) => SORT_WEIGHT[token.sort] * (rarities[i] ?? 0) * decoration(token),
    );
    return { profile, weights, rarities };
  };
  return {
    billed: billed.map((profile) => weighed(profile, () => 1)),
    weigh: (lookedUp) => {
      const ours = countNames(lookedUp);
      const decoration = (token: Token): number => {
        const repeats = theirs.has(token.text) ? 0 : (ours.get(token.text) ?? 0);
        return repeats > 2 ? 1 / (1 + 0.35 * Math.log(repeats / 2)) : 1;
      };
      return lookedUp.map((profile) => weighed(profile, decoration));
    },
  };
}

function countNames(profiles: readonly Profile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tokens } of profiles)
    for (let i = 0; i < tokens.length; i++) {
      const text = tokens[i]?.text ?? "";
      let first = 0;
      while (tokens[first]?.text !== text) first++;
      if (first === i) counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  return counts;
}
