import { align, type Shared } from "./align";
import type { Profile } from "./profile";
import type { Rarity } from "./rarity";
import { blendOf, cosine, isAbbreviationOf, jaroWinkler } from "./similarity";
import type { Token } from "../normalise";
import { GENERIC_CLIENT_WORDS, LEGAL_WORDS, PLACES, CLIENT_ABBREVIATIONS } from "../normalise";

/** The comparisons that a score is built from, each 0..1 unless said otherwise. */
export const FEATURES = [
  /** Share of our weight, and of theirs, that the other name has too. */
  "ourCover",
  "theirCover",
  "bothCover",
  "trigrams",
  "sameCore",
  "sameJoined",
  "joinedPrefix",
  "wholeWord",
  "firstWord",
  "rarestShared",
  "typos",
  /** Telling words without counterpart, counted up to 3, divided by 3. */
  "ourExtra",
  "theirExtra",
  "ourPlace",
  "theirPlace",
  "acronym",
  "blend",
  "blendLength",
  "code",
  "codeConflict",
  "variantConflict",
  "numberConflict",
  "numberExtra",
  "shortForm",
  "abbreviation",
  "restCommon",
  "placeConflict",
] as const;

/** One name of a feature. */
export type Feature = (typeof FEATURES)[number];

/** Two names compared: the features, and the words that led to them, for the reason. */
export interface Comparison {
  readonly features: Readonly<Record<Feature, number>>;
  readonly shared: readonly Shared[];
  readonly ourExtra: readonly Token[];
  readonly theirExtra: readonly Token[];
  readonly ourVariants: readonly Token[];
  readonly theirVariants: readonly Token[];
  readonly acronym: string | null;
}

const isTelling = (token: Token): boolean =>
  token.sort === "plain" || token.sort === "code" || token.sort === "number" || token.sort === "variant";

/** Compares a looked-up name with a billed one. */
export function compareNames(ours: Profile, theirs: Profile, rarity: Rarity): Comparison {
  const shared = align(ours.tokens, theirs.tokens);
  const [ourLeft, ourShared, ourAll] = side(ours.tokens, shared, "ours", rarity);
  const [theirLeft, theirShared, theirAll] = side(theirs.tokens, shared, "theirs", rarity);
  const tellingShared = shared.filter((pair) =>
    pair.theirs.some((j) => theirs.tokens[j] !== undefined && isTelling(theirs.tokens[j])),
  );
  const of = (tokens: readonly Token[], ...sorts: readonly Token["sort"][]): readonly Token[] =>
    tokens.filter((token) => sorts.includes(token.sort));
  const ourVariants = of(ourLeft, "variant");
  const theirVariants = of(theirLeft, "variant");
  const acronym = acronymOf(ours, theirs);
  const blend = bestBlend(ours, theirs);
  const hasFirst = (tokens: readonly Token[], sideOf: "ours" | "theirs"): boolean => {
    const first = tokens.findIndex(isTelling);
    return first >= 0 && shared.some((pair) => pair[sideOf].includes(first));
  };
  const codes = [of(ours.tokens, "code"), of(theirs.tokens, "code")] as const;
  const codeSim = Math.max(
    0,
    ...shared
      .filter(
        (pair) =>
          pair.ours.some((i) => ours.tokens[i]?.sort === "code") ||
          pair.theirs.some((j) => theirs.tokens[j]?.sort === "code"),
      )
      .map((pair) => pair.sim),
  );
  const numbersOurs = of(ourLeft, "number").length;
  const numbersTheirs = of(theirLeft, "number").length;
  const prefix = prefixShare(ours.joined, theirs.joined);
  const features: Record<Feature, number> = {
    ourCover: ratio(ourShared, ourAll),
    theirCover: ratio(theirShared, theirAll),
    bothCover: ratio(ourShared + theirShared, ourAll + theirAll),
    trigrams: cosine(ours.grams, theirs.grams),
    sameCore: Number(ours.core === theirs.core),
    sameJoined: Number(
      ours.joined === theirs.joined ||
        ours.shorts.includes(theirs.joined) ||
        theirs.shorts.includes(ours.joined),
    ),
    joinedPrefix: prefix,
    wholeWord: jaroWinkler(ours.core, theirs.core),
    firstWord: (Number(hasFirst(ours.tokens, "ours")) + Number(hasFirst(theirs.tokens, "theirs"))) / 2,
    rarestShared: Math.max(
      0,
      ...tellingShared.map(
        (pair) => pair.sim * Math.max(...pair.theirs.map((j) => rarityAt(theirs.tokens, j, rarity))),
      ),
    ),
    typos: Math.min(1, tellingShared.filter((pair) => pair.sim < 0.96).length / 2),
    ourExtra: third(ourLeft.filter((token) => token.sort === "plain").length),
    theirExtra: third(theirLeft.filter((token) => token.sort === "plain").length),
    ourPlace: Number(of(ourLeft, "place").length > 0),
    theirPlace: Number(of(theirLeft, "place").length > 0),
    acronym: Number(acronym !== null),
    blend: blend === null ? 0 : blend.used,
    blendLength: blend === null ? 0 : Math.min(1, (blend.perWord - 1) / 4),
    code: codeSim,
    codeConflict: Number(codes[0].length > 0 && codes[1].length > 0 && codeSim === 0),
    variantConflict: Math.min(1, (ourVariants.length + theirVariants.length) / 3),
    numberConflict: Math.min(1, Math.min(numbersOurs, numbersTheirs) / 2),
    numberExtra: third(Math.abs(numbersOurs - numbersTheirs)),
    abbreviation: Number(
      ours.shorts.slice(0, 4).some((short) => isAbbreviationOf(short, theirs.parts)) ||
        theirs.shorts.slice(0, 4).some((short) => isAbbreviationOf(short, ours.parts)),
    ),
    restCommon: Number(isRestCommon(ours, theirs)),
    placeConflict: Number(of(ourLeft, "place").length > 0 && of(theirLeft, "place").length > 0),
    shortForm: Number(theirs.joined.length <= 3 || ours.joined.length <= 3),
  };
  return { features, shared, ourExtra: ourLeft, theirExtra: theirLeft, ourVariants, theirVariants, acronym };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));
const third = (count: number): number => Math.min(3, count) / 3;

function rarityAt(tokens: readonly Token[], index: number, rarity: Rarity): number {
  const token = tokens[index];
  return token === undefined ? 0 : rarity.rarity(token);
}

/** The words of one side without counterpart, its shared weight and its whole weight. */
function side(
  tokens: readonly Token[],
  shared: readonly Shared[],
  which: "ours" | "theirs",
  rarity: Rarity,
): readonly [readonly Token[], number, number] {
  const simOf = new Map(shared.flatMap((pair) => pair[which].map((i) => [i, pair.sim] as const)));
  let sharedWeight = 0;
  let all = 0;
  tokens.forEach((token, i) => {
    const weight = rarity.weight(token);
    all += weight;
    sharedWeight += weight * (simOf.get(i) ?? 0);
  });
  return [tokens.filter((_, i) => !simOf.has(i)), sharedWeight, all];
}

/** The short form that one name is of the other's initials, or `null`. */
function acronymOf(ours: Profile, theirs: Profile): string | null {
  const found =
    ours.shorts.find((short) => theirs.acronyms.includes(short)) ??
    theirs.shorts.find((short) => ours.acronyms.includes(short));
  return found !== undefined && found.length >= 2 ? found : null;
}

function bestBlend(
  ours: Profile,
  theirs: Profile,
): { readonly used: number; readonly perWord: number } | null {
  const found = [
    ...ours.shorts.slice(0, 4).map((short) => (short.length >= 3 ? blendOf(short, theirs.parts) : null)),
    ...theirs.shorts.slice(0, 3).map((short) => (short.length >= 3 ? blendOf(short, ours.parts) : null)),
  ].filter((blend) => blend !== null);
  return found.sort((a, b) => b.used - a.used)[0] ?? null;
}

/** How much of the longer text the shorter one is the beginning of, 0 when it is not. */
function prefixShare(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(short) ? short.length / long.length : 0;
}

/** A domain that is the name and a common word more: "allegrogroup", "nectechnologies", "kddilabs". */
function isRestCommon(ours: Profile, theirs: Profile): boolean {
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
