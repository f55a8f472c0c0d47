import type { Token } from "../normalise";
import { isWithinEdits, jaroWinkler } from "./similarity";

/** Two words, or two and one, that say the same. */
export interface Shared {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** 1 for equal words, less for typos, beginnings and joined words. */
  readonly sim: number;
}

/** Pairs the words of two names, each word once, the most alike first. */
export function align(ours: readonly Token[], theirs: readonly Token[]): readonly Shared[] {
  const pairs: Shared[] = [];
  ours.forEach((a, i) => {
    theirs.forEach((b, j) => {
      const sim = wordSimilarity(a, b);
      if (sim > 0) pairs.push({ ours: [i], theirs: [j], sim: sim - 0.0001 * Math.abs(i - j) });
    });
  });
  joined(ours, theirs).forEach(([two, one]) => pairs.push({ ours: two, theirs: [one], sim: 0.97 }));
  joined(theirs, ours).forEach(([two, one]) => pairs.push({ ours: [one], theirs: two, sim: 0.97 }));
  pairs.sort((a, b) => b.sim - a.sim);
  const usedOurs = new Set<number>();
  const usedTheirs = new Set<number>();
  return pairs.filter((pair) => {
    if (pair.ours.some((i) => usedOurs.has(i)) || pair.theirs.some((j) => usedTheirs.has(j))) return false;
    pair.ours.forEach((i) => usedOurs.add(i));
    pair.theirs.forEach((j) => usedTheirs.add(j));
    return true;
  });
}

/** Two or three neighbouring words of one name that are one word of the other ("data com" and "datacom"). */
function joined(
  many: readonly Token[],
  single: readonly Token[],
): readonly (readonly [readonly number[], number])[] {
  const found: (readonly [readonly number[], number])[] = [];
  for (let i = 0; i + 1 < many.length; i++) {
    for (let n = 2; n <= 3 && i + n <= many.length; n++) {
      const text = many
        .slice(i, i + n)
        .map((token) => token.written)
        .join("");
      single.forEach((token, j) => {
        if (token.written.length < 4) return;
        if (
          text === token.written ||
          (text.length >= 7 && !/\d/.test(text) && isWithinEdits(text, token.written, 1))
        )
          found.push([Array.from({ length: n }, (_, k) => i + k), j]);
      });
    }
  }
  return found;
}

/** How alike two words are: 0 when they are other words. Words with digits are never read as typos of each other. */
export function wordSimilarity(a: Token, b: Token): number {
  if (a.text === b.text || a.written === b.written) return 1;
  const [x, y] = a.text.length <= b.text.length ? [a.text, b.text] : [b.text, a.text];
  if (a.sort === "code" || b.sort === "code") return codeSimilarity(x, y);
  if (/\d/.test(x) || /\d/.test(y)) return 0;
  if (x.length < 3) return 0;
  const common = x.length >= 4 && x[0] === y[0];
  if (x.length >= 4 && y.length >= 5 && isWithinEdits(x, y, 1) && (common || x.length >= 6)) return 0.9;
  if (x.length >= 8 && isWithinEdits(x, y, 2) && jaroWinkler(x, y) >= 0.9) return 0.85;
  if (y.startsWith(x) && (x.length >= 4 || (x.length === 3 && y.length >= 6)))
    return 0.6 + (0.3 * x.length) / y.length;
  return 0;
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
