import { remembered } from "../normalise";
import {
  CODE_WORDS,
  COMPOUND_ENDS,
  COUNTED_WORDS,
  COUNT_STATES,
  FIELD_WORDS,
  INCIDENTAL_WORDS,
  PAPER_WORDS,
  SKU_WORDS,
  SOLD_WORDS,
  type FieldWords,
} from "./header-words";

/** A word that nothing is known about makes a header say something narrower. */
const UNKNOWN_WORD = 0.1;

/** Fields that a header can be read as by its words. */
export type ReadableField = keyof typeof FIELD_WORDS | "sku";

/** Whether a field is read by words. */
export function isReadable(field: string): field is ReadableField {
  return field === "sku" || field in FIELD_WORDS;
}

/** "Unit amount excl. tax" is a price, and no tax. */
const WITHOUT_TAX =
  / (?:excl?|excluding|before|without|net of|exkl|ohne|zzgl|sin|hors) (?:tax|taxes|vat|gst|mwst|ust|iva|tva|impuestos)$/;

/** The words of a folded header: German compounds taken apart, the letters of "p v p" put together. */
const wordsOf = remembered((folded: string): readonly string[] =>
  folded
    .replace(WITHOUT_TAX, "")
    .replace(/\b(?:no|num|number|nro) (?=of |de )/g, "count ")
    .replace(/(?<!\p{L})\p{L}(?: \p{L})+(?!\p{L})/gu, (letters) => letters.replace(/ /g, ""))
    .split(" ")
    .flatMap(partsOf),
);

function partsOf(word: string): readonly string[] {
  if (isAnyWord(word)) return [word];
  const end =
    word.length < 8 ? undefined : COMPOUND_ENDS.find((each) => word.endsWith(each) && word !== each);
  if (end === undefined) return gluedParts(word) ?? [word];
  const start = word.slice(0, -end.length);
  // "Leistungs|nr", "Kunden|name": what joins the two parts is no part of the word.
  const stems = [start, start.replace(/(?:s|n)$/, ""), start.replace(/(?:en|e)$/, "")];
  return [stems.find((stem) => isKnown(stem)) ?? start, end];
}

/** The shortest words that databases glue to others; shorter ones occur inside words by chance. */
const GLUED_FROM = 3;
const SHORT_GLUED: ReadonlySet<string> = new Set(["to", "id", "no"]);

/** "fromdate", "partnumber": two known words in one; `null` where a word is none of that. */
function gluedParts(word: string): readonly string[] | null {
  for (let at = 2; at <= word.length - 2; at += 1) {
    const parts = [word.slice(0, at), word.slice(at)];
    const isGlued = parts.every(
      (part) => (part.length >= GLUED_FROM || SHORT_GLUED.has(part)) && isAnyWord(part),
    );
    if (isGlued) return parts;
  }
  return null;
}

const ALL_WORDS: ReadonlySet<string> = new Set([
  ...SOLD_WORDS,
  ...Object.values(FIELD_WORDS).flatMap(({ heads, also }) => [...heads.keys(), ...also.keys()]),
]);
const ANY_WORDS: ReadonlySet<string> = new Set([
  ...ALL_WORDS,
  ...CODE_WORDS,
  ...Object.values(FIELD_WORDS).flatMap(({ never }) => [...never]),
]);
const isAnyWord = (word: string): boolean => ANY_WORDS.has(word);
const isKnown = (word: string): boolean => ALL_WORDS.has(word);

/** How well the words of a folded header name a field: 0 to 1. */
export function readHeader(folded: string, field: ReadableField): number {
  if (folded === "" || folded.length > 60) return 0;
  const words = wordsOf(folded);
  return field === "sku" ? skuScore(words) : score(words, FIELD_WORDS[field]);
}

/** Whether a folded header says in which state something is counted: "billable", "allocated", "free", "users synced", "opened". */
export function saysState(folded: string): boolean {
  const [first = "", ...more] = wordsOf(folded);
  if ([first, ...more].some((word) => COUNT_STATES.has(word))) return true;
  // What is counted stands first, and what it did or has follows: "Users with signature", but not "Users E3".
  if (more.length > 0) return COUNTED_WORDS.has(first) && more.every((word) => /^\p{L}{3,}$/u.test(word));
  return /^[a-z]{3,}ed$/.test(first);
}

/** Whether a folded header says what happened or what a machine is like: "blocked messages", "cores". */
export function isIncidental(folded: string): boolean {
  return wordsOf(folded).some((word) => INCIDENTAL_WORDS.has(word));
}

function score(words: readonly string[], { heads, also, never }: FieldWords): number {
  // "Customer ref. name" is a name, whatever stands before it.
  const isName = words.length > 2 && words.at(-1) === "name";
  if (words.some((word) => never.has(word) && !(isName && CODE_WORDS.has(word)))) return 0;
  const added = words.map((word) => also.get(word) ?? (heads.has(word) ? 0 : -UNKNOWN_WORD));
  const all = added.reduce((sum, each) => sum + each, 0);
  // Any word that may be the head is tried as one: "billable" is one of its own and narrows "devices" as well.
  const scores = words.flatMap((word, i) => {
    const head = heads.get(word);
    return head === undefined ? [] : [head + all - (added[i] ?? 0)];
  });
  return Math.max(0, Math.min(0.96, ...(scores.length === 0 ? [0] : [Math.max(...scores)])));
}

function skuScore(words: readonly string[]): number {
  const rest = (known: ReadonlySet<string>): number =>
    words.filter((word) => !known.has(word) && !CODE_WORDS.has(word) && !SOLD_WORDS.has(word)).length;
  if (words.some((word) => FIELD_WORDS.client.heads.has(word) || PAPER_WORDS.has(word))) return 0;
  if (words.some((word) => SKU_WORDS.has(word))) return Math.max(0, 0.86 - UNKNOWN_WORD * rest(SKU_WORDS));
  const isCode = words.some((word) => CODE_WORDS.has(word)) && words.some((word) => SOLD_WORDS.has(word));
  return isCode ? Math.max(0, 0.84 - 2 * UNKNOWN_WORD * rest(SOLD_WORDS)) : 0;
}
