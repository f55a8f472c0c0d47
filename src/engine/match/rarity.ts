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
  maker: 0.3,
  number: 0.8,
  code: 1.4,
};

/** What a word weighs, learned from how many names of the workbook hold it. */
export interface Rarity {
  /** 0..about 1.4. */
  readonly weight: (token: Token) => number;
  /** 0 for a word that every billed name holds .. 1 for one that at most one name holds. */
  readonly rarity: (token: Token) => number;
}

/**
 * Counts words over the billed names, once for all lists that are looked up. A word of no billed name that many looked-up names hold is decoration of that
 * source ("Managed …") and weighs less.
 */
export function learnRarity(billed: readonly Profile[]): (lookedUp: readonly Profile[]) => Rarity {
  const theirs = countNames(billed);
  const most = Math.log(1 + billed.length);
  const rarity = (token: Token): number => {
    const count = theirs.get(token.text) ?? 0;
    return count <= 1 ? 1 : Math.max(0.08, Math.log(1 + billed.length / count) / most);
  };
  return (lookedUp) => {
    const ours = countNames(lookedUp);
    return {
      rarity,
      weight: (token) => {
        const base = SORT_WEIGHT[token.sort] * rarity(token);
        if (theirs.has(token.text)) return base;
        const repeats = ours.get(token.text) ?? 0;
        return repeats > 2 ? base / (1 + 0.35 * Math.log(repeats / 2)) : base;
      },
    };
  };
}

function countNames(profiles: readonly Profile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tokens } of profiles)
    for (const text of new Set(tokens.map((token) => token.text)))
      counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
