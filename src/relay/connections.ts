import { connectorOf, type Credentials, type Rate, type RelayAccess } from "../connectors";
import { RelayProblem } from "./problem";
import type { StoredConnection } from "./vault";

/** A connection, ready to be asked. */
export interface OpenConnection {
  readonly id: string;
  readonly system: string;
  readonly name: string;
  readonly access: RelayAccess;
  readonly credentials: Credentials;
  /** Ends with a slash. */
  readonly base: string;
  /** Blank when the system has no sign-in of its own. */
  readonly tokenUrl: string;
  /** How often the system may be asked, by all panes together; left out = it states no limit. */
  readonly rate?: Rate;
}

/** The connection as its system defines it. @throws RelayProblem when its address is not one of the system */
export function openConnection(stored: StoredConnection, trustedHosts: ReadonlySet<string>): OpenConnection {
  const { id, system, name, credentials, address } = stored;
  const { access, rate } = connectorOf(system);
  if (access.kind !== "relay") {
    throw new RelayProblem("no connection", `${name} is asked by the pane itself and needs no relay.`);
  }
  const own = access.base(credentials);
  const base = address ?? own;
  const { host, hostname, protocol } = new URL(base);
  const isOwn = address === undefined && protocol === "https:" && access.hosts.test(hostname);
  if (!isOwn && !trustedHosts.has(host)) {
    throw new RelayProblem(
      "wrong host",
      `${host} is not an address of ${connectorOf(system).title}. Check the connection, or list the host in RELAY_TRUSTED_HOSTS.`,
    );
  }
  const { signIn } = access;
  const tokenUrl = signIn.kind === "headers" ? "" : signIn.tokenUrl(credentials);
  return {
    id,
    system,
    name,
    access,
    credentials,
    base,
    // At another address the sign-in stands there too, below the path that it has at the system.
    tokenUrl: address === undefined || tokenUrl === "" ? tokenUrl : rebased(tokenUrl, address),
    ...(rate === undefined ? {} : { rate }),
  };
}

function rebased(tokenUrl: string, address: string): string {
  const { pathname, search } = new URL(tokenUrl);
  return new URL(`${pathname}${search}`, address).href;
}
