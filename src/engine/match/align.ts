import type { Token } from "../normalise";
import type { Profile, Run } from "./profile";
import { hasDigit, isWithinEdits, jaroWinkler, lettersApart, type WordSign } from "./similarity";

/** Two words, or two and one, that say the same. */
export interface Shared {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** 1 for equal words, less for typos, beginnings and joined words. */
  readonly sim: number;
}

/** Pairs the words of two names, each word once, the most alike first. */
export function align(ours: Profile, theirs: Profile): readonly Shared[] {
  const pairs: Shared[] = [];
  for (let i = 0; i < ours.tokens.length; i++) {
    const a = ours.tokens[i];
    const signA = ours.signs[i] ?? 0;
    for (let j = 0; j < theirs.tokens.length; j++) {
      const b = theirs.tokens[j];
      if (a === undefined || b === undefined) continue;
      const sim = wordSimilarity(a, signA, b, theirs.signs[j] ?? 0);
      if (sim > 0) pairs.push({ ours: [i], theirs: [j], sim: sim - 0.0001 * Math.abs(i - j) });
    }
  }
  for (const run of ours.runs) joined(run, theirs, (one) => ({ ours: run.places, theirs: [one] }), pairs);
  for (const run of theirs.runs) joined(run, ours, (one) => ({ ours: [one], theirs: run.places }), pairs);
  if (pairs.length < 2) return pairs;
  pairs.sort(byLikeness);
  const chosen: Shared[] = [];
  for (const pair of pairs) if (!chosen.some((other) => overlaps(pair, other))) chosen.push(pair);
  return chosen;
}

const byLikeness = (a: Shared, b: Shared): number => b.sim - a.sim;

const overlaps = (a: Shared, b: Shared): boolean =>
  a.ours.some((i) => b.ours.includes(i)) || a.theirs.some((j) => b.theirs.includes(j));

/** Finds the words of one name that neighbours of the other make when written as one ("data com" and "datacom"). */
function joined(
  { text, isSpelled, sign }: Run,
  single: Profile,
  pairOf: (one: number) => Omit<Shared, "sim">,
  pairs: Shared[],
): void {
  for (let j = 0; j < single.tokens.length; j++) {
    const written = single.tokens[j]?.written ?? "";
    if (written.length < 4 || lettersApart(sign, single.writtenSigns[j] ?? 0) > 2) continue;
    if (text === written || (isSpelled && isWithinEdits(text, written, 1)))
      pairs.push({ ...pairOf(j), sim: 0.97 });
  }
}

/** How alike two words are: 0 when they are other words. Words with digits are never read as typos of each other. */
function wordSimilarity(a: Token, signA: WordSign, b: Token, signB: WordSign): number {
  if (a.text === b.text || a.written === b.written) return 1;
  const isShorter = a.text.length <= b.text.length;
  const x = isShorter ? a.text : b.text;
  const y = isShorter ? b.text : a.text;
  if (a.sort === "code" || b.sort === "code") return codeSimilarity(x, y);
  if (hasDigit(signA) || hasDigit(signB) || x.length < 3) return 0;
  const isSameStart = x.charCodeAt(0) === y.charCodeAt(0);
  const common = x.length >= 4 && isSameStart;
  const apart = lettersApart(signA, signB);
  if (apart > 4) return isSameStart ? beginning(x, y) : 0;
  if (x.length >= 4 && y.length >= 5 && apart <= 2 && (common || x.length >= 6) && isWithinEdits(x, y, 1))
    return 0.9;
  if (x.length >= 8 && isWithinEdits(x, y, 2) && jaroWinkler(x, y) >= 0.9) return 0.85;
  return isSameStart ? beginning(x, y) : 0;
}

function beginning(x: string, y: string): number {
  return (x.length >= 4 || (x.length === 3 && y.length >= 6)) && y.startsWith(x)
    ? 0.6 + (0.3 * x.length) / y.length
    : 0;
}

/** Part numbers that differ in their last letters only (colour, country) are alike, not equal. */
function codeSimilarity(x: string, y: string): number {
  if (x.length < 4) return 0;
  if (y.includes(x) && x.length >= 5) return 0.75 + (0.2 * x.length) / y.length;
  let same = 0;
  while (same < x.length && x[same] === y[same]) same++;
  return same >= 5 &&
    same >= y.length - 3 &&
    /\d/.test(x.slice(0, same)) &&
    !/\d/.test(x.slice(same) + y.slice(same))
    ? 0.8
    : 0;
}
