import type { Profile } from "./profile";
import { blendOf, isAbbreviationOf, isSpelledIn } from "./similarity";

/** A billed name worth comparing with a name. */
export interface Found {
  /** Position in the billed list. */
  readonly billed: number;
  /** Cosine of the letter trigrams of both names, 0..1. */
  readonly trigrams: number;
}

/** Finds the billed names worth comparing with a name. */
export interface CandidateIndex {
  /** The most promising first. */
  readonly find: (profile: Profile, atMost: number) => readonly Found[];
}

/** Above this length the slower search for short forms by their letters is left out. */
const BLENDS_UP_TO = 3000;

/** Positions of the names that hold a key, and for trigrams how often each does. */
interface Posting {
  readonly names: number[];
  readonly counts: number[];
}

/** Indexes billed names by words, trigrams of letters and initials. */
export function indexCandidates(billed: readonly Profile[]): CandidateIndex {
  const words = new Map<string, Posting>();
  const grams = new Map<string, Posting>();
  const add = (to: Map<string, Posting>, key: string, i: number, count: number): void => {
    const list = to.get(key);
    if (list === undefined) to.set(key, { names: [i], counts: [count] });
    else if (list.names.at(-1) !== i) {
      list.names.push(i);
      list.counts.push(count);
    }
  };
  billed.forEach((profile, i) => {
    for (const key of wordKeys(profile)) add(words, key, i, 1);
    for (const short of profile.acronyms) add(words, `=${short}`, i, 1);
    for (const short of profile.shorts) add(words, `=${short}`, i, 1);
    for (const [gram, count] of profile.grams.counts) add(grams, gram, i, count);
  });
  const byInitial = new Map<string, number[]>();
  billed.forEach(({ initials }, i) => {
    for (const letter of new Set(initials)) byInitial.set(letter, [...(byInitial.get(letter) ?? []), i]);
  });
  const longest = Math.max(40, billed.length / 4);
  const lengths = billed.map((profile) => Math.sqrt(4 + profile.grams.counts.size));
  // Reused by every search: a list of the billed names is long beside what one name touches.
  const scores = new Float64Array(billed.length);
  const dots = new Float64Array(billed.length);
  const isTouched = new Uint8Array(billed.length);
  const blends = (profile: Profile): ReadonlySet<number> => {
    const found = new Set<number>();
    if (billed.length <= BLENDS_UP_TO)
      for (const short of profile.shorts)
        for (const i of short.length <= 12 ? (byInitial.get(short.charAt(0)) ?? []) : [])
          if (isBlend(short, billed[i])) found.add(i);
    return found;
  };
  return {
    find: (profile, atMost) => {
      const touched: number[] = [];
      const touch = (i: number): void => {
        if (isTouched[i] === 1) return;
        isTouched[i] = 1;
        touched.push(i);
      };
      const vote = (key: string, weight: number): void => {
        const list = words.get(key)?.names;
        if (list === undefined || (list.length > longest && weight < 3)) return;
        const worth = weight * Math.log(1 + billed.length / list.length);
        for (const i of list) {
          scores[i] = (scores[i] ?? 0) + worth;
          touch(i);
        }
      };
      for (const key of wordKeys(profile)) vote(key, 1);
      for (const short of [...profile.acronyms, ...profile.shorts]) vote(`=${short}`, 3);
      for (const [gram, count] of profile.grams.counts) {
        const list = grams.get(gram);
        if (list === undefined) continue;
        const isTelling = list.names.length <= longest;
        const worth = 0.4 * Math.log(1 + billed.length / list.names.length);
        for (let n = 0; n < list.names.length; n++) {
          const i = list.names[n] ?? 0;
          dots[i] = (dots[i] ?? 0) + count * (list.counts[n] ?? 0);
          if (isTelling) scores[i] = (scores[i] ?? 0) + worth;
          touch(i);
        }
      }
      for (const i of blends(profile)) {
        scores[i] = (scores[i] ?? 0) + 4;
        touch(i);
      }
      const best: { readonly i: number; readonly score: number }[] = [];
      for (const i of touched) {
        // Long names collect more votes than short ones that fit better.
        const score = (scores[i] ?? 0) / (lengths[i] ?? 1);
        if (score > 0) insert(best, { i, score }, atMost);
      }
      const found = best.map(({ i }) => ({
        billed: i,
        trigrams: (dots[i] ?? 0) / (profile.grams.norm * (billed[i]?.grams.norm ?? 1)),
      }));
      for (const i of touched) scores[i] = dots[i] = isTouched[i] = 0;
      return found;
    },
  };
}

/** Keeps the `atMost` best in order; of equals the first in the list. */
function insert<Ranked extends { readonly i: number; readonly score: number }>(
  best: Ranked[],
  next: Ranked,
  atMost: number,
): void {
  const isBefore = (other: Ranked | undefined): boolean =>
    other !== undefined && (other.score > next.score || (other.score === next.score && other.i < next.i));
  if (best.length === atMost && isBefore(best.at(-1))) return;
  let at = best.length;
  while (at > 0 && !isBefore(best[at - 1])) at--;
  best.splice(at, 0, next);
  if (best.length > atMost) best.pop();
}

function isBlend(short: string, profile: Profile | undefined): boolean {
  if (profile === undefined || !isSpelledIn(short, profile.letters)) return false;
  const { parts } = profile;
  const blend = blendOf(short, parts);
  return (blend !== null && blend.used >= 0.5) || isAbbreviationOf(short, parts);
}

function wordKeys(profile: Profile): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const token of profile.tokens) {
    if (token.sort !== "stop" && token.sort !== "legal") keys.add(token.text);
    if (token.text.length > 5) keys.add(`${token.text.slice(0, 4)}*`);
  }
  return keys;
}
