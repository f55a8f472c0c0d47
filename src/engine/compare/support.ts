import { countOf, decimal, sum, toQuantity, type Decimal, type UsageRecord } from "../records";
import type { Resolution } from "../match";
import type { Pair } from "./pair";

/** What speaks for a mapping besides the two names. */
export interface Support {
  /** Key of the billed client or service. */
  readonly key: string;
  readonly name: string;
  /** Added to the logarithm of odds that the names give; below 0 when the quantities disagree. */
  readonly odds: number;
  /** A sentence for a person. */
  readonly why: string;
}

/** An unmapped usage record with what its two names resolve to. */
export interface UnmappedRecord {
  readonly record: UsageRecord;
  readonly client: Resolution;
  readonly product: Resolution;
}

/** Compares the quantities of unmapped names with billed quantities that no usage explains yet. */
export interface QuantitySupport {
  readonly of: (kind: "client" | "product", source: string, name: string) => readonly Support[];
}

/** Quantities that must agree before anything is said: one or two agree by chance. */
const ENOUGH = 2;
/** Agreement beyond this adds no certainty: quantities alone never decide. */
const MOST_ODDS = 4.5;
/** What an agreeing quantity tells by its size: many clients have one or two of anything. */
const tells = (quantity: Decimal): number => (quantity.lt(3) ? 0.5 : quantity.lt(10) ? 1.3 : 1.8);

/**
 * Gathers, for each unmapped name, its counts on the other axis (an unmapped product: per client; an unmapped client: per
 * service) and sets them beside billed lines without usage. "BDR Pro" with 3, 7 and 12 for the clients that are billed 3, 7
 * and 12 of "Managed Backup" is probably that service, whatever it is called.
 */
export function quantitySupport(
  unmapped: readonly UnmappedRecord[],
  pairs: readonly Pair[],
): QuantitySupport {
  const open = pairs.filter(({ lines, usage }) => lines.length > 0 && usage.length === 0);
  const billed = {
    client: byQuantity(open, (pair) => [pair.client, pair.service.key]),
    product: byQuantity(open, (pair) => [pair.service, pair.client.key]),
  };
  const counted = new Map<string, Map<string, Decimal>>();
  for (const { record, client, product } of unmapped) {
    count(counted, "client", record, client, product);
    count(counted, "product", record, product, client);
  }
  return {
    of: (kind, source, name) => {
      const own = counted.get(nameKey(kind, source, name));
      if (own === undefined) return [];
      const near = new Set(
        [...own].flatMap(([place, quantity]) => billed[kind].get(quantityAt(place, quantity)) ?? []),
      );
      return [...near].flatMap(({ key, name: to, quantities }) => {
        const support = compareQuantities(own, quantities, kind);
        return support === null ? [] : [{ key, name: to, ...support }];
      });
    },
  };
}

interface Billed {
  readonly key: string;
  readonly name: string;
  readonly quantities: Map<string, Decimal>;
}

/** By what is billed where (`quantityAt`): whom or what that may be, with all its quantities by place. */
function byQuantity(
  pairs: readonly Pair[],
  split: (pair: Pair) => readonly [{ readonly key: string; readonly name: string }, string],
): ReadonlyMap<string, readonly Billed[]> {
  const found = new Map<string, Billed>();
  const billed = new Map<string, Billed[]>();
  for (const pair of pairs) {
    const [{ key, name }, other] = split(pair);
    const entry = found.get(key) ?? { key, name, quantities: new Map<string, Decimal>() };
    const quantity = sum(pair.lines.map((line) => line.quantity));
    entry.quantities.set(other, quantity);
    found.set(key, entry);
    const place = quantityAt(other, quantity);
    const others = billed.get(place);
    if (others === undefined) billed.set(place, [entry]);
    else others.push(entry);
  }
  return billed;
}

/** Adds a record to the counts of an unmapped name, when its other name is known for certain. */
function count(
  counted: Map<string, Map<string, Decimal>>,
  kind: "client" | "product",
  record: UsageRecord,
  own: Resolution,
  other: Resolution,
): void {
  if (own.kind !== "unmapped" || other.kind !== "mapped" || other.targets.length !== 1) return;
  const key = nameKey(kind, record.source, own.name);
  const counts = counted.get(key) ?? new Map<string, Decimal>();
  const place = other.targets[0]?.key ?? "";
  counts.set(place, (counts.get(place) ?? decimal(0)).plus(countOf(record)));
  counted.set(key, counts);
}

function compareQuantities(
  own: ReadonlyMap<string, Decimal>,
  billed: ReadonlyMap<string, Decimal>,
  kind: "client" | "product",
): { readonly odds: number; readonly why: string } | null {
  const agreeing: Decimal[] = [];
  let both = 0;
  let odds = 0;
  for (const [place, quantity] of own) {
    const other = billed.get(place);
    if (other === undefined) continue;
    both += 1;
    if (quantity.eq(other)) {
      agreeing.push(quantity);
      odds += tells(quantity);
    } else odds -= 0.5;
  }
  if (agreeing.length < ENOUGH || agreeing.length * 2 < both) return null;
  const shown = agreeing.slice(0, 3).map((quantity) => toQuantity(quantity));
  const places = `${agreeing.length} of ${both} ${kind === "product" ? "clients" : "services"}`;
  return {
    odds: Math.min(MOST_ODDS, odds),
    why: `The quantities agree with what is billed for ${places} (${shown.join(", ")}${agreeing.length > 3 ? ", …" : ""}).`,
  };
}

const quantityAt = (place: string, quantity: Decimal): string => `${place}\n${quantity.toString()}`;
const nameKey = (kind: "client" | "product", source: string, name: string): string =>
  `${kind}\n${source}\n${name}`;
