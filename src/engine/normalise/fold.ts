import { remembered } from "./remembered";

/**
 * A text folded for comparison: Unicode compatibility forms, case, accents and blanks no longer differ, and
 * punctuation has become one blank. Folding twice gives the same text as folding once.
 */
export const foldText = remembered((text: string): string =>
  isAscii(text) ? foldAscii(text) : foldAny(text),
);

// eslint-disable-next-line no-control-regex -- ASCII is what has neither accents nor compatibility forms
const NOT_ASCII = /[^\x00-\x7f]/;
const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/** Most names are plain letters, for which the steps for accents and other alphabets have nothing to do. */
function foldAscii(text: string): string {
  let bare = text.toLowerCase();
  if (bare.includes("'") || bare.includes("`")) bare = bare.replace(/['`]/g, "");
  if (bare.includes("&")) bare = bare.replace(/&/g, " and ");
  if (bare.includes("+")) bare = bare.replace(/\+/g, " plus ");
  return bare.replace(/[^a-z\d]+/g, " ").trim();
}

function foldAny(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/œ/g, "oe")
    .replace(/ł/g, "l")
    .replace(/đ/g, "d")
    .replace(/['’`´]/g, "")
    .replace(/&/g, " and ")
    .replace(/\+/g, " plus ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The words of a folded text, in order. */
export function foldWords(text: string): readonly string[] {
  const folded = foldText(text);
  return folded === "" ? [] : folded.split(" ");
}

/** A text trimmed, with inner runs of blanks made one and case ignored; punctuation still counts (ids, headers, domains). */
export const idKey = remembered((text: string): string =>
  (isAscii(text) ? text : text.normalize("NFKC")).replace(/\s+/g, " ").trim().toLowerCase(),
);
