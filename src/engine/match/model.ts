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

/** The weights for each kind of looked-up name, fitted by scripts/bench/fit.ts. */
export const WEIGHTS: Readonly<Record<"client" | "domain" | "product", Weights>> = {
  client: {
    bias: -7.16,
    features: {
      ourCover: 2.52,
      theirCover: 2.99,
      bothCover: -0.66,
      trigrams: 2.75,
      sameCore: 1.44,
      sameJoined: 1.9,
      joinedPrefix: 0.86,
      wholeWord: 0.43,
      firstWord: 0.83,
      rarestShared: 1.48,
      typos: -2.55,
      ourExtra: -0.12,
      theirExtra: -1.17,
      ourPlace: -0.17,
      theirPlace: 0.68,
      acronym: 5.05,
      blend: 1.58,
      blendLength: -0.86,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      numberConflict: -3,
      numberExtra: 0,
      shortForm: 1.61,
      abbreviation: 0.78,
      restCommon: 0,
      placeConflict: -0.09,
    },
    context: { bias: -0.25, own: 0.77, margin: 0.53, rival: 0.02 },
  },
  domain: {
    bias: -6.52,
    features: {
      ourCover: 0.88,
      theirCover: 3.31,
      bothCover: -1.17,
      trigrams: 1.82,
      sameCore: 1.03,
      sameJoined: 1.25,
      joinedPrefix: 0.36,
      wholeWord: 1.3,
      firstWord: 1.18,
      rarestShared: 0.58,
      typos: -0.86,
      ourExtra: -1.37,
      theirExtra: -0.81,
      ourPlace: -0.03,
      theirPlace: 0.25,
      acronym: 3.74,
      blend: 2.08,
      blendLength: -0.89,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      numberConflict: -3,
      numberExtra: 0,
      shortForm: 2.5,
      abbreviation: 3.22,
      restCommon: 0.67,
      placeConflict: 0,
    },
    context: { bias: 0, own: 0.48, margin: 0.6, rival: -0.41 },
  },
  product: {
    bias: -11.43,
    features: {
      ourCover: 3.67,
      theirCover: 4.61,
      bothCover: -0.39,
      trigrams: 1.75,
      sameCore: -0.94,
      sameJoined: 2.57,
      joinedPrefix: -0.77,
      wholeWord: -2.3,
      firstWord: 0.77,
      rarestShared: 6.67,
      typos: -1.29,
      ourExtra: -0.35,
      theirExtra: 0.87,
      ourPlace: 0,
      theirPlace: 0,
      acronym: 3,
      blend: 2,
      blendLength: 0,
      code: 2.58,
      codeConflict: -1.05,
      variantConflict: -1.5,
      numberConflict: -2.19,
      numberExtra: 0.76,
      shortForm: 0,
      abbreviation: 0,
      restCommon: 0,
      placeConflict: 0,
    },
    context: { bias: 0.71, own: 0.37, margin: 0.26, rival: -0.54 },
  },
};
