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
import { clientKey, domainKey, productKey } from "../normalise";
import {
  clientSuggester,
  productSuggester,
  type BilledNames,
  type MappingRow,
  type Resolution,
  type TableIndex,
} from "../match";
import type { Pair } from "./pair";
import type { UsagePlace } from "./place-usage";
import { combineSuggestions } from "./combine-suggestions";
import { quantitySupport } from "./support";

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

/** What suggestions are made from. */
export interface UnmappedContext {
  readonly clients: BilledNames;
  readonly services: BilledNames;
  readonly clientTable: TableIndex;
  readonly serviceTable: TableIndex;
  readonly clientRows: readonly MappingRow[];
  readonly serviceRows: readonly MappingRow[];
  readonly pairs: readonly Pair[];
}

/** Lists what maps to nothing, with suggestions from the names, from earlier confirmations and from equal quantities. */
export function listUnmapped(places: readonly Unmapped[], context: UnmappedContext): UnmappedUsage {
  // Learning what tells the billed names apart is of no use where every name is known.
  if (places.length === 0) return { names: [], proposals: [], namesReaching: new Map() };
  const { clients, services, clientTable, serviceTable } = context;
  const support = quantitySupport(places, context.pairs);
  const named = {
    client: cached(clientSuggester([...clients.byKey.values()], context.clientRows)),
    product: cached(productSuggester([...services.byKey.values()], context.serviceRows)),
  };
  const domains = domainsOf(places);
  const suggest = cachedBySource((kind, source, name) => {
    const domain = kind === "client" ? domains.get(`${source}\n${name}`) : undefined;
    const byDomain = domain === undefined ? [] : named.client(domain);
    return combineSuggestions(named[kind](name), byDomain, support.of(kind, source, name));
  });
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
    for (const clientName of reachable(client, (name) => suggest("client", record.source, name))) {
      for (const service of reachable(product, (name) => suggest("product", record.source, name))) {
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
      suggestions: suggest(entry.kind, entry.source, entry.name),
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

/** The domain that a source gives beside a client's name, where all its rows give the same. */
function domainsOf(places: readonly Unmapped[]): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>();
  for (const { record, client } of places) {
    if (client.kind !== "unmapped") continue;
    const domain =
      [record.tenant, record.clientId].find((id) => id !== null && domainKey(id) !== null) ?? null;
    const key = `${record.source}\n${client.name}`;
    const known = found.get(key);
    found.set(key, known === undefined || known === domain ? domain : null);
  }
  return new Map([...found].flatMap(([key, domain]) => (domain === null ? [] : [[key, domain] as const])));
}

function cachedBySource<T>(
  compute: (kind: "client" | "product", source: string, name: string) => T,
): (kind: "client" | "product", source: string, name: string) => T {
  const known = new Map<string, T>();
  return (kind, source, name) => {
    const key = `${kind}\n${source}\n${name}`;
    const value = known.get(key) ?? compute(kind, source, name);
    known.set(key, value);
    return value;
  };
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
