import type { Feature } from "./features";

/** Weights of one kind of comparison, on the logarithm of odds. */
export interface Weights {
  readonly bias: number;
  readonly features: Readonly<Partial<Record<Feature, number>>>;
  readonly context: ContextWeights;
}

/** What the surroundings of the best candidate say. */
export interface ContextWeights {
  readonly bias: number;
  readonly own: number;
  readonly margin: number;
  readonly rival: number;
}

/** Weights by hand, before they are fitted. */
const START: Weights = {
  bias: -6,
  features: {
    ourCover: 3,
    theirCover: 4,
    trigrams: 2,
    sameCore: 2,
    sameJoined: 2,
    firstWord: 1,
    acronym: 3,
    blend: 2,
    code: 4,
    ourExtra: -2,
    theirExtra: -2,
    variantConflict: -3,
    numberConflict: -3,
    codeConflict: -1,
  },
  context: { bias: 0, own: 1, margin: 0.5, rival: -0.3 },
};

/** The weights for each kind of looked-up name. */
export const WEIGHTS: Readonly<Record<"client" | "domain" | "product", Weights>> = {
  client: START,
  domain: START,
  product: START,
};
