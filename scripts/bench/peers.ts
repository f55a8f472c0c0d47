import { peerLoader } from "./peer-loader";

/** Fuzzy matchers that teams would otherwise install; each is measured when it is there. */
export interface Peer {
  readonly name: string;
  /** Makes a finder of the best right position and its score for a left name; `null` when not installed. */
  readonly open: (right: readonly string[]) => Promise<Finder | null>;
}

/** Finds the best candidate: position and score, `null` for none. */
export type Finder = (name: string) => readonly [number, number] | null;

/** The parts of the peers that are called here; their own types are not installed here. */
interface FuseModule {
  readonly default: new (
    list: readonly { readonly text: string }[],
    options: object,
  ) => { search: (text: string, options: object) => readonly { refIndex: number; score?: number }[] };
}
interface FuzzySetModule {
  readonly default: (
    list: readonly string[],
    ...rest: unknown[]
  ) => {
    get: (text: string, fallback: null, least: number) => readonly (readonly [number, string])[] | null;
  };
}
interface MiniSearchModule {
  readonly default: new (options: object) => {
    addAll: (list: readonly object[]) => void;
    search: (text: string, options: object) => readonly { id: number; score: number }[];
  };
}
interface FuzzballModule {
  readonly extract: (
    text: string,
    list: readonly string[],
    options: object,
  ) => readonly (readonly [string, number, number])[];
  readonly token_sort_ratio: unknown;
  readonly WRatio: unknown;
}
interface StringSimilarityModule {
  readonly default: {
    findBestMatch: (
      text: string,
      list: string[],
    ) => { readonly bestMatch: { readonly rating: number }; readonly bestMatchIndex: number };
  };
}

/** The peers at fixed versions. They are measured only, so they are no dependencies: the bench installs them beside it. */
const load = peerLoader("billing-reconciliation-peers", [
  "fuse.js@7.5.0",
  "fuzzyset@1.0.7",
  "minisearch@7.2.0",
  "fuzzball@2.2.6",
  "string-similarity@4.0.4",
]);

/** Every peer with its usual options. */
export const PEERS: readonly Peer[] = [
  {
    name: "fuse.js",
    open: async (right) => {
      const module = (await load("fuse.js")) as FuseModule | null;
      if (module === null) return null;
      const fuse = new module.default(
        right.map((text) => ({ text })),
        { keys: ["text"], includeScore: true, ignoreLocation: true, threshold: 0.6 },
      );
      return (name) => {
        const [first] = fuse.search(name.slice(0, 200), { limit: 1 });
        return first === undefined ? null : [first.refIndex, 1 - (first.score ?? 1)];
      };
    },
  },
  {
    name: "fuzzyset",
    open: async (right) => {
      const module = ((await load("fuzzyset")) ?? (await load("fuzzyset.js"))) as FuzzySetModule | null;
      if (module === null) return null;
      const set = module.default(right);
      const positions = new Map(right.map((text, i) => [text, i]));
      return (name) => {
        const first = set.get(name, null, 0.1)?.[0];
        const at = first === undefined ? undefined : positions.get(first[1]);
        return first === undefined || at === undefined ? null : [at, first[0]];
      };
    },
  },
  {
    name: "minisearch",
    open: async (right) => {
      const module = (await load("minisearch")) as MiniSearchModule | null;
      if (module === null) return null;
      const index = new module.default({ fields: ["text"] });
      index.addAll(right.map((text, id) => ({ id, text })));
      return (name) => {
        const [first] = index.search(name, { fuzzy: 0.2, prefix: true });
        return first === undefined ? null : [first.id, first.score];
      };
    },
  },
  ...(["token_sort_ratio", "WRatio"] as const).map((scorer): Peer => ({
    name: `fuzzball ${scorer === "WRatio" ? "WRatio" : "token sort"}`,
    open: async (right) => {
      const loaded = (await load("fuzzball")) as { readonly default: FuzzballModule } | null;
      if (loaded === null) return null;
      const module = loaded.default;
      return (name) => {
        const [first] = module.extract(name, right, { limit: 1, scorer: module[scorer] });
        return first === undefined ? null : [first[2], first[1]];
      };
    },
  })),
  {
    name: "string-similarity",
    open: async (right) => {
      const module = (await load("string-similarity")) as StringSimilarityModule | null;
      if (module === null) return null;
      return (name) => {
        const { bestMatch, bestMatchIndex } = module.default.findBestMatch(name, [...right]);
        return bestMatch.rating > 0 ? [bestMatchIndex, bestMatch.rating] : null;
      };
    },
  },
];
