import {
  createHttp,
  createRelay,
  fetchSource,
  SYSTEMS,
  systemClock,
  testConnection,
  toSheet,
  type Connector,
  type Http,
  type Relay,
  type RelayListing,
} from "../connectors";
import type { ConnectionInfo, ConnectionList, ConnectionsPort } from "../run";
import { systemChoices } from "./system-choices";

/** Signs a person in to a system that browsers may ask directly; `account` is a tenant, blank for the own one. */
export interface BrowserSignIn {
  /** An access token. @throws Error with what to do */
  tokenFor(scopes: readonly string[], account: string, isRenewed: boolean): Promise<string>;
}

interface Options {
  /** Where the relay is looked for first; blank for none. */
  readonly relayAddress: string;
  /** `null` where the build has no application id for it. */
  readonly signIn: BrowserSignIn | null;
  /** Address of a simulator that stands in for Microsoft; left out = Microsoft's own. */
  readonly microsoftAddress?: string;
  readonly now: () => string;
}

/** One connection as it can be asked. */
interface Reachable {
  readonly connector: Connector;
  readonly info: ConnectionInfo;
  readonly httpOf: (account: string) => Http;
}

/** The connected systems, over a relay or directly. The pairing token lives in this closure and nowhere else. */
export function createConnectedSystems({
  relayAddress,
  signIn,
  microsoftAddress,
  now,
}: Options): ConnectionsPort {
  const reachable = new Map<string, Reachable>();
  const direct = SYSTEMS.flatMap((connector): readonly ConnectionInfo[] => {
    const { access } = connector;
    if (access.kind !== "browser" || signIn === null) return [];
    const base = microsoftAddress ?? access.base;
    const httpOf = (account: string): Http =>
      createHttp({
        system: connector.title,
        // The next page is a whole address; one of another place is not asked with the token.
        addressOf: (path) => (path.startsWith(base) ? path : `${base}${path}`),
        clock: systemClock,
        authorise: async (isRenewed) => ({
          Authorization: `Bearer ${await signIn.tokenFor(access.scopes, account, isRenewed)}`,
        }),
      });
    const { system: id, title: name } = connector;
    const isSimulated = microsoftAddress !== undefined;
    const info = infoOf(connector, { id, name, isSimulated, isRemovable: false });
    reachable.set(id, { connector, info, httpOf });
    return [info];
  });
  let paired: { readonly relay: Relay; readonly base: string } | null = null;
  const relayOf = (): { readonly relay: Relay; readonly base: string } => {
    if (paired !== null) return paired;
    throw new Error("This pane is not paired with a relay. Pair it first.");
  };
  /** What a relay has, as the pane knows it; connections of systems that are newer than this pane are left out. */
  const take = (
    relay: Relay,
    { connections, mayAdminister, takesAddress }: RelayListing,
  ): ConnectionList => ({
    mayAdminister,
    takesAddress,
    connections: connections.flatMap((connection) => {
      const connector = SYSTEMS.find(({ system }) => system === connection.system);
      if (connector === undefined) return [];
      const httpOf = (): Http => relay.httpOf(connection, connector);
      const info = infoOf(connector, connection);
      reachable.set(connection.id, { connector, info, httpOf });
      return [info];
    }),
  });
  const find = (id: string): Reachable => {
    const found = reachable.get(id);
    if (found === undefined)
      throw new Error("This connection is no longer there. Pair with the relay again.");
    return found;
  };
  return {
    relayAddress,
    direct: () => direct,
    async pair(address, token, signal) {
      const base = address.trim().replace(/\/+$/, "");
      if (base !== "" && !/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)(:|$|\/)/.test(base)) {
        throw new Error(`${base} is no secure address. The address of a relay begins with https://.`);
      }
      const relay: Relay = createRelay({
        address: base,
        token: () => token,
        clock: systemClock,
      });
      if (token !== null) await relay.pair(signal);
      const listing = await relay.connections(signal);
      paired = { relay, base };
      return take(relay, listing);
    },
    async list(signal) {
      const { relay } = relayOf();
      return take(relay, await relay.connections(signal));
    },
    systems: systemChoices,
    async begin(draft, signal) {
      const { relay, base } = relayOf();
      const { id, path, expiresAt } = await relay.begin(draft, signal);
      return { id, expiresAt, link: new URL(path, `${base === "" ? location.origin : base}/`).href };
    },
    async remove(id, signal) {
      const { relay } = relayOf();
      const listing = await relay.remove(id, signal);
      reachable.delete(id);
      return take(relay, listing);
    },
    test(id, signal) {
      const { connector, httpOf } = find(id);
      return testConnection(connector, { httpOf, signal });
    },
    async fetch(id, { period, datasets, sheet }, { signal, onProgress }) {
      const { connector, info, httpOf } = find(id);
      const { name, isSimulated } = info;
      const job = { period, datasets: new Set(datasets) };
      const source = await fetchSource(connector, job, {
        httpOf,
        signal,
        onProgress,
        name,
        isSimulated,
        now,
      });
      return {
        ...toSheet(source, sheet),
        fetchedAt: source.fetchedAt,
        rows: source.rows.length,
        doubts: source.doubts.map(({ message }) => message),
        leftOut: source.leftOut.map(({ reason, count }) => `${count} ${reason}`),
      };
    },
  };
}

function infoOf(
  { title, side, datasets }: Connector,
  { id, name, isSimulated, isRemovable }: Pick<ConnectionInfo, "id" | "name" | "isSimulated" | "isRemovable">,
): ConnectionInfo {
  return { id, title, name, side, datasets, isSimulated, isRemovable };
}
