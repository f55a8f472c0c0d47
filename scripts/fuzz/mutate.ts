import type { Random } from "./random";

/** Longest input that mutations make; longer ones are tried for the growth of time alone. */
const LONGEST = 400;

/** Signs that parsers, folding, files and JSON treat in ways of their own. */
const SIGNS = [
  ...Array.from(" \t\r\n\"'`,;:.|=!*?~+-−–()[]{}<>/\\_#%&@$€£¥0123456789AZaz"),
  "\u00a0",
  "\u202f",
  "\u2009",
  "\u200b",
  "\u202e",
  "\ufeff",
  "\ud83d",
  "\ude00",
  "\u0000",
  "١",
  "１",
  "．",
  "ß",
  "İ",
  "e\u0301",
  "😀",
];

type Mutation = (text: string, random: Random, words: readonly string[], other: string) => string;

const cut = (text: string, from: number, length: number, put: string): string =>
  text.slice(0, from) + put + text.slice(from + length);

const MUTATIONS: readonly Mutation[] = [
  (text, random) => cut(text, random.int(text.length + 1), 0, random.pick(SIGNS)),
  (text, random) => cut(text, random.int(text.length + 1), 1, random.pick(SIGNS)),
  (text, random) => cut(text, random.int(text.length + 1), 1 + random.int(4), ""),
  (text, random, words) => cut(text, random.int(text.length + 1), random.int(3), random.pick(words)),
  (text, random) => {
    const from = random.int(text.length + 1);
    const piece = text.slice(from, from + 1 + random.int(8));
    return cut(text, from, 0, piece.repeat(1 + random.int(3)));
  },
  (text, random, _, other) =>
    text.slice(0, random.int(text.length + 1)) + other.slice(random.int(other.length + 1)),
  (text, random) => {
    const digits = [...text.matchAll(/\d/g)];
    return digits.length === 0 ? text : cut(text, random.pick(digits).index, 1, String(random.int(10)));
  },
  (text, random) => {
    const [from, to] = [random.int(text.length + 1), random.int(text.length + 1)];
    return cut(cut(text, from, 1, ""), to, 0, text.slice(from, from + 1));
  },
];

/** An input made from another by one to four small changes; `other` gives a part of itself at times. */
export function mutate(text: string, other: string, words: readonly string[], random: Random): string {
  let changed = text;
  for (let times = 1 + random.int(4); times > 0; times -= 1)
    changed = random.pick(MUTATIONS)(changed, random, words, other);
  return changed.slice(0, LONGEST);
}
