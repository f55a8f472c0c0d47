import { foldText } from "./fold";
import { remembered } from "./remembered";
import {
  CLIENT_ABBREVIATIONS,
  GENERIC_CLIENT_WORDS,
  LEGAL_WORDS,
  MAKER_WORDS,
  ORDER_WORDS,
  PLACES,
  PRODUCT_ABBREVIATIONS,
  PRODUCT_PHRASES,
  SECTOR_WORDS,
  STOP_WORDS,
  VARIANT_WORDS,
} from "./vocabulary";

/** What a word does in a name; it decides how much it weighs. */
export type Sort =
  | "plain"
  | "generic"
  | "place"
  | "legal"
  | "stop"
  | "order"
  | "variant"
  | "sector"
  | "maker"
  | "number"
  | "code";

/** One word of a name. */
export interface Token {
  /** Written out and without plural: what is compared. */
  readonly text: string;
  /** As written, folded. */
  readonly written: string;
  readonly sort: Sort;
}

/** The words of a company's name. */
export function clientTokens(name: string): readonly Token[] {
  const bare = name.replace(/\[\d+\]/g, " ").replace(/(?<=\p{L}{2}|\d)\.(?:com|net|org|io|\p{L}{2})$/iu, "");
  const words = joinInitials(
    foldText(bare)
      .split(" ")
      .filter((word) => word !== ""),
  );
  return words.map((written, i) => (i === 0 ? firstClientToken(written) : laterClientToken(written)));
}

const firstClientToken = remembered((written: string): Token => clientToken(written, false));
const laterClientToken = remembered((written: string): Token => clientToken(written, true));

/** @param mayBeLegal A legal form stands behind a name, never in front of one. */
function clientToken(written: string, mayBeLegal: boolean): Token {
  if (mayBeLegal && LEGAL_WORDS.has(written)) return { text: written, written, sort: "legal" };
  if (STOP_WORDS.has(written)) return { text: written, written, sort: "stop" };
  const text = CLIENT_ABBREVIATIONS.get(written) ?? singular(written);
  const out = CLIENT_ABBREVIATIONS.get(text) ?? text;
  if (PLACES.has(written)) return { text: written, written, sort: "place" };
  if (mayBeLegal && (LEGAL_WORDS.has(out) || isMisspeltForm(written)))
    return { text: out, written, sort: "legal" };
  return { text: out, written, sort: GENERIC_CLIENT_WORDS.has(out) ? "generic" : "plain" };
}

/** "Limitied", "Corpration": a legal form stays one with a letter too many or too few. */
function isMisspeltForm(word: string): boolean {
  return /^(?:l[im]+it[ie]+d|corp[or]*ration|incorp[or]*ated|compan[yi]e?)$/.test(word);
}

const UNITS = "gb|tb|mb|kb|ghz|mhz|mm|cm|ft|lb|oz|w|hz|vcpu|p";
const SIZE = new RegExp(`^\\d+(?:${UNITS})$`);
const SPACED_SIZE = new RegExp(`\\b(\\d+) (${UNITS})\\b`, "g");

/** Business plans by the letter that stands for them beside the suite ("M365 BP"). */
const PLANS: Readonly<Record<string, string>> = { bp: "premium", bs: "standard", bb: "basic" };
/** The longer of two phrases first: "azure active directory premium p1" before "azure active directory". */
const PHRASES = new RegExp(
  `\\b(?:${[...PRODUCT_PHRASES.keys()].sort((a, b) => b.length - a.length).join("|")})\\b`,
  "g",
);

/** The words of a product's name: vendor short forms written out, numbers joined with their units. */
export function productTokens(name: string): readonly Token[] {
  const text = foldText(
    name
      .toLowerCase()
      // Part numbers are written with and without hyphens and slashes.
      .replace(/(?<=\d)[,](?=\d{3}\b)/g, "")
      .replace(/(?<=\d)\.(?=\d)/g, "·")
      .replace(
        /\b(?:per|\/)\s*(?:user|device|seat|license|mailbox|endpoint)\b(?:\s*(?:per|\/)\s*(?:mo|month|mth|year|yr)\b)?/g,
        " ",
      )
      .replace(/\/(?:user|mo|month|yr|year|device)\b/g, " "),
  )
    .replace(/\b(?:plan|tier|type) ?(\d)\b/g, (_, digit: string) => `p${digit}`)
    // "Office 365 (Plan E3)" was the name before the letter stood alone.
    .replace(/\bplan (?=[aefgkp]\d\b)/g, "")
    .replace(/\bgcc high\b/g, "gcchigh")
    .replace(/\b(?:education|edu) (?=(?:for )?(?:faculty|students?)\b)/g, "")
    .replace(/\badd (?:on|in)s?\b/g, "addon")
    .replace(/\busgov (?=gcchigh|dod)/g, "")
    .replace(SPACED_SIZE, "$1$2")
    .replace(/\bmac os x\b|\bmac os\b|\bos x\b/g, "macintosh")
    .replace(/\b(microsoft|office|windows|dynamics|m|o|d) 365\b/g, "$1365")
    .replace(
      /\b(m365|microsoft365) (bp|bs|bb)\b/g,
      (_, suite: string, plan: string) => `${suite} business ${PLANS[plan] ?? ""}`,
    )
    .replace(PHRASES, (phrase) => PRODUCT_PHRASES.get(phrase) ?? phrase);
  const parts = joinCodes(
    text.split(" ").filter((word) => word !== ""),
    name,
  );
  return parts.flatMap(productWord);
}

/** A word of a product's name, written out. */
const productWord = remembered((written: string): readonly Token[] => {
  const known = PRODUCT_ABBREVIATIONS.get(written) ?? written;
  return known.split(" ").map((word) => productToken(word, known === written ? written : word));
});

function productToken(word: string, written: string): Token {
  const text = singular(PRODUCT_ABBREVIATIONS.get(singular(word)) ?? word);
  const sort = ((): Sort => {
    if (STOP_WORDS.has(word) && word !== "e") return "stop";
    if (ORDER_WORDS.has(text) || ORDER_WORDS.has(word)) return "order";
    if (isPartNumber(word)) return "code";
    if (/\d/.test(word)) return "number";
    if (SECTOR_WORDS.has(text) || SECTOR_WORDS.has(word)) return "sector";
    if (VARIANT_WORDS.has(text) || VARIANT_WORDS.has(word)) return "variant";
    return MAKER_WORDS.has(text) ? "maker" : "plain";
  })();
  return { text, written, sort };
}

/** Letters and digits mixed, five signs or more, or a long number: a maker's part number, not a size. */
export function isPartNumber(word: string): boolean {
  if (!/\d/.test(word) || SIZE.test(word)) return false;
  return (/^(?=.*\d)(?=.*\p{L})[\p{L}\d]{5,}$/u.test(word) && !/365$/.test(word)) || /^\d{6,}$/.test(word);
}

/** Hyphened part numbers become one word ("kx-tg4500b" → "kxtg4500b"), other hyphened words stay apart. */
function joinCodes(words: readonly string[], name: string): readonly string[] {
  const joined = new Set(
    (name.toLowerCase().match(/[\p{L}\d]+(?:[-/][\p{L}\d]+)+/gu) ?? [])
      .map((text) => text.replace(/[-/]/g, " "))
      .filter((text) => /\d/.test(text) && /[a-z]/.test(text) && isPartNumber(text.replace(/ /g, "")))
      .filter((text) => text.split(" ").every((part) => /\d/.test(part) || part.length <= 4)),
  );
  let text = ` ${words.join(" ")} `;
  for (const code of joined) text = text.replace(` ${code} `, ` ${code.replace(/ /g, "")} `);
  return text.trim().split(" ");
}

/** "J. B. Hunt" and "JB Hunt": neighbouring single letters are one word. */
function joinInitials(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  let isRun = false;
  for (const word of words) {
    const isLetter = /^\p{L}$/u.test(word);
    if (isLetter && isRun) out[out.length - 1] = `${out.at(-1) ?? ""}${word}`;
    else out.push(word);
    isRun = isLetter;
  }
  return out;
}

function singular(word: string): string {
  if (word.length < 5 || /\d/.test(word) || !word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.slice(0, -1);
}
