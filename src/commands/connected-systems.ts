import {
  connectorOf,
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
  type RelayConnection,
} from "../connectors";
import type { ConnectionInfo, ConnectionsPort } from "../run";

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
    reachable.set(connector.system, { connector, httpOf });
    return [infoOf(connector, connector.system, connector.title, microsoftAddress !== undefined)];
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
      const connections = await relay.connections(signal);
      return connections.flatMap((connection: RelayConnection) => {
        const known = SYSTEMS.find(({ system }) => system === connection.system);
        if (known === undefined) return [];
        const connector = connectorOf(connection.system);
        reachable.set(connection.id, { connector, httpOf: () => relay.httpOf(connection, connector) });
        return [infoOf(connector, connection.id, connection.name, connection.isSimulated)];
      });
    },
    test(id, signal) {
      const { connector, httpOf } = find(id);
      return testConnection(connector, { httpOf, signal });
    },
    async fetch(id, { period, datasets, sheet }, { signal, onProgress }) {
      const { connector, httpOf } = find(id);
      const job = { period, datasets: new Set(datasets) };
      const source = await fetchSource(connector, job, { httpOf, signal, onProgress, now });
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

function infoOf(connector: Connector, id: string, name: string, isSimulated: boolean): ConnectionInfo {
  const { title, side, datasets } = connector;
  return { id, title, name, side, datasets, isSimulated };
}
