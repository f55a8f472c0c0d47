/**
 * Fits the weights of src/engine/match/model.ts: a logistic regression over the candidates of the sets, drawn towards
 * the weights in use, then one over the best candidates with what surrounds them. Prints the weights; `--check` fits on
 * one half of the truth and measures on the other.
 */
import { join } from "node:path";
import { createMatcher, type Considered } from "../../src/engine/match/matcher";
import { FEATURES, type Feature } from "../../src/engine/match/features";
import type { Weights } from "../../src/engine/match/model";
import { readNameSet, type NameSet } from "./csv";
import { measure, type Figures } from "./measure";

type Kind = "client" | "domain" | "product";
interface Case {
  readonly left: string;
  /** Stable half of the truth that the case belongs to. */
  readonly half: 0 | 1;
  readonly candidates: readonly {
    readonly right: string;
    readonly x: readonly number[];
    readonly y: number;
  }[];
}
interface Loaded {
  readonly set: NameSet;
  readonly kind: Kind;
  /** Names whose counterpart was taken out. */
  readonly isWithheld: boolean;
  readonly cases: readonly Case[];
}

const FOLDER = process.env["NAME_SETS"] ?? join(import.meta.dirname, "../../../shared/data/names");
const SETS: readonly (readonly [string, "client" | "product", number])[] = [
  ["company-alias", "client", 1.5],
  ["sp500-history", "client", 1],
  ["company-domain", "client", 1],
  ["ms-psa-synth", "product", 0.6],
  ["ms-alias", "product", 1],
  ["amazon-google", "product", 0.7],
  ["abt-buy", "product", 0.7],
];
/** Where the fit starts, and what it keeps where the sets say nothing: signs and sizes set by hand. */
const PRIOR: Readonly<Record<Kind, Pick<Weights, "bias" | "features">>> = {
  client: {
    bias: -7,
    features: {
      ourCover: 2.5,
      theirCover: 3,
      bothCover: -0.5,
      trigrams: 3,
      sameCore: 1.5,
      sameJoined: 2,
      joinedPrefix: 1,
      wholeWord: 0.5,
      firstWord: 1,
      rarestShared: 1.5,
      typos: -2.5,
      theirExtra: -1,
      theirPlace: 0.5,
      acronym: 5,
      blend: 1.5,
      blendLength: -1,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      numberConflict: -3,
      shortForm: 1.5,
      abbreviation: 1,
      wordConflict: -2,
    },
  },
  domain: {
    bias: -6.5,
    features: {
      ourCover: 1,
      theirCover: 3.5,
      bothCover: -1,
      trigrams: 2,
      sameCore: 1,
      sameJoined: 1,
      joinedPrefix: 0.5,
      wholeWord: 1.5,
      firstWord: 1,
      rarestShared: 0.5,
      typos: -1,
      ourExtra: -1.5,
      theirExtra: -1,
      acronym: 3.5,
      blend: 2,
      blendLength: -1,
      code: 4,
      codeConflict: -1,
      variantConflict: -3,
      numberConflict: -3,
      shortForm: 2.5,
      abbreviation: 3,
      restCommon: 0.5,
      wordConflict: -2,
    },
  },
  product: {
    bias: -11.5,
    features: {
      ourCover: 3.5,
      theirCover: 4.5,
      bothCover: -0.5,
      trigrams: 2,
      sameCore: -1,
      sameJoined: 2.5,
      joinedPrefix: -1,
      wholeWord: -2.5,
      firstWord: 1,
      rarestShared: 6.5,
      typos: -1.5,
      ourExtra: -0.5,
      theirExtra: 1,
      acronym: 3,
      blend: 2,
      code: 2.5,
      codeConflict: -1,
      variantConflict: -3,
      numberConflict: -2,
      numberExtra: 1,
      wordConflict: -2,
      sectorConflict: -12,
    },
  },
};
/** Not fitted: who a licence is for changes its price, however seldom the sets show it. */
const FIXED: ReadonlySet<Feature | undefined> = new Set(["sectorConflict"]);
/** Weight of names whose counterpart was taken out, beside the names of the sets. */
const WITHHELD: Readonly<Record<Kind, number>> = { client: 0.5, domain: 0.5, product: 0.15 };
const RIDGE = 2;

/**
 * Loads a set as it is and, for learning to leave a name alone, once more without the billed names of every second group:
 * what is nearest to a name then is not what it means.
 */
function load(name: string, kind: "client" | "product"): readonly Loaded[] {
  const set = readNameSet(FOLDER, name);
  return [
    ...casesOf(set, kind, false),
    ...([0, 1] as const).flatMap((half) => {
      const withheld = new Set(
        [...set.gold].filter(([left]) => groupOf(set, left) === half).flatMap(([, rights]) => [...rights]),
      );
      const right = set.right.filter(({ id }) => !withheld.has(id));
      const left = set.left.filter(({ id }) => set.gold.has(id) && groupOf(set, id) === half);
      return casesOf({ ...set, left, right, gold: new Map() }, kind, true, half);
    }),
  ];
}

function groupOf(set: NameSet, left: string): 0 | 1 {
  const group = [...(set.gold.get(left) ?? [left])][0] ?? "";
  return Number(group.slice(1)) % 2 === 0 ? 0 : 1;
}

function casesOf(
  set: NameSet,
  kind: "client" | "product",
  isWithheld: boolean,
  half?: 0 | 1,
): readonly Loaded[] {
  const considered = createMatcher(
    set.right.map((row) => row.name),
    kind,
  ).consider(set.left.map((row) => row.name));
  const kinds = [...new Set(considered.map((one) => one.profile.kind))];
  return kinds.map((one) => ({
    set,
    kind: one,
    isWithheld,
    cases: considered.flatMap((item, i) => (item.profile.kind === one ? [caseOf(set, item, i, half)] : [])),
  }));
}

function caseOf(set: NameSet, item: Considered, i: number, half?: 0 | 1): Case {
  const left = set.left[i]?.id ?? "";
  const right = set.gold.get(left);
  return {
    left,
    half: half ?? groupOf(set, left),
    candidates: item.candidates.map((candidate) => {
      const id = set.right[candidate.billed]?.id ?? "";
      return {
        right: id,
        x: [1, ...candidate.comparison.values],
        y: Number(right?.has(id) === true),
      };
    }),
  };
}

/** Newton's method with a ridge around `prior`. */
function logistic(
  rows: readonly (readonly [readonly number[], number, number])[],
  prior: readonly number[],
  ridge: (i: number) => number,
): number[] {
  let w = [...prior];
  for (let step = 0; step < 25; step++) {
    const n = w.length;
    const g = w.map((value, i) => ridge(i) * (value - (prior[i] ?? 0)));
    const h = w.map((_, i) => w.map((__, j) => (i === j ? ridge(i) : 0)));
    for (const [x, y, weight] of rows) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * (w[i] ?? 0), 0)));
      for (let i = 0; i < n; i++) {
        const xi = x[i] ?? 0;
        if (xi === 0) continue;
        g[i] = (g[i] ?? 0) + weight * (p - y) * xi;
        const row = h[i];
        if (row === undefined) continue;
        for (let j = 0; j < n; j++) row[j] = (row[j] ?? 0) + weight * p * (1 - p) * xi * (x[j] ?? 0);
      }
    }
    const d = solve(h, g);
    w = w.map((value, i) => value - Math.max(-2, Math.min(2, d[i] ?? 0)));
  }
  return w;
}

function solve(h: readonly (readonly number[])[], g: readonly number[]): number[] {
  const m = h.map((row, i) => [...row, g[i] ?? 0]);
  const n = g.length;
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r]?.[c] ?? 0) > Math.abs(m[p]?.[c] ?? 0)) p = r;
    const top = m[p] ?? [];
    m[p] = m[c] ?? [];
    m[c] = top;
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const row = m[r] ?? [];
      const f = (row[c] ?? 0) / (top[c] ?? 1);
      if (f !== 0) for (let k = c; k <= n; k++) row[k] = (row[k] ?? 0) - f * (top[k] ?? 0);
    }
  }
  return m.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

interface Fitted {
  readonly pair: readonly number[];
  readonly context: readonly number[];
}

function fit(loaded: readonly Loaded[], kind: Kind, half: 0 | 1 | null): Fitted {
  const used = loaded.filter((one) => one.kind === kind);
  const keep = (one: Case): boolean => half === null || one.half === half;
  const weightOf = (one: Loaded): number =>
    (SETS.find(([name]) => name === one.set.name)?.[2] ?? 1) * (one.isWithheld ? WITHHELD[kind] : 1);
  const prior = [PRIOR[kind].bias, ...FEATURES.map((feature) => PRIOR[kind].features[feature] ?? 0)];
  const rows = used.flatMap((one) =>
    one.cases
      .filter(keep)
      .flatMap(({ candidates }) =>
        candidates.map(({ x, y }): readonly [readonly number[], number, number] => [x, y, weightOf(one)]),
      ),
  );
  const pair = logistic(rows, prior, (i) => (FIXED.has(FEATURES[i - 1]) ? 1e9 : RIDGE));
  const contextRows = used.flatMap((one) =>
    surroundings(one, pair)
      .filter(({ item }) => keep(item))
      .map(({ x, y }): readonly [readonly number[], number, number] => [x, y, weightOf(one)]),
  );
  return { pair, context: logistic(contextRows, [0, 1, 0.3, -0.3], () => 4) };
}

function surroundings(one: Loaded, pair: readonly number[]) {
  const strongest = new Map<string, number>();
  const ranked = one.cases.map((item) => {
    const scored = item.candidates
      .map((candidate) => ({
        ...candidate,
        odds: candidate.x.reduce((sum, value, i) => sum + value * (pair[i] ?? 0), 0),
      }))
      .sort((a, b) => b.odds - a.odds);
    for (const { right, odds } of scored)
      strongest.set(right, Math.max(strongest.get(right) ?? -Infinity, odds));
    return { item, scored };
  });
  const nameOf = new Map(
    one.set.right.map((row) => [row.id, row.name.toLowerCase().replace(/[^a-z0-9]/g, "")]),
  );
  return ranked.flatMap(({ item, scored }) => {
    const [first] = scored;
    if (first === undefined) return [];
    const second = scored.find((other) => nameOf.get(other.right) !== nameOf.get(first.right));
    const margin = Math.min(6, first.odds - (second?.odds ?? -8));
    const rival = Math.min(6, (strongest.get(first.right) ?? 0) - first.odds);
    return [{ item, x: [1, first.odds, margin, rival], y: first.y, right: first.right }];
  });
}

function figures(one: Loaded, fitted: Fitted, half: 0 | 1): Figures {
  const guesses = surroundings(one, fitted.pair)
    .filter(({ item }) => item.half === half)
    .map(({ item, x, right }) => ({
      left: item.left,
      right,
      score: x.reduce((sum, value, i) => sum + value * (fitted.context[i] ?? 0), 0),
    }));
  const lefts = new Set(one.cases.filter((item) => item.half === half).map((item) => item.left));
  const gold = new Map([...one.set.gold].filter(([left]) => lefts.has(left)));
  return measure({ ...one.set, gold }, guesses);
}

const loaded = SETS.flatMap(([name, kind]) => load(name, kind));
for (const kind of ["client", "domain", "product"] as const) {
  if (process.argv.includes("--check")) {
    for (const half of [0, 1] as const) {
      const fitted = fit(loaded, kind, half === 0 ? 1 : 0);
      for (const one of loaded.filter(
        (item) => item.kind === kind && !item.isWithheld && item.cases.length > 20,
      )) {
        const { top1, f1, recallAt99 } = figures(one, fitted, half);
        console.log(
          kind,
          one.set.name.padEnd(15),
          `half ${half}`,
          ...[top1, f1, recallAt99].map((value) => value.toFixed(1)),
        );
      }
    }
  } else {
    const { pair, context } = fit(loaded, kind, null);
    const round = (value: number | undefined): number => Math.round((value ?? 0) * 100) / 100;
    console.log(`${kind}: {`);
    console.log(`  bias: ${round(pair[0])},`);
    console.log(
      `  features: { ${FEATURES.map((feature, i) => `${feature}: ${round(pair[i + 1])}`).join(", ")} },`,
    );
    console.log(
      `  context: { bias: ${round(context[0])}, own: ${round(context[1])}, margin: ${round(context[2])}, rival: ${round(context[3])} },\n},`,
    );
  }
}
