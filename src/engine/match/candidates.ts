import type { Profile } from "./profile";
import { blendOf, isAbbreviationOf } from "./similarity";

/** Finds the billed names worth comparing with a name. */
export interface CandidateIndex {
  /** Positions in the billed list, the most promising first. */
  readonly find: (profile: Profile, atMost: number) => readonly number[];
}

/** Above this length the slower search for short forms by their letters is left out. */
const BLENDS_UP_TO = 3000;

/** Indexes billed names by words, trigrams of letters and initials. */
export function indexCandidates(billed: readonly Profile[]): CandidateIndex {
  const postings = new Map<string, number[]>();
  const add = (key: string, i: number): void => {
    const list = postings.get(key);
    if (list === undefined) postings.set(key, [i]);
    else if (list.at(-1) !== i) list.push(i);
  };
  billed.forEach((profile, i) => {
    for (const key of keysOf(profile)) add(key, i);
    for (const short of profile.acronyms) add(`=${short}`, i);
    for (const short of profile.shorts) add(`=${short}`, i);
  });
  const longest = Math.max(40, billed.length / 4);
  const letters = billed.map((profile) => profile.parts.join(""));
  return {
    find: (profile, atMost) => {
      const scores = new Map<number, number>();
      const vote = (key: string, weight: number): void => {
        const list = postings.get(key);
        if (list === undefined || (list.length > longest && weight < 3)) return;
        const worth = weight * Math.log(1 + billed.length / list.length);
        for (const i of list) scores.set(i, (scores.get(i) ?? 0) + worth);
      };
      for (const key of keysOf(profile)) vote(key, key.startsWith("~") ? 0.4 : 1);
      for (const short of [...profile.acronyms, ...profile.shorts]) vote(`=${short}`, 3);
      if (billed.length <= BLENDS_UP_TO) {
        billed.forEach((other, i) => {
          const isLike = (short: string): boolean =>
            short.length <= 12 && isSpelledIn(short, letters[i] ?? "") && isBlend(short, other.parts);
          if (profile.shorts.some(isLike)) scores.set(i, (scores.get(i) ?? 0) + 4);
        });
      }
      // Long names collect more votes than short ones that fit better.
      return [...scores]
        .map(([i, score]) => [i, score / Math.sqrt(4 + (billed[i]?.grams.size ?? 0))] as const)
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, atMost)
        .map(([i]) => i);
    },
  };
}

/** Whether the letters of a short form occur in order: every blend and abbreviation needs that, and it is soon told. */
function isSpelledIn(short: string, letters: string): boolean {
  let at = 0;
  for (const letter of short) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function isBlend(short: string, words: readonly string[]): boolean {
  if (!words.some((word) => word[0] === short[0])) return false;
  const blend = blendOf(short, words);
  return (blend !== null && blend.used >= 0.5) || isAbbreviationOf(short, words);
}

function keysOf(profile: Profile): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const token of profile.tokens) {
    if (token.sort !== "stop" && token.sort !== "legal") keys.add(token.text);
    if (token.text.length > 5) keys.add(`${token.text.slice(0, 4)}*`);
  }
  for (const gram of profile.grams.keys()) keys.add(`~${gram}`);
  return keys;
}
