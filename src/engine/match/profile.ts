import { domainKey, foldText } from "../normalise";
import { clientTokens, productTokens, type Token } from "../normalise";
import { hasDigit, signOf, trigrams, type Grams, type WordSign } from "./similarity";

/** Which kind of name a list holds; `any` leaves it to the names themselves. */
export type NameKind = "client" | "product" | "any";

/** A name prepared once for many comparisons. */
export interface Profile {
  readonly name: string;
  readonly kind: "client" | "product" | "domain";
  readonly tokens: readonly Token[];
  /** Words without legal forms, as written (folded): what a short form is built from. */
  readonly words: readonly string[];
  /** `words` without blanks. */
  readonly joined: string;
  /** Telling words only, without blanks; `joined` when every word is common. */
  readonly core: string;
  readonly grams: Grams;
  /** Initials of the words, with and without the small words. */
  readonly acronyms: readonly string[];
  /** Short forms that this name itself may be: single words of two to eight letters, domain labels. */
  readonly shorts: readonly string[];
  /** `words` without small words, and with "JiaoTong" as two: what short forms are read from. */
  readonly parts: readonly string[];
  /** `parts` without blanks, and the letters that they begin with. */
  readonly letters: string;
  readonly initials: string;
  /** For each of `tokens`, what rules a likeness out before letters are compared. */
  readonly signs: readonly WordSign[];
  readonly writtenSigns: readonly WordSign[];
  /** Two or three neighbours of `tokens` as one word ("data com"). */
  readonly runs: readonly Run[];
}

/** Neighbouring words written as one. */
export interface Run {
  readonly text: string;
  /** Long enough, and without digits: one wrong letter may be a slip. */
  readonly isSpelled: boolean;
  readonly sign: WordSign;
  /** Positions in `tokens`. */
  readonly places: readonly number[];
}

/** Prepares a name as client or product; a client that is a domain or a mail address is read by its labels. */
export function profileOf(name: string, kind: "client" | "product"): Profile {
  const domain = kind === "client" ? domainKey(name) : null;
  if (domain !== null) return domainProfile(name, domain);
  const tokens = kind === "client" ? clientTokens(name) : productTokens(name);
  const own = tokens.filter((token) => token.sort !== "legal" && token.sort !== "order");
  const words = (own.length > 0 ? own : tokens).flatMap((token) => token.written.split(" "));
  return finish(name, kind, tokens, words);
}

function finish(
  name: string,
  kind: Profile["kind"],
  tokens: readonly Token[],
  words: readonly string[],
): Profile {
  const joined = words.join("") || foldText(name);
  let core = "";
  for (const { sort, written } of tokens)
    if (sort === "plain" || sort === "code" || sort === "number") core += written;
  const loud = spoken(tokens);
  // Few names have a capital inside, and the exact pattern is slow.
  const isCamel = kind === "client" && /[a-z][A-Z]|[^ -~]/.test(name);
  const camel = isCamel ? name.replace(/(\p{Ll}{2})(?=\p{Lu}\p{Ll})/gu, "$1 ") : name;
  const parts = camel === name ? loud : spoken(clientTokens(camel));
  const ready = prepared(tokens, parts.length > 0 ? parts : words);
  // Named one by one: spreading makes a slower record, and there is one for every name.
  return {
    parts: ready.parts,
    letters: ready.letters,
    initials: ready.initials,
    signs: ready.signs,
    writtenSigns: ready.writtenSigns,
    runs: ready.runs,
    name,
    kind,
    tokens,
    words,
    joined,
    core: core === "" ? joined : core.replace(/ /g, ""),
    grams: trigrams(joined),
    acronyms: initialsOf([words, loud, parts, tokens.map((token) => token.written)]),
    shorts: kind === "product" ? [] : shortForms(words, joined),
  };
}

/** The words without legal forms and small words, as written. */
function spoken(tokens: readonly Token[]): readonly string[] {
  return tokens.filter(({ sort }) => sort !== "legal" && sort !== "stop").map((token) => token.written);
}

/** What comparisons would otherwise work out again for every pair of names. */
function prepared(
  tokens: readonly Token[],
  parts: readonly string[],
): Pick<Profile, "parts" | "letters" | "initials" | "signs" | "writtenSigns" | "runs"> {
  const runs: Run[] = [];
  for (let i = 0; i + 1 < tokens.length; i++) {
    let text = tokens[i]?.written ?? "";
    for (let n = 2; n <= 3 && i + n <= tokens.length; n++) {
      text += tokens[i + n - 1]?.written ?? "";
      const places = n === 2 ? [i, i + 1] : [i, i + 1, i + 2];
      const sign = signOf(text);
      if (text.length >= 4) runs.push({ text, sign, isSpelled: text.length >= 7 && !hasDigit(sign), places });
    }
  }
  return {
    parts,
    letters: parts.join(""),
    initials: parts.map((part) => part.slice(0, 1)).join(""),
    signs: tokens.map((token) => signOf(token.text)),
    writtenSigns: tokens.map((token) => signOf(token.written)),
    runs,
  };
}

function shortForms(words: readonly string[], joined: string): readonly string[] {
  const shorts = words.filter((word) => word.length <= 7 && /^\p{L}[\p{L}\d]{1,6}$/u.test(word));
  return [...new Set(words.length <= 2 ? [joined, ...shorts] : shorts)];
}

/** The initials of each reading of a name that has two words or more; a number stays whole ("3M"). */
function initialsOf(readings: readonly (readonly string[])[]): readonly string[] {
  const found: string[] = [];
  for (const words of readings) {
    if (words.length < 2) continue;
    let initials = "";
    for (const word of words) {
      const first = word.charCodeAt(0);
      initials += first >= 48 && first <= 57 ? word : word.slice(0, 1);
    }
    if (initials.length >= 2 && !found.includes(initials)) found.push(initials);
  }
  return found;
}

/** Second labels under which countries register names. */
const REGISTRY_LABELS: ReadonlySet<string> = new Set(
  "co com org net ac edu gov gob or ne go onmicrosoft sharepoint".split(" "),
);

/** The labels of a domain that its owner chose: "research.att.co.uk" → research, att. */
export function ownLabels(domain: string): readonly string[] {
  const labels = domain.split(".").slice(0, -1);
  if (labels.length > 1 && REGISTRY_LABELS.has(labels.at(-1) ?? "")) labels.pop();
  return labels.filter((label, i) => label !== "www" || i === labels.length - 1);
}

function domainProfile(name: string, domain: string): Profile {
  const own = ownLabels(domain);
  const main = own.at(-1) ?? domain;
  const tokens = clientTokens(main.replace(/-/g, " "));
  const label = tokens
    .map((token) => token.written)
    .join("")
    .replace(/ /g, "");
  const ending = domain.split(".").at(-1) ?? "";
  const whole = own.map((part) => foldText(part).replace(/ /g, "")).reverse();
  const written = tokens.map((token) => token.written);
  const ready = prepared(tokens, written);
  return {
    parts: ready.parts,
    letters: ready.letters,
    initials: ready.initials,
    signs: ready.signs,
    writtenSigns: ready.writtenSigns,
    runs: ready.runs,
    name,
    kind: "domain",
    tokens,
    words: written,
    joined: label,
    core: label,
    grams: trigrams(label),
    acronyms: [],
    shorts: [...new Set([label, `${label}${ending}`, whole.join(""), ...whole.slice(1)])].filter(
      (text) => text !== "",
    ),
  };
}
