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
    bias: -7.62,
    features: {
      ourCover: 2.34,
      theirCover: 2.53,
      bothCover: -0.71,
      trigrams: 3.1,
      sameCore: 1.17,
      sameJoined: 1.85,
      joinedPrefix: 1.35,
      wholeWord: 0.87,
      firstWord: 0.83,
      rarestShared: 1.86,
      typos: -3.32,
      ourExtra: 0.74,
      theirExtra: -0.63,
      ourPlace: 0.07,
      theirPlace: 1.01,
      acronym: 5.32,
      blend: 1.3,
      blendLength: -1.06,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      sectorConflict: 0,
      numberConflict: -3,
      numberExtra: 0,
      shortForm: 1.9,
      abbreviation: 0.9,
      restCommon: 0,
      placeConflict: -0.04,
      wordConflict: -1.36,
    },
    context: { bias: -0.19, own: 0.91, margin: 0.18, rival: 0.25 },
  },
  domain: {
    bias: -6.29,
    features: {
      ourCover: 0.28,
      theirCover: 3.22,
      bothCover: -1.42,
      trigrams: 1.72,
      sameCore: 0.58,
      sameJoined: 0.89,
      joinedPrefix: 0.55,
      wholeWord: 2.02,
      firstWord: 1.09,
      rarestShared: 0.81,
      typos: -1.44,
      ourExtra: -1.1,
      theirExtra: -0.32,
      ourPlace: 0,
      theirPlace: 0.15,
      acronym: 3.77,
      blend: 2.01,
      blendLength: -1.04,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      sectorConflict: 0,
      numberConflict: -3,
      numberExtra: 0,
      shortForm: 2.7,
      abbreviation: 3.64,
      restCommon: 0.69,
      placeConflict: 0,
      wordConflict: -1.35,
    },
    context: { bias: -0.27, own: 0.71, margin: 0.36, rival: -0.22 },
  },
  product: {
    bias: -12.26,
    features: {
      ourCover: 3.41,
      theirCover: 4.75,
      bothCover: -0.58,
      trigrams: 2.05,
      sameCore: -0.28,
      sameJoined: 2.08,
      joinedPrefix: -0.73,
      wholeWord: -2.34,
      firstWord: 0.88,
      rarestShared: 7.58,
      typos: -1.44,
      ourExtra: -0.14,
      theirExtra: 1.11,
      ourPlace: 0,
      theirPlace: 0,
      acronym: 3,
      blend: 2,
      blendLength: 0,
      code: 2.45,
      codeConflict: -1.2,
      variantConflict: -1.11,
      sectorConflict: -12,
      numberConflict: -2,
      numberExtra: 0.72,
      shortForm: 0,
      abbreviation: 0,
      restCommon: 0,
      placeConflict: 0,
      wordConflict: -0.39,
    },
    context: { bias: 0.57, own: 0.54, margin: 0.15, rival: -0.44 },
  },
};
