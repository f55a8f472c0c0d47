import {
  ZERO,
  countOf,
  rowCountOf,
  toQuantity,
  type Decimal,
  type MappingProposal,
  type Suggestion,
  type UnmappedName,
} from "../records";
import { clientKey, productKey } from "../normalise";
import {
  clientSuggester,
  productSuggester,
  type BilledNames,
  type Resolution,
  type TableIndex,
} from "../match";
import type { UsagePlace } from "./place-usage";

type Unmapped = Extract<UsagePlace, { kind: "unmapped" }>;

/** The names that map to nothing, what they may be, and which results their usage may belong to. */
export interface UnmappedUsage {
  readonly names: readonly UnmappedName[];
  readonly proposals: readonly MappingProposal[];
  /** The unmapped names whose usage would reach a (client, service), by its key, if the best suggestions were right. */
  readonly namesReaching: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Gathered {
  readonly kind: "client" | "product";
  readonly source: string;
  readonly name: string;
  rows: number;
  quantity: Decimal;
}

export function listUnmapped(
  places: readonly Unmapped[],
  clients: BilledNames,
  services: BilledNames,
  clientTable: TableIndex,
  serviceTable: TableIndex,
): UnmappedUsage {
  const suggest = {
    client: cached(clientSuggester([...clients.byKey.values()])),
    product: cached(productSuggester([...services.byKey.values()])),
  };
  const gathered = new Map<string, Gathered>();
  const namesReaching = new Map<string, Set<string>>();
  for (const { record, client, product } of places) {
    for (const [kind, resolution] of [
      ["client", client],
      ["product", product],
    ] as const) {
      if (resolution.kind !== "unmapped") continue;
      const id = `${kind}\n${record.source}\n${resolution.name}`;
      const entry = gathered.get(id) ?? {
        kind,
        source: record.source,
        name: resolution.name,
        rows: 0,
        quantity: ZERO,
      };
      entry.rows += rowCountOf(record);
      entry.quantity = entry.quantity.plus(countOf(record));
      gathered.set(id, entry);
    }
    for (const clientName of reachable(client, suggest.client)) {
      for (const service of reachable(product, suggest.product)) {
        const key = `${clientKey(clientName)}|${productKey(service)}`;
        const names = namesReaching.get(key) ?? new Set<string>();
        for (const resolution of [client, product])
          if (resolution.kind === "unmapped") names.add(`"${resolution.name}" of ${record.source}`);
        namesReaching.set(key, names);
      }
    }
  }
  const names = [...gathered.values()]
    .map((entry) => ({
      ...entry,
      quantity: toQuantity(entry.quantity),
      suggestions: suggest[entry.kind](entry.name),
    }))
    .sort((a, b) => compareTexts(`${a.kind}\n${a.source}\n${a.name}`, `${b.kind}\n${b.source}\n${b.name}`));
  const tables = { client: clientTable, product: serviceTable };
  return {
    names,
    namesReaching,
    proposals: names.flatMap((name) =>
      name.name === "" || tables[name.kind].lists(name.source, name.name) ? [] : [propose(name)],
    ),
  };
}

function propose({ kind, source, name, suggestions }: UnmappedName): MappingProposal {
  const [first] = suggestions;
  if (first === undefined) return { kind, source, name, to: "", score: 0, note: "no likely match found" };
  return { kind, source, name, to: first.to, score: first.score, note: first.why };
}

/** From this score on a suggestion is likelier right than wrong. */
const LIKELY = 0.5;

/** Names that a resolution stands for, the best likely suggestion when it stands for none. */
function reachable(
  resolution: Resolution,
  suggest: (name: string) => readonly Suggestion[],
): readonly string[] {
  switch (resolution.kind) {
    case "mapped":
    case "ambiguous":
      return resolution.targets.map((target) => target.name);
    case "unmapped":
      return suggest(resolution.name)
        .slice(0, 1)
        .filter((suggestion) => suggestion.score >= LIKELY)
        .map((suggestion) => suggestion.to);
    case "ignored":
      return [];
  }
}

function cached<T>(compute: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const value = known.get(name) ?? compute(name);
    known.set(name, value);
    return value;
  };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
