import { align, type Shared } from "./align";
import type { Profile } from "./profile";
import { abbreviates, acronymOf, bestBlend, isRestCommon, prefixShare } from "./short-forms";
import { jaroWinkler } from "./similarity";
import type { Token } from "../normalise";

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
  /** Words for whom or on what terms a product is sold that one name has only, counted up to 2, divided by 2. */
  "sectorConflict",
  "numberConflict",
  "numberExtra",
  "shortForm",
  "abbreviation",
  "restCommon",
  "placeConflict",
  /** Both names have words of their own: "Blue Moon Airlines" and "Blue Yonder Airlines". */
  "wordConflict",
] as const;

/** One name of a feature. */
export type Feature = (typeof FEATURES)[number];

/** What one feature of a comparison amounts to. */
export function valueOf({ values }: Comparison, feature: Feature): number {
  return values[FEATURES.indexOf(feature)] ?? 0;
}

/** A name with what its words weigh in this workbook. */
export interface Weighed {
  readonly profile: Profile;
  /** For each word. */
  readonly weights: readonly number[];
  /** For each word, 0 for one that every billed name holds .. 1. */
  readonly rarities: readonly number[];
}

/** Two names compared: what the features amount to, and the words that led to them, for the reason. */
export interface Comparison {
  /** For each of `FEATURES`. */
  readonly values: readonly number[];
  readonly shared: readonly Shared[];
  readonly ourExtra: readonly Token[];
  readonly theirExtra: readonly Token[];
  readonly acronym: string | null;
}

const isTelling = (token: Token | undefined): boolean =>
  token?.sort === "plain" ||
  token?.sort === "code" ||
  token?.sort === "number" ||
  token?.sort === "variant" ||
  token?.sort === "sector";

/** Letters in common below this say nothing by themselves: most names share a few. */
const LETTERS_SAY_NOTHING = 0.2;

/**
 * Compares a looked-up name with a billed one; `trigrams` is the cosine of their letter trigrams. `null` when they have
 * neither a word nor a short form nor enough letters in common, which is soon told and holds for most pairs.
 */
export function compareNames(ours: Weighed, theirs: Weighed, trigrams: number): Comparison | null {
  const [a, b] = [ours.profile, theirs.profile];
  const shared = align(a, b);
  const acronym = acronymOf(a, b);
  const blend = bestBlend(a, b);
  const isAbbreviation = abbreviates(a, b) || abbreviates(b, a);
  const joinedPrefix = prefixShare(a.joined, b.joined);
  const isUnlike = shared.length === 0 && acronym === null && blend === null && !isAbbreviation;
  if (isUnlike && joinedPrefix === 0 && trigrams < LETTERS_SAY_NOTHING) return null;
  const our = side(ours, shared, "ours");
  const their = side(theirs, shared, "theirs");
  const words = sharedWords(a, theirs, shared);
  const isOneJoined = a.joined === b.joined || a.shorts.includes(b.joined) || b.shorts.includes(a.joined);
  // In the order of FEATURES: a list of numbers is compared, kept and let go several times faster than a record.
  const values: readonly number[] = [
    /* ourCover */ ratio(our.shared, our.all),
    /* theirCover */ ratio(their.shared, their.all),
    /* bothCover */ ratio(our.shared + their.shared, our.all + their.all),
    /* trigrams */ trigrams,
    /* sameCore */ Number(a.core === b.core),
    /* sameJoined */ Number(isOneJoined),
    /* joinedPrefix */ joinedPrefix,
    /* wholeWord */ jaroWinkler(a.core, b.core),
    /* firstWord */ (Number(our.hasFirst) + Number(their.hasFirst)) / 2,
    /* rarestShared */ words.rarest,
    /* typos */ Math.min(1, words.typos / 2),
    /* ourExtra */ third(our.plain),
    /* theirExtra */ third(their.plain),
    /* ourPlace */ Number(our.place > 0),
    /* theirPlace */ Number(their.place > 0),
    /* acronym */ Number(acronym !== null),
    /* blend */ blend === null ? 0 : blend.used,
    /* blendLength */ blend === null ? 0 : Math.min(1, (blend.perWord - 1) / 4),
    /* code */ words.code,
    /* codeConflict */ Number(our.hasCode && their.hasCode && words.code === 0),
    /* variantConflict */ Math.min(1, (our.variant + their.variant) / 3),
    /* sectorConflict */ Math.min(1, (our.sector + their.sector) / 2),
    /* numberConflict */ Math.min(1, Math.min(our.number, their.number) / 2),
    /* numberExtra */ third(Math.abs(our.number - their.number)),
    /* shortForm */ Number(b.joined.length <= 3 || a.joined.length <= 3),
    /* abbreviation */ Number(isAbbreviation),
    /* restCommon */ Number(isRestCommon(a, b)),
    /* placeConflict */ Number(our.place > 0 && their.place > 0),
    /* wordConflict */ Math.min(1, Math.min(our.plain, their.plain) / 2),
  ];
  return { values, shared, ourExtra: our.left, theirExtra: their.left, acronym };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));
const third = (count: number): number => Math.min(3, count) / 3;

/** What the paired words say: the rarest, how many are spelled differently, how alike the part numbers are. */
function sharedWords(
  ours: Profile,
  { profile, rarities }: Weighed,
  shared: readonly Shared[],
): { readonly rarest: number; readonly typos: number; readonly code: number } {
  let rarest = 0;
  let typos = 0;
  let code = 0;
  for (const pair of shared) {
    if (pair.theirs.some((j) => isTelling(profile.tokens[j]))) {
      let most = 0;
      for (const j of pair.theirs) most = Math.max(most, rarities[j] ?? 0);
      rarest = Math.max(rarest, pair.sim * most);
      if (pair.sim < 0.96) typos += 1;
    }
    const isCode =
      pair.ours.some((i) => ours.tokens[i]?.sort === "code") ||
      pair.theirs.some((j) => profile.tokens[j]?.sort === "code");
    if (isCode) code = Math.max(code, pair.sim);
  }
  return { rarest, typos, code };
}

/** One side of a comparison. */
interface Side {
  /** Words without counterpart, and how many of them there are of each sort. */
  readonly left: readonly Token[];
  readonly plain: number;
  readonly place: number;
  readonly variant: number;
  readonly sector: number;
  readonly number: number;
  /** Weight that the other name has too, and the whole weight. */
  readonly shared: number;
  readonly all: number;
  /** Whether the first telling word has a counterpart. */
  readonly hasFirst: boolean;
  readonly hasCode: boolean;
}

function side({ profile, weights }: Weighed, shared: readonly Shared[], which: "ours" | "theirs"): Side {
  const { tokens } = profile;
  const sims: number[] = [];
  for (const pair of shared) for (const i of pair[which]) sims[i] = pair.sim;
  const left: Token[] = [];
  let plain = 0;
  let place = 0;
  let variant = 0;
  let sector = 0;
  let number = 0;
  let sharedWeight = 0;
  let all = 0;
  let hasCode = false;
  let first = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    const weight = weights[i] ?? 0;
    const sim = sims[i];
    all += weight;
    if (first < 0 && isTelling(token)) first = i;
    if (token.sort === "code") hasCode = true;
    if (sim !== undefined) {
      sharedWeight += weight * sim;
      continue;
    }
    left.push(token);
    if (token.sort === "plain") plain += 1;
    else if (token.sort === "place") place += 1;
    else if (token.sort === "variant") variant += 1;
    else if (token.sort === "sector") sector += 1;
    else if (token.sort === "number") number += 1;
  }
  const hasFirst = first >= 0 && sims[first] !== undefined;
  return { left, plain, place, variant, sector, number, shared: sharedWeight, all, hasFirst, hasCode };
}
