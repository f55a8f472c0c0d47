import { catalogueKey } from "../catalogue";
import { clientKey, idKey, productKey, type Sort } from "../normalise";
import { indexCandidates } from "./candidates";
import { compareNames, FEATURES, type Comparison } from "./features";
import { kindOf } from "./kind";
import { WEIGHTS } from "./model";
import { profileOf, type NameKind, type Profile } from "./profile";
import { learnRarity } from "./rarity";
import { reasonFor } from "./reason";

/** What is said about one looked-up name. */
export interface Match {
  /** *same* needs no question; *suggested* is asked; *none* has no billed name. */
  readonly status: "same" | "suggested" | "none";
  /** Position in the billed list of the best candidate; `null` for none. */
  readonly billed: number | null;
  /** Probability that the candidate is right, 0..1, comparable between names. */
  readonly score: number;
  /** A sentence for a person. */
  readonly why: string;
}

/** A candidate with its comparison, before it is chosen. */
export interface Candidate {
  readonly billed: number;
  /** Logarithm of odds from the two names alone. */
  readonly odds: number;
  readonly comparison: Comparison;
}

/** Everything known about one looked-up name before a decision. */
export interface Considered {
  readonly profile: Profile;
  readonly candidates: readonly Candidate[];
  /** Odds of the best over the second best. */
  readonly margin: number;
  /** How much better another looked-up name fits the best candidate; 0 when none does. */
  readonly rival: number;
  /** How fully the name says which product it is: the weight of its words, those for maker, edition, version and size above all. */
  readonly told: number;
}

/** Matches names with the billed names that it was made for. */
export interface Matcher {
  /** Matches a whole list: names compete for billed names, and words that the whole list repeats weigh less. */
  readonly matchAll: (names: readonly string[]) => readonly Match[];
  /** The best candidates of one name, by descending score. */
  readonly rank: (name: string) => readonly Match[];
  /** The grounds of the decisions, for fitting weights. */
  readonly consider: (names: readonly string[]) => readonly Considered[];
}

const weighted = (kind: Profile["kind"]): readonly number[] =>
  FEATURES.map((feature) => WEIGHTS[kind].features[feature] ?? 0);
/** For each of `FEATURES`. */
const WEIGHTED = {
  client: weighted("client"),
  domain: weighted("domain"),
  product: weighted("product"),
} as const;

/** Compared in full for each name. */
const CANDIDATES = 8;
/** Below this share of the best candidate two fit about equally well, and neither is chosen. */
const CLEAR_FROM = 0.51;
/** Below this probability nothing is suggested. */
const SUGGESTED_FROM = 0.35;
/** Scores from here on are for names that are the same; suggestions stay below. */
const CERTAIN_FROM = 0.99;

/**
 * A billed list shows how far its names can be trusted: where more than this share of them stand for several items each, an
 * equal name is not certain either. The share is that of wrong verdicts which *same* may have at most; a few names by chance
 * show nothing.
 */
const REPEATED_SHARE = 0.005;
const REPEATED_FROM = 5;

/** Makes a matcher for billed names. `any` reads from the names whether they are clients or products. */
export function createMatcher(billed: readonly string[], kind: NameKind): Matcher {
  const sort = kind === "any" ? kindOf(billed) : kind;
  const keyOf = sort === "client" ? clientKey : productKey;
  const profiles = billed.map((name) => profileOf(name, sort));
  const index = indexCandidates(profiles);
  const rarity = learnRarity(profiles);
  const byKey = new Map<string, number[]>();
  billed.forEach((name, i) => byKey.set(keyOf(name), [...(byKey.get(keyOf(name)) ?? []), i]));

  const repeated = [...byKey.values()].filter((places) => places.length > 1).length;
  const isIdentifying = repeated < REPEATED_FROM || repeated <= billed.length * REPEATED_SHARE;

  const products = billed.map((name) => (sort === "product" ? catalogueKey(name) : null));
  const byProduct = new Map<string, number[]>();
  products.forEach((product, i) => {
    if (product !== null) byProduct.set(product, [...(byProduct.get(product) ?? []), i]);
  });

  const consider = (names: readonly string[]): readonly Considered[] => {
    const ours = rarity.weigh(names.map((name) => profileOf(name, sort)));
    const ranked = ours.map((our) => {
      const candidates: Candidate[] = [];
      for (const { billed: i, trigrams } of index.find(our.profile, CANDIDATES)) {
        const theirs = rarity.billed[i];
        const comparison = theirs === undefined ? null : compareNames(our, theirs, trigrams);
        if (comparison !== null)
          candidates.push({ billed: i, odds: oddsOf(our.profile.kind, comparison), comparison });
      }
      return candidates.sort((a, b) => b.odds - a.odds || a.billed - b.billed);
    });
    const strongest = strongestOdds(ranked, billed.length);
    return ours.map(({ profile, weights }, n) => {
      const candidates = ranked[n] ?? [];
      const [first] = candidates;
      const second = candidates.find(
        (other) => other.billed !== first?.billed && !isTwin(profiles, other, first),
      );
      return {
        profile,
        candidates,
        margin: first === undefined ? 0 : Math.min(6, first.odds - (second?.odds ?? -8)),
        rival: first === undefined ? 0 : Math.min(6, (strongest[first.billed] ?? 0) - first.odds),
        told: weights.reduce(
          (sum, weight, i) => sum + (PARTICULAR.has(profile.tokens[i]?.sort) ? weight : weight / 5),
          0,
        ),
      };
    });
  };

  /** `times`: how many looked-up names are this one word for word. */
  const decide = (considered: Considered, name: string, times: number): Match => {
    const certain = (index: number, why: string): Match =>
      times === 1
        ? { status: "same", billed: index, score: certainty(considered.told), why }
        : {
            status: "suggested",
            billed: index,
            score: rounded(1 / times),
            why: `${why} But ${times} names are written like this, and only a person can say which of them is meant.`,
          };
    const exact = byKey.get(keyOf(name));
    const only = exact?.[0];
    if (exact?.length === 1 && only !== undefined && isIdentifying)
      return certain(only, "The same name once case, punctuation and legal form are set aside.");
    const product = byProduct.size > 0 ? catalogueKey(name) : null;
    const listed = product === null ? undefined : byProduct.get(product);
    const one = listed?.[0];
    if (listed?.length === 1 && one !== undefined)
      return certain(one, "The vendor's catalogue lists both as one product.");
    // A team's own name for a product is unknown to the catalogue; what it knows is surely another product.
    const isElsewhere = product !== null && listed === undefined;
    const open = isElsewhere
      ? considered.candidates.filter((candidate) => products[candidate.billed] === null)
      : considered.candidates;
    const [first] = open;
    const theirs = first === undefined ? undefined : profiles[first.billed];
    const share = first === undefined ? 0 : shareOf(profiles, open, first);
    const score =
      first === undefined
        ? 0
        : rounded(
            Math.sqrt(share) *
              probability(considered.profile.kind, first.odds, considered.margin, considered.rival),
          );
    if (first !== undefined && theirs !== undefined && score >= SUGGESTED_FROM && share >= CLEAR_FROM) {
      const why =
        first.billed === only
          ? `The same name once case, punctuation and legal form are set aside. But ${repeated} names of the billed list stand for several items each, so a name alone does not tell which is meant.`
          : reasonFor(considered, first, theirs, true, profiles);
      return { status: "suggested", billed: first.billed, score: rounded(CERTAIN_FROM * score), why };
    }
    const why = isElsewhere
      ? `The vendor lists it as a product of its own (${product.split("/")[1] ?? product}), and no billed service is that product.`
      : first === undefined || theirs === undefined
        ? "No billed name shares a telling word with it."
        : reasonFor(considered, first, theirs, false, profiles);
    return { status: "none", billed: null, score, why };
  };

  return {
    consider,
    matchAll: (names) => {
      const times = new Map<string, number>();
      for (const name of names) times.set(idKey(name), (times.get(idKey(name)) ?? 0) + 1);
      return consider(names).map((considered, i) => {
        const name = names[i] ?? "";
        return decide(considered, name, times.get(idKey(name)) ?? 1);
      });
    },
    rank: (name) => {
      const [considered] = consider([name]);
      if (considered === undefined) return [];
      const best = decide(considered, name, 1);
      const others = considered.candidates
        .filter((candidate) => candidate.billed !== best.billed)
        .slice(0, 5);
      return [
        ...(best.billed === null ? [] : [best]),
        ...others.map((candidate): Match => {
          const share = shareOf(profiles, considered.candidates, candidate);
          const score = rounded(
            Math.sqrt(share) * probability(considered.profile.kind, candidate.odds, 0, 0),
          );
          const theirs = profiles[candidate.billed];
          return {
            status: "suggested",
            billed: candidate.billed,
            score,
            why: theirs === undefined ? "" : reasonFor(considered, candidate, theirs, true, profiles),
          };
        }),
      ].filter((match) => match.score >= SUGGESTED_FROM);
    },
  };
}

/** Logarithm of odds that two names are one, from the names alone. */
function oddsOf(kind: Profile["kind"], { values }: Comparison): number {
  let odds = WEIGHTS[kind].bias;
  const weights = WEIGHTED[kind];
  for (let i = 0; i < values.length; i++) odds += (weights[i] ?? 0) * (values[i] ?? 0);
  return odds;
}

function probability(kind: Profile["kind"], odds: number, margin: number, rival: number): number {
  const { context } = WEIGHTS[kind];
  const all = context.bias + context.own * odds + context.margin * margin + context.rival * rival;
  return 1 / (1 + Math.exp(-all));
}

const PARTICULAR: ReadonlySet<Sort | undefined> = new Set(["number", "variant", "sector", "code", "maker"]);

/** Of two names that are the same, the one that says edition and version is the surer: "Backup" may mean many things. */
const certainty = (told: number): number => rounded(1 - (1 - CERTAIN_FROM) / (1 + told));

const rounded = (score: number): number => Math.round(1e4 * score) / 1e4;

/** What is left for a candidate when one name means one billed name at most: half of it where two fit equally well. */
function shareOf(
  profiles: readonly Profile[],
  candidates: readonly Candidate[],
  candidate: Candidate,
): number {
  let all = 1;
  for (const other of candidates)
    if (other.billed !== candidate.billed && !isTwin(profiles, other, candidate))
      all += Math.exp(other.odds - candidate.odds);
  return 1 / all;
}

/** For each billed name, the odds of the looked-up name that fits it best. */
function strongestOdds(ranked: readonly (readonly Candidate[])[], count: number): Float64Array {
  const strongest = new Float64Array(count).fill(-Infinity);
  for (const candidates of ranked)
    for (const { billed, odds } of candidates) if (odds > (strongest[billed] ?? 0)) strongest[billed] = odds;
  return strongest;
}

/** A billed name that is listed twice is no rival of itself. */
function isTwin(profiles: readonly Profile[], a: Candidate, b: Candidate | undefined): boolean {
  return b !== undefined && profiles[a.billed]?.joined === profiles[b.billed]?.joined;
}
