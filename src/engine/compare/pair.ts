import type { BilledLine, IsoDate, UsageRecord } from "../records";
import type { Target } from "../match";
import type { Rule } from "../rules";

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
  /** The first day just outside of the window on which something was read that does not count; `null` = nothing was. */
  readNearby: IsoDate | null;
  /** The services whose usage this one covers, when it is billed as a bundle. */
  bundle: Bundle | null;
  /** Key of the bundle that covers this service's usage: it then has no result of its own. */
  coveredBy: string | null;
}

/** What a bundle covers for one client (tblRules Bundle of). */
export interface Bundle {
  readonly driver: Driver;
  readonly others: readonly Pair[];
  /** Driver counts are added for services that several bundles of the client cover. */
  readonly driversOf: (member: Pair) => readonly Driver[];
}

/** The service whose count is that of a bundle. */
export interface Driver {
  readonly pair: Pair;
  /** Its usage that passes the Where of the bundle's rule. */
  readonly usage: readonly UsageRecord[];
  /** The rule of the bundle. */
  readonly rule: Rule;
}

/** The pairs by key; asking for one that is not there yet makes it. */
export interface Pairs {
  readonly get: (client: Target, service: Target) => Pair;
  readonly find: (client: Target, service: Target) => Pair | undefined;
  readonly all: () => readonly Pair[];
}

export function createPairs(): Pairs {
  const pairs: Pair[] = [];
  // Every usage row asks for its pair: joining the two keys into one text each time would cost more than all else here.
  const byClient = new Map<string, Map<string, Pair>>();
  const find: Pairs["find"] = (client, service) => byClient.get(client.key)?.get(service.key);
  return {
    get: (client, service) => {
      const known = find(client, service);
      if (known !== undefined) return known;
      const pair = newPair(client, service);
      pairs.push(pair);
      const ofClient = byClient.get(client.key) ?? new Map<string, Pair>();
      byClient.set(client.key, ofClient.set(service.key, pair));
      return pair;
    },
    find,
    // By key, so that the order of input rows never shows in a result.
    all: () => [...pairs].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
  };
}

function newPair(client: Target, service: Target): Pair {
  const pairs: Pair[] = [];
  const pair: Pair = {
    key: `${client.key}|${service.key}`,
    client,
    service,
    lines: [],
    usage: [],
    place: { kind: "placed", pairs },
    problems: new Set<string>(),
    readNearby: null,
    bundle: null,
    coveredBy: null,
  };
  pairs.push(pair);
  return pair;
}
