/**
 * Fits the weights of src/engine/match/model.ts: a logistic regression over the candidates of the sets, drawn towards
 * the weights in use, then one over the best candidates with what surrounds them. Prints the weights; `--check` fits on
 * one half of the truth and measures on the other.
 */
import { join } from "node:path";
import { createMatcher, type Considered } from "../../src/engine/match/matcher";
import { FEATURES } from "../../src/engine/match/features";
import { WEIGHTS } from "../../src/engine/match/model";
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
const RIDGE = Number(process.env["RIDGE"] ?? 2);

function load(name: string, kind: "client" | "product"): readonly Loaded[] {
  const set = readNameSet(FOLDER, name);
  const considered = createMatcher(
    set.right.map((row) => row.name),
    kind,
  ).consider(set.left.map((row) => row.name));
  const kinds = [...new Set(considered.map((one) => one.profile.kind))];
  return kinds.map((one) => ({
    set,
    kind: one,
    cases: considered.flatMap((item, i) => (item.profile.kind === one ? [caseOf(set, item, i)] : [])),
  }));
}

function caseOf(set: NameSet, item: Considered, i: number): Case {
  const left = set.left[i]?.id ?? "";
  const right = set.gold.get(left);
  const group = [...(right ?? [left])][0] ?? "";
  return {
    left,
    half: Number(group.slice(1)) % 2 === 0 ? 0 : 1,
    candidates: item.candidates.map((candidate) => {
      const id = set.right[candidate.billed]?.id ?? "";
      return {
        right: id,
        x: [1, ...FEATURES.map((feature) => candidate.comparison.features[feature])],
        y: Number(right?.has(id) === true),
      };
    }),
  };
}

/** Newton's method with a ridge around `prior`. */
function logistic(
  rows: readonly (readonly [readonly number[], number, number])[],
  prior: readonly number[],
  ridge: number,
): number[] {
  let w = [...prior];
  for (let step = 0; step < 25; step++) {
    const n = w.length;
    const g = w.map((value, i) => ridge * (value - (prior[i] ?? 0)));
    const h = w.map((_, i) => w.map((__, j) => (i === j ? ridge : 0)));
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
  const weightOf = (one: Loaded): number => SETS.find(([name]) => name === one.set.name)?.[2] ?? 1;
  const prior = [WEIGHTS[kind].bias, ...FEATURES.map((feature) => WEIGHTS[kind].features[feature] ?? 0)];
  const rows = used.flatMap((one) =>
    one.cases
      .filter(keep)
      .flatMap(({ candidates }) =>
        candidates.map(({ x, y }): readonly [readonly number[], number, number] => [x, y, weightOf(one)]),
      ),
  );
  const pair = logistic(rows, prior, RIDGE);
  const contextRows = used.flatMap((one) =>
    surroundings(one, pair)
      .filter(({ item }) => keep(item))
      .map(({ x, y }): readonly [readonly number[], number, number] => [x, y, weightOf(one)]),
  );
  return { pair, context: logistic(contextRows, [0, 1, 0.3, -0.3], 4) };
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
      for (const one of loaded.filter((item) => item.kind === kind && item.cases.length > 20)) {
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
