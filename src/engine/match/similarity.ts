/** Jaro-Winkler similarity of two words, 0..1 (Winkler 1990: prefix of at most four letters, scale 0.1). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken: boolean[] = [];
  const matched: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const letter = a.charCodeAt(i);
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (taken[j] !== true && letter === b.charCodeAt(j)) {
        taken[j] = true;
        matched.push(letter);
        break;
      }
    }
  }
  const m = matched.length;
  if (m === 0) return 0;
  let swapped = 0;
  for (let j = 0, next = 0; next < m; j++)
    if (taken[j] === true && b.charCodeAt(j) !== matched[next++]) swapped += 1;
  const jaro = (m / a.length + m / b.length + (m - swapped / 2) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Whether at most `most` insertions, removals, replacements or swaps of neighbours turn one word into the other. */
export function isWithinEdits(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let start = 0;
  while (start < a.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  return isDistanceWithin(a.slice(start, endA), b.slice(start, endB), most);
}

function isDistanceWithin(a: string, b: string, most: number): boolean {
  if (a === "" || b === "") return a.length + b.length <= most;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return false;
    before = last;
    last = row;
  }
  return (last[b.length] ?? Infinity) <= most;
}

/** Letter trigrams of a text, how often each occurs, and the length of these counts as a vector. */
export interface Grams {
  /** Each trigram as one number: ten bits of each of its letters. */
  readonly keys: readonly number[];
  /** For each of `keys`. */
  readonly counts: readonly number[];
  readonly norm: number;
}

/** Letter trigrams of a text with its ends marked. */
export function trigrams(text: string): Grams {
  const keys: number[] = [];
  const counts: number[] = [];
  let key = "^".charCodeAt(0);
  for (let i = 0; i <= text.length; i++) {
    const letter = i < text.length ? text.charCodeAt(i) : "$".charCodeAt(0);
    key = ((key << 10) | (letter & 1023)) & 0x3fffffff;
    if (i === 0) continue;
    const at = keys.indexOf(key);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
    else {
      keys.push(key);
      counts.push(1);
    }
  }
  let sum = 0;
  for (const count of counts) sum += count * count;
  return { keys, counts, norm: Math.sqrt(sum) };
}

/** What a glance at a word tells: one bit for each letter a..z, the next five for other signs, the last for any digit. */
export type WordSign = number;

const DIGIT = 1 << 31;

/** The sign of a word. */
export function signOf(word: string): WordSign {
  let sign = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code >= 48 && code <= 57) sign |= DIGIT;
    sign |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 5));
  }
  return sign;
}

/** Whether a word has a digit. */
export const hasDigit = (sign: WordSign): boolean => sign < 0;

/** How many letters occur in one of two words only; each edit makes at most two of them. */
export function lettersApart(a: WordSign, b: WordSign): number {
  let bits = (a ^ b) & ~DIGIT;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** Whether the letters of a short form occur in order: every blend and abbreviation needs that, and it is soon told. */
export function isSpelledIn(short: string, letters: string): boolean {
  let at = 0;
  for (let i = 0; i < short.length; i++) {
    at = letters.indexOf(short.charAt(i), at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** How a short form is built from the words of a name. */
export interface Blend {
  /** Share of the name's words that the short form takes letters from, 0..1. */
  readonly used: number;
  /** Letters taken for each used word, on average; 1 means initials only. */
  readonly perWord: number;
}

/**
 * Reads a short form as beginnings of words in order: "umn" in "university minnesota" no, "unimelb" = uni + melb.
 * Words may be skipped, letters of the short form may not; `null` when it cannot be read so.
 */
export function blendOf(short: string, words: readonly string[]): Blend | null {
  const used = mostWords(short, 0, words, 0, new Map());
  return used > 0 ? { used: used / words.length, perWord: short.length / used } : null;
}

/** Most words that spell short[i..] from words[w..]; -Infinity when they cannot. `known` remembers answers by place. */
function mostWords(
  short: string,
  i: number,
  words: readonly string[],
  w: number,
  known: Map<number, number>,
): number {
  if (i === short.length) return 0;
  if (w === words.length) return -Infinity;
  const place = i * words.length + w;
  const before = known.get(place);
  if (before !== undefined) return before;
  let best = mostWords(short, i, words, w + 1, known);
  const word = words[w] ?? "";
  for (let n = 1; n <= word.length && short.charCodeAt(i + n - 1) === word.charCodeAt(n - 1); n++)
    best = Math.max(best, 1 + mostWords(short, i + n, words, w + 1, known));
  known.set(place, best);
  return best;
}

/** Whether a short form takes letters, the first among them, from every word in order ("zju" in "zhejiang university"). */
export function isAbbreviationOf(short: string, words: readonly string[]): boolean {
  return words.length >= 2 && short.length >= words.length && short.length >= 3 && spells(short, 0, words, 0);
}

function spells(short: string, i: number, words: readonly string[], w: number): boolean {
  if (w === words.length) return i === short.length;
  const word = words[w] ?? "";
  if (i === short.length || short.charCodeAt(i) !== word.charCodeAt(0)) return false;
  let at = 0;
  for (let next = i; next < short.length; next++) {
    at = word.indexOf(short.charAt(next), at) + 1;
    if (at === 0) return false;
    if (spells(short, next + 1, words, w + 1)) return true;
  }
  return false;
}
