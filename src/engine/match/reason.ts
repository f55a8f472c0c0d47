import { valueOf } from "./features";
import type { Candidate, Considered } from "./matcher";
import type { Profile } from "./profile";
import type { Token } from "../normalise";

/** Odds closer than this to the second best leave the choice open. */
const CLOSE = 0.7;

/** The sentence that says why a candidate is suggested, or why the nearest one is refused. */
export function reasonFor(
  considered: Considered,
  candidate: Candidate,
  theirs: Profile,
  isSuggested: boolean,
  billed: readonly Profile[],
): string {
  const ours = considered.profile;
  if (isSuggested) return `${likeness(ours, theirs, candidate)}${difference(ours, theirs, candidate)}.`;
  const second = considered.candidates.find((other) => other.billed !== candidate.billed);
  const rival = second === undefined ? undefined : billed[second.billed];
  if (considered.margin < CLOSE && rival !== undefined && rival.name !== theirs.name && candidate.odds > -2)
    return `"${theirs.name}" and "${rival.name}" fit about equally well, so neither is suggested.`;
  return `Nothing fits well enough. The nearest is "${theirs.name}", but ${objection(candidate)}.`;
}

const isVariant = ({ sort }: Token): boolean => sort === "variant" || sort === "sector";

const quoted = (tokens: readonly Token[]): string => tokens.map((token) => `"${token.written}"`).join(", ");

function likeness(ours: Profile, theirs: Profile, { comparison }: Candidate): string {
  const { acronym, shared } = comparison;
  if (ours.kind === "domain" && valueOf(comparison, "sameJoined") === 1)
    return `The domain spells "${theirs.name}"`;
  const order = ours.tokens.filter(({ sort }) => sort === "order");
  if (ours.joined === theirs.joined)
    return order.length > 0
      ? `The names are the same once ${quoted(order.slice(0, 3))} is set aside`
      : "The names are the same once abbreviations and legal forms are set aside";
  if (acronym !== null)
    return `"${acronym.toUpperCase()}" is the initials of "${ours.shorts.includes(acronym) ? theirs.name : ours.name}"`;
  const telling = shared.filter((pair) =>
    pair.ours.some((i) => !["stop", "legal", "order"].includes(ours.tokens[i]?.sort ?? "stop")),
  );
  const say = (profile: Profile, places: readonly number[]): string =>
    places.map((i) => profile.tokens[i]?.written ?? "").join(" ");
  const equal = telling.filter((pair) => pair.sim > 0.99).sort((a, b) => (a.ours[0] ?? 0) - (b.ours[0] ?? 0));
  const alike = telling
    .filter((pair) => pair.sim <= 0.99)
    .map((pair) => `"${say(ours, pair.ours)}" reads as "${say(theirs, pair.theirs)}"`);
  const both =
    equal.length === 0 ? [] : [`both say "${equal.map((pair) => say(theirs, pair.theirs)).join(" ")}"`];
  const parts = [...both, ...alike];
  if (parts.length > 0) return capital(parts.join(", and "));
  if (valueOf(comparison, "abbreviation") === 1 || valueOf(comparison, "blend") > 0)
    return `"${ours.kind === "domain" ? ours.joined : ours.name}" shortens the words of "${theirs.name}"`;
  if (valueOf(comparison, "joinedPrefix") > 0) return `One begins with the other ("${theirs.name}")`;
  return `The spelling is close to "${theirs.name}"`;
}

function difference(ours: Profile, theirs: Profile, { comparison }: Candidate): string {
  if (ours.joined === theirs.joined || comparison.acronym !== null) return "";
  if (ours.kind === "domain" && valueOf(comparison, "sameJoined") === 1) return "";
  const loud = (tokens: readonly Token[]): readonly Token[] =>
    tokens.filter((token) => token.sort !== "stop" && token.sort !== "order").slice(0, 4);
  const extra = loud(comparison.ourExtra);
  const missing = loud(comparison.theirExtra);
  if (extra.length === 0 && missing.length === 0)
    return ours.name === theirs.name || ours.kind === "domain" ? "" : "; nothing telling is left over";
  const isMinor = [...extra, ...missing].every(({ sort }) =>
    ["legal", "place", "generic", "maker"].includes(sort),
  );
  const parts = [
    ...(extra.length > 0 && ours.kind !== "domain" ? [`only this name adds ${quoted(extra)}`] : []),
    ...(missing.length > 0 ? [`only the billed one has ${quoted(missing)}`] : []),
  ];
  if (parts.length === 0) return "";
  return `; ${parts.join(" and ")}${isMinor ? ", which seldom tells two apart" : ""}`;
}

function objection({ comparison }: Candidate): string {
  const { shared, ourExtra, theirExtra } = comparison;
  const ourVariants = ourExtra.filter(isVariant);
  const theirVariants = theirExtra.filter(isVariant);
  const telling = (tokens: readonly Token[]): readonly Token[] =>
    tokens.filter((token) => token.sort === "number" || token.sort === "code" || isVariant(token));
  if (telling(ourExtra).length > 0 && telling(theirExtra).length > 0)
    return `it says ${quoted(telling(theirExtra).slice(0, 3))} where this says ${quoted(telling(ourExtra).slice(0, 3))}`;
  if (ourVariants.length > 0) return `it is not ${quoted(ourVariants.slice(0, 3))}`;
  if (theirVariants.length > 0) return `it is ${quoted(theirVariants.slice(0, 3))} and this is not`;
  const words = ourExtra.filter(({ sort }) => sort === "plain").slice(0, 3);
  if (shared.length === 0) return "the two share no word";
  if (valueOf(comparison, "rarestShared") < 0.5) return "what they share stands in many names";
  if (words.length > 0) return `nothing in it stands for ${quoted(words)}`;
  const theirWords = theirExtra.filter(({ sort }) => sort === "plain").slice(0, 3);
  return theirWords.length > 0
    ? `this name lacks ${quoted(theirWords)}`
    : "too little of the two names agrees";
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
