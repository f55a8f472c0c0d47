import type { Token } from "../normalise";
import type { Profile, Run } from "./profile";
import { isWithinEdits, jaroWinkler, lettersApart, type WordSign } from "./similarity";

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
    const [a, signA] = [ours.tokens[i], ours.signs[i]];
    if (a === undefined || signA === undefined) continue;
    for (let j = 0; j < theirs.tokens.length; j++) {
      const [b, signB] = [theirs.tokens[j], theirs.signs[j]];
      if (b === undefined || signB === undefined) continue;
      const sim = wordSimilarity(a, signA, b, signB);
      if (sim > 0) pairs.push({ ours: [i], theirs: [j], sim: sim - 0.0001 * Math.abs(i - j) });
    }
  }
  joined(ours.runs, theirs, (two, one) => pairs.push({ ours: two, theirs: [one], sim: 0.97 }));
  joined(theirs.runs, ours, (two, one) => pairs.push({ ours: [one], theirs: two, sim: 0.97 }));
  if (pairs.length < 2) return pairs;
  pairs.sort((a, b) => b.sim - a.sim);
  const usedOurs = new Set<number>();
  const usedTheirs = new Set<number>();
  return pairs.filter((pair) => {
    if (pair.ours.some((i) => usedOurs.has(i)) || pair.theirs.some((j) => usedTheirs.has(j))) return false;
    for (const i of pair.ours) usedOurs.add(i);
    for (const j of pair.theirs) usedTheirs.add(j);
    return true;
  });
}

/** Finds the neighbouring words of one name that are one word of the other ("data com" and "datacom"). */
function joined(
  runs: readonly Run[],
  single: Profile,
  found: (places: readonly number[], one: number) => void,
): void {
  for (const { text, isSpelled, sign, places } of runs)
    for (let j = 0; j < single.tokens.length; j++) {
      const written = single.tokens[j]?.written ?? "";
      const other = single.writtenSigns[j];
      if (written.length < 4 || other === undefined || lettersApart(sign, other) > 2) continue;
      if (text === written || (isSpelled && isWithinEdits(text, written, 1))) found(places, j);
    }
}

/** How alike two words are: 0 when they are other words. Words with digits are never read as typos of each other. */
function wordSimilarity(a: Token, signA: WordSign, b: Token, signB: WordSign): number {
  if (a.text === b.text || a.written === b.written) return 1;
  const isShorter = a.text.length <= b.text.length;
  const x = isShorter ? a.text : b.text;
  const y = isShorter ? b.text : a.text;
  if (a.sort === "code" || b.sort === "code") return codeSimilarity(x, y);
  if (signA.hasDigit || signB.hasDigit || x.length < 3) return 0;
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
