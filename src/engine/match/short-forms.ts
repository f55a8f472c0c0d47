import { CLIENT_ABBREVIATIONS, GENERIC_CLIENT_WORDS, LEGAL_WORDS, PLACES } from "../normalise";
import type { Profile } from "./profile";
import { blendOf, isAbbreviationOf, isSpelledIn, type Blend } from "./similarity";

/** How many short forms of a name are tried against the other one, at most. */
const SHORTS_TRIED = 4;

/** Whether a short form that one name may be takes letters from every word of the other. */
export function abbreviates({ shorts }: Profile, { letters, parts }: Profile): boolean {
  for (let n = 0; n < shorts.length && n < SHORTS_TRIED; n++) {
    const short = shorts[n] ?? "";
    if (short.charCodeAt(0) === letters.charCodeAt(0) && isAbbreviationOf(short, parts)) return true;
  }
  return false;
}

/** The short form that one name is of the other's initials, or `null`. */
export function acronymOf(ours: Profile, theirs: Profile): string | null {
  const found = sharedText(ours.shorts, theirs.acronyms) ?? sharedText(theirs.shorts, ours.acronyms);
  return found !== null && found.length >= 2 ? found : null;
}

function sharedText(shorts: readonly string[], acronyms: readonly string[]): string | null {
  if (acronyms.length > 0) for (const short of shorts) if (acronyms.includes(short)) return short;
  return null;
}

/** The short form of either name that uses most words of the other, or `null`. */
export function bestBlend(ours: Profile, theirs: Profile): Blend | null {
  return betterBlend(theirs.shorts, ours, betterBlend(ours.shorts, theirs, null));
}

function betterBlend(
  shorts: readonly string[],
  { initials, letters, parts }: Profile,
  known: Blend | null,
): Blend | null {
  let best = known;
  for (let n = 0; n < shorts.length && n < SHORTS_TRIED; n++) {
    const short = shorts[n] ?? "";
    if (short.length < 3 || !initials.includes(short.charAt(0)) || !isSpelledIn(short, letters)) continue;
    const blend = blendOf(short, parts);
    if (blend !== null && (best === null || blend.used > best.used)) best = blend;
  }
  return best;
}

/** How much of the longer text the shorter one is the beginning of, 0 when it is not. */
export function prefixShare(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short) ? short.length / long.length : 0;
}

/** A domain that is the name and a common word more: "allegrogroup", "nectechnologies", "kddilabs". */
export function isRestCommon(ours: Profile, theirs: Profile): boolean {
  if (ours.kind !== "domain") return false;
  return [theirs.core, theirs.joined].some((name) => {
    if (name.length < 3 || name.length >= ours.joined.length || !ours.joined.startsWith(name)) return false;
    const rest = ours.joined.slice(name.length);
    const one = rest.length > 4 ? rest.replace(/s$/, "").replace(/ie$/, "y") : rest;
    return [rest, one, CLIENT_ABBREVIATIONS.get(rest) ?? "", CLIENT_ABBREVIATIONS.get(one) ?? ""].some(
      (word) => GENERIC_CLIENT_WORDS.has(word) || PLACES.has(word) || LEGAL_WORDS.has(word) || word === "hq",
    );
  });
}
