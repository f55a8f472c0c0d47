import type { BilledLine, UsageRecord } from "../records";
import { catalogueKey } from "../catalogue";
import { clientKey, domainKey, idKey, productKey } from "../normalise";
import type { TableIndex } from "./table-index";

/** A billed client or service: its key, and the spelling shown to people. */
export interface Target {
  readonly key: string;
  readonly name: string;
}

/** Where a source name belongs. */
export type Resolution =
  | {
      readonly kind: "mapped";
      readonly targets: readonly Target[];
      readonly how: "confirmed" | "exact" | "id" | "catalogue";
    }
  | { readonly kind: "ignored" }
  /** The same id or name stands for several billed names; nobody guesses which. */
  | { readonly kind: "ambiguous"; readonly name: string; readonly targets: readonly Target[] }
  | { readonly kind: "unmapped"; readonly name: string };

/** Billed names by key and by id, the targets of exact matching. */
export interface BilledNames {
  readonly byKey: ReadonlyMap<string, Target>;
  readonly byId: ReadonlyMap<string, readonly Target[]>;
  /** Services by the catalogue's product that they name; empty for clients. */
  readonly byProduct: ReadonlyMap<string, readonly Target[]>;
}

/** A billed line with the client and service that it bills after mapping. */
export interface PlacedLine {
  readonly line: BilledLine;
  readonly client: Target;
  readonly service: Target;
}

/** The billed client or service of an invoice line: its own name unless the table maps the name (merged spellings). */
export function billedTarget(
  source: string,
  name: string,
  table: TableIndex,
  keyOf: (name: string) => string,
): Target | null {
  const answer = table.find(source, [name]);
  if (answer.kind === "ignored") return null;
  const written = answer.kind === "mapped" ? (answer.to[0] ?? name) : name;
  return { key: keyOf(written), name: written };
}

/** Collects billed clients, with the ids and domains that the invoice gives for them. The first spelling is shown. */
export function billedClients(placed: readonly PlacedLine[]): BilledNames {
  return collect(placed.map(({ line, client }) => [client, [line.clientId, line.tenant, line.client]]));
}

/** Collects billed services, with the SKUs that the invoice gives for them. */
export function billedServices(placed: readonly PlacedLine[]): BilledNames {
  const names = collect(placed.map(({ line, service }) => [service, [line.sku]]));
  const byProduct = new Map<string, Target[]>();
  for (const target of names.byKey.values()) {
    const product = catalogueKey(target.name);
    if (product !== null) byProduct.set(product, [...(byProduct.get(product) ?? []), target]);
  }
  return { ...names, byProduct };
}

function collect(entries: readonly (readonly [Target, readonly (string | null)[]])[]): BilledNames {
  const byKey = new Map<string, Target>();
  const byId = new Map<string, Target[]>();
  for (const [target, ids] of entries) {
    const shown = byKey.get(target.key) ?? target;
    byKey.set(target.key, shown);
    for (const id of ids.flatMap(idForms)) {
      const known = byId.get(id) ?? [];
      if (!known.includes(shown)) byId.set(id, [...known, shown]);
    }
  }
  return { byKey, byId, byProduct: new Map() };
}

/** An id as it is and, when it is a domain or a mail address, its bare domain. */
function idForms(id: string | null): readonly string[] {
  if (id === null || id.trim() === "") return [];
  const domain = domainKey(id);
  return domain === null || domain === idKey(id) ? [idKey(id)] : [idKey(id), domain];
}

/** Resolves the client of a usage record: mapping table, then the same name, then the same id or domain. */
export function resolveClient(record: UsageRecord, table: TableIndex, billed: BilledNames): Resolution {
  const names = present([record.client, record.clientId, record.tenant]);
  const fromTable = table.find(record.source, names);
  if (fromTable.kind !== "none") return tableResolution(fromTable, billed, clientKey);
  const exact = record.client === null ? undefined : billed.byKey.get(clientKey(record.client));
  if (exact !== undefined) return { kind: "mapped", targets: [exact], how: "exact" };
  return resolveId(present([record.clientId, record.tenant, record.client]), names, billed);
}

/**
 * Resolves the product of a usage record: mapping table, then the same name as a billed service, then the same SKU, then
 * the same product in the catalogue ("SPB" and "Microsoft 365 Business Premium").
 * A source without a product column stands for the service that its own name spells.
 */
export function resolveProduct(record: UsageRecord, table: TableIndex, billed: BilledNames): Resolution {
  const names = present([record.product, record.sku]);
  const fromTable = table.find(record.source, [...names, "*"]);
  if (fromTable.kind !== "none") return tableResolution(fromTable, billed, productKey);
  const own = names.length === 0 ? [record.source, record.sheet] : present([record.product]);
  for (const name of own) {
    const exact = billed.byKey.get(productKey(name));
    if (exact !== undefined) return { kind: "mapped", targets: [exact], how: "exact" };
  }
  const byId = resolveId(present([record.sku]), names, billed);
  const resolution = byId.kind === "unmapped" ? resolveInCatalogue(names, byId, billed) : byId;
  return resolution.kind === "unmapped" && names.length === 0 ? { kind: "unmapped", name: "*" } : resolution;
}

function resolveInCatalogue(
  names: readonly string[],
  unmapped: Resolution,
  { byProduct }: BilledNames,
): Resolution {
  if (byProduct.size === 0) return unmapped;
  for (const name of names) {
    const product = catalogueKey(name);
    const targets = product === null ? [] : (byProduct.get(product) ?? []);
    if (targets.length === 1) return { kind: "mapped", targets, how: "catalogue" };
    if (targets.length > 1) return { kind: "ambiguous", name, targets };
  }
  return unmapped;
}

function resolveId(ids: readonly string[], names: readonly string[], billed: BilledNames): Resolution {
  for (const id of ids) {
    for (const form of idForms(id)) {
      const targets = billed.byId.get(form) ?? [];
      if (targets.length === 1) return { kind: "mapped", targets, how: "id" };
      if (targets.length > 1) return { kind: "ambiguous", name: id, targets };
    }
  }
  return { kind: "unmapped", name: names[0] ?? "" };
}

function tableResolution(
  answer: { readonly kind: "ignored" } | { readonly kind: "mapped"; readonly to: readonly string[] },
  billed: BilledNames,
  keyOf: (name: string) => string,
): Resolution {
  if (answer.kind === "ignored") return { kind: "ignored" };
  const targets = new Map<string, Target>();
  for (const name of answer.to)
    targets.set(keyOf(name), billed.byKey.get(keyOf(name)) ?? { key: keyOf(name), name });
  return { kind: "mapped", targets: [...targets.values()], how: "confirmed" };
}

function present(names: readonly (string | null)[]): readonly string[] {
  return names.filter((name): name is string => name !== null && name.trim() !== "");
}
