import type { BilledLine, UsageRecord } from "../records";
import type { Target } from "../match";

/** One client and service with everything that was billed and used, while it is being gathered. */
export interface Pair {
  readonly key: string;
  readonly client: Target;
  readonly service: Target;
  readonly lines: BilledLine[];
  readonly usage: UsageRecord[];
  /** Where a usage record went that counts for this pair alone. */
  readonly place: { readonly kind: "placed"; readonly pairs: readonly Pair[] };
  /** Why no verdict is possible, in the words of a person. */
  readonly problems: Set<string>;
  /** The services whose usage this one covers, when it is billed as a bundle. */
  bundle: Bundle | null;
  /** Key of the bundle that covers this service's usage: it then has no result of its own. */
  coveredBy: string | null;
}

/** What a bundle covers for one client (tblRules Bundle of). */
export interface Bundle {
  readonly driver: Pair;
  readonly others: readonly Pair[];
  /** Driver counts are added for services that several bundles of the client cover. */
  readonly driversOf: (member: Pair) => readonly Pair[];
}

/** The pairs by key; asking for one that is not there yet makes it. */
export interface Pairs {
  readonly get: (client: Target, service: Target) => Pair;
  readonly find: (client: Target, service: Target) => Pair | undefined;
  readonly all: () => readonly Pair[];
}

/** The stable key of a client and service. */
function pairKey(client: Target, service: Target): string {
  return `${client.key}|${service.key}`;
}

export function createPairs(): Pairs {
  const pairs = new Map<string, Pair>();
  return {
    get: (client, service) => {
      const key = pairKey(client, service);
      const pair = pairs.get(key) ?? newPair(key, client, service);
      pairs.set(key, pair);
      return pair;
    },
    find: (client, service) => pairs.get(pairKey(client, service)),
    // By key, so that the order of input rows never shows in a result.
    all: () => [...pairs.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
  };
}

function newPair(key: string, client: Target, service: Target): Pair {
  const pairs: Pair[] = [];
  const pair: Pair = {
    key,
    client,
    service,
    lines: [],
    usage: [],
    place: { kind: "placed", pairs },
    problems: new Set<string>(),
    bundle: null,
    coveredBy: null,
  };
  pairs.push(pair);
  return pair;
}
