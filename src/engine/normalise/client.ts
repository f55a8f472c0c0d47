import { foldText, foldWords, idKey } from "./fold";
import { remembered } from "./remembered";

/** Words that say what legal form a company has; they never tell two clients apart by themselves. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  (
    "llc inc incorporated ltd limited llp lp plc pllc corp corporation co company pc pa pty proprietary " +
    "gmbh mbh ag kg kgaa ug ohg og ek gbr ev eg sarl sas sasu eurl snc sa srl spa nv bv bvba vof ab oy oyj as asa aps sl slu lda kk " +
    "ltee ltda ulc lllp eireli sro spzoo kft zrt nyrt doo eood ood ou uab sia pte pvt sdn bhd berhad tbk jsc pjsc ooo zao"
  ).split(" "),
);

/** Legal forms of several words, as folding leaves those with points or slashes; the longer of two that end alike first. */
const SPELLED_FORMS: readonly (readonly string[])[] = [
  ["s", "a", "r", "l"],
  ["sp", "z", "o", "o"],
  ["s", "de", "r", "l"],
  ["l", "l", "c"],
  ["l", "l", "p"],
  ["p", "l", "c"],
  ["s", "r", "l"],
  ["s", "p", "a"],
  ["s", "a", "s"],
  ["s", "r", "o"],
  ["d", "o", "o"],
  ["de", "c", "v"],
  ["s", "l"],
  ["s", "a"],
  ["n", "v"],
  ["b", "v"],
  ["p", "c"],
  ["e", "v"],
  ["a", "s"],
  ["d", "d"],
  ["k", "k"],
  ["e", "k"],
  ["private", "limited"],
  ["pvt", "ltd"],
  ["de", "cv"],
];

/**
 * What two spellings of one client have in common: case, accents, punctuation, blanks, a leading "the" and trailing
 * legal forms ("Acme Dental" and "ACME Dental, LLC"). A name that consists of legal forms only keeps them.
 */
export const clientKey = remembered((name: string): string => {
  const words = [...foldWords(name)];
  if (words.length > 1 && words[0] === "the") words.shift();
  for (let length = trailingForm(words); length > 0 && length < words.length; length = trailingForm(words)) {
    words.length -= length;
    // "Smith and Co": the connecting word belongs to the form that followed it.
    if (words.length > 1 && words.at(-1) === "and") words.length -= 1;
  }
  return words.join(" ") || foldText(name) || idKey(name);
});

function trailingForm(words: readonly string[]): number {
  const spelled = SPELLED_FORMS.find((form) =>
    form.every((word, i) => words[words.length - form.length + i] === word),
  );
  if (spelled !== undefined) return spelled.length;
  return LEGAL_FORMS.has(words.at(-1) ?? "") ? 1 : 0;
}

const DOMAIN = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})\/?$/u;

/** The bare domain of a domain, URL or mail address ("www.Acme.com" → "acme.com"), or `null` when it is none. */
export function domainKey(text: string): string | null {
  const key = idKey(text);
  // Most names are no domains, and the pattern is slow.
  if (!key.includes(".")) return null;
  const afterAt = key.split("@").at(-1) ?? "";
  return DOMAIN.exec(afterAt)?.[1] ?? null;
}
