import type { Profile } from "./profile";
import { blendOf, isAbbreviationOf, isSpelledIn, type Grams } from "./similarity";

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
/** What initials and short forms weigh beside a word. */
const SHORT_FORM = 3;

/** Positions of the names that hold a trigram, and how often each does. */
interface Posting {
  readonly names: number[];
  readonly counts: number[];
}

/** Indexes billed names by words, trigrams of letters and initials. */
export function indexCandidates(billed: readonly Profile[]): CandidateIndex {
  const words = new Map<string, number[]>();
  const shortForms = new Map<string, number[]>();
  const byInitial = new Map<string, number[]>();
  const grams = new Map<number, Posting>();
  billed.forEach((profile, i) => {
    for (const key of wordKeys(profile)) add(words, key, i);
    for (const short of profile.acronyms) add(shortForms, short, i);
    for (const short of profile.shorts) add(shortForms, short, i);
    for (const letter of profile.initials) add(byInitial, letter, i);
    const { keys, counts } = profile.grams;
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n] ?? 0;
      const posting = grams.get(key);
      if (posting === undefined) grams.set(key, { names: [i], counts: [counts[n] ?? 0] });
      else {
        posting.names.push(i);
        posting.counts.push(counts[n] ?? 0);
      }
    }
  });
  const longest = Math.max(40, billed.length / 4);
  const lengths = billed.map((profile) => Math.sqrt(4 + profile.grams.keys.length));
  // Reused by every search: a list of the billed names is long beside what one name touches.
  const scores = new Float64Array(billed.length);
  const dots = new Float64Array(billed.length);
  const isTouched = new Uint8Array(billed.length);
  let touched: number[] = [];
  const touch = (i: number, worth: number): void => {
    scores[i] = (scores[i] ?? 0) + worth;
    if (isTouched[i] === 1) return;
    isTouched[i] = 1;
    touched.push(i);
  };
  const vote = (list: readonly number[] | undefined, weight: number): void => {
    if (list === undefined || (list.length > longest && weight < SHORT_FORM)) return;
    const worth = weight * Math.log(1 + billed.length / list.length);
    for (const i of list) touch(i, worth);
  };
  const voteByGrams = ({ keys, counts }: Grams): void => {
    for (let g = 0; g < keys.length; g++) {
      const list = grams.get(keys[g] ?? 0);
      if (list === undefined) continue;
      const { names, counts: theirs } = list;
      const worth = names.length <= longest ? 0.4 * Math.log(1 + billed.length / names.length) : 0;
      for (let n = 0; n < names.length; n++) {
        const i = names[n] ?? 0;
        dots[i] = (dots[i] ?? 0) + (counts[g] ?? 0) * (theirs[n] ?? 0);
        touch(i, worth);
      }
    }
  };
  const voteByBlends = ({ shorts }: Profile): void => {
    if (billed.length > BLENDS_UP_TO) return;
    const found = new Set<number>();
    for (const short of shorts)
      for (const i of short.length <= 12 ? (byInitial.get(short.charAt(0)) ?? []) : [])
        if (!found.has(i) && isBlend(short, billed[i])) found.add(i);
    for (const i of found) touch(i, 4);
  };
  return {
    find: (profile, atMost) => {
      for (const key of wordKeys(profile)) vote(words.get(key), 1);
      for (const short of profile.acronyms) vote(shortForms.get(short), SHORT_FORM);
      for (const short of profile.shorts) vote(shortForms.get(short), SHORT_FORM);
      voteByGrams(profile.grams);
      voteByBlends(profile);
      // The best so far in order; of equals the first in the list.
      const best: number[] = [];
      const bestScores: number[] = [];
      for (const i of touched) {
        // Long names collect more votes than short ones that fit better.
        const score = (scores[i] ?? 0) / (lengths[i] ?? 1);
        if (score <= 0) continue;
        let at = best.length;
        while (at > 0 && isBefore(score, i, bestScores[at - 1] ?? 0, best[at - 1] ?? 0)) at--;
        if (at === atMost) continue;
        if (best.length === atMost) {
          best.pop();
          bestScores.pop();
        }
        best.splice(at, 0, i);
        bestScores.splice(at, 0, score);
      }
      const found = best.map((i) => ({
        billed: i,
        trigrams: (dots[i] ?? 0) / (profile.grams.norm * (billed[i]?.grams.norm ?? 1)),
      }));
      for (const i of touched) scores[i] = dots[i] = isTouched[i] = 0;
      touched = [];
      return found;
    },
  };
}

function isBefore(score: number, i: number, otherScore: number, other: number): boolean {
  return score > otherScore || (score === otherScore && i < other);
}

function isBlend(short: string, profile: Profile | undefined): boolean {
  if (profile === undefined || !isSpelledIn(short, profile.letters)) return false;
  const { parts } = profile;
  const blend = blendOf(short, parts);
  return (blend !== null && blend.used >= 0.5) || isAbbreviationOf(short, parts);
}

/** Words that names are found by, each once, and the beginnings of long ones. */
function wordKeys(profile: Profile): readonly string[] {
  const keys: string[] = [];
  const put = (key: string): void => {
    if (!keys.includes(key)) keys.push(key);
  };
  for (const token of profile.tokens) {
    if (token.sort !== "stop" && token.sort !== "legal") put(token.text);
    if (token.text.length > 5) put(`${token.text.slice(0, 4)}*`);
  }
  return keys;
}

/** Adds a position, which is never below the ones before it, once. */
function add(to: Map<string, number[]>, key: string, i: number): void {
  const list = to.get(key);
  if (list === undefined) to.set(key, [i]);
  else if (list.at(-1) !== i) list.push(i);
}
