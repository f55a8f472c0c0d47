import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectorOf,
  createHttp,
  createRelay,
  fetchSource,
  testConnection,
  type Clock,
  type FetchedSource,
  type Http,
} from "../../src/connectors";
import {
  addPairing,
  openVault,
  startRelay,
  type AuditLine,
  type RunningRelay,
  type Vault,
} from "../../src/relay";
import { VENDORS } from "../vendors";
import { startSimulator, type Simulator } from "../vendors/simulator";
import type { Company } from "../vendors/world";

export const PERIOD = { start: "2026-11-01", end: "2026-12-01" };
export const NOW = "2026-11-23T09:00:00.000Z";
export const ORIGIN = "https://addin.example.com";

/** Time that passes when somebody waits, so that pauses are counted and not sat out. */
export function createTestClock(): Clock & { readonly waits: number[] } {
  let now = Date.parse(NOW);
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    wait: (delayMs, signal) => {
      if (signal.aborted) return Promise.reject(new Error("aborted"));
      waits.push(delayMs);
      now += delayMs;
      return Promise.resolve();
    },
  };
}

/** One system's simulator behind a real relay. */
export interface Rig {
  readonly system: string;
  readonly simulator: Simulator;
  readonly vault: Vault;
  readonly relay: RunningRelay;
  readonly token: string;
  readonly audit: readonly AuditLine[];
  readonly clock: ReturnType<typeof createTestClock>;
  readonly address: string;
  fetch(options?: FetchChoices): Promise<FetchedSource>;
  test(): Promise<string>;
  stop(): Promise<void>;
}

interface FetchChoices {
  readonly datasets?: readonly string[];
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly onRows?: (rows: number) => void;
}

/** Starts a system's simulator and a relay in front of it. */
export async function startRig(system: string, world: readonly Company[]): Promise<Rig> {
  const vendor = VENDORS[system];
  if (vendor === undefined) throw new Error(`No simulator for ${system}.`);
  const connector = connectorOf(system);
  const simulator = await startSimulator(vendor.app(world));
  const folder = await mkdtemp(join(tmpdir(), "relay-test-"));
  const vault = await openVault({ path: join(folder, "vault"), passphrase: "a passphrase of a test" });
  const token = await addPairing(vault, "test", NOW);
  const audit: AuditLine[] = [];
  const clock = createTestClock();
  const relay = await startRelay(
    {
      host: "127.0.0.1",
      port: 0,
      origins: [ORIGIN],
      trustedHosts: new Set([simulator.host]),
      simulators: new Set([simulator.host]),
      tls: null,
      paneFolder: null,
      entra: null,
      connections:
        connector.access.kind === "relay"
          ? [
              {
                id: "it",
                system,
                name: "The simulator",
                credentials: { ...vendor.credentials },
                address: simulator.address,
              },
            ]
          : [],
    },
    vault,
    (line) => audit.push(line),
    clock.now,
  );
  const address = `http://127.0.0.1:${relay.port}`;
  const httpOf = (account: string, timeoutMs: number): Http =>
    connector.access.kind === "relay"
      ? createRelay({ address, token: () => token, clock, timeoutMs }).httpOf({ id: "it" }, connector)
      : graphHttp(simulator, account, clock, timeoutMs);
  return {
    system,
    simulator,
    vault,
    relay,
    token,
    audit,
    clock,
    address,
    fetch: ({ datasets, signal, timeoutMs = 20_000, onRows } = {}) =>
      fetchSource(
        connector,
        {
          period: PERIOD,
          datasets: new Set(
            datasets ?? connector.datasets.flatMap(({ id, isDefault }) => (isDefault ? [id] : [])),
          ),
        },
        {
          httpOf: (account) => httpOf(account, timeoutMs),
          signal: signal ?? new AbortController().signal,
          onProgress: ({ rows }) => onRows?.(rows),
          now: () => NOW,
        },
      ),
    test: () =>
      testConnection(connector, {
        httpOf: (account) => httpOf(account, 20_000),
        signal: new AbortController().signal,
      }),
    async stop() {
      await Promise.all([relay.stop(), simulator.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Microsoft Graph is asked directly, with a token per tenant. */
function graphHttp(simulator: Simulator, account: string, clock: Clock, timeoutMs: number): Http {
  let token: string | null = null;
  return createHttp({
    system: "Microsoft 365",
    addressOf: (path) => (path.startsWith("http") ? path : `${simulator.address}${path}`),
    clock,
    timeoutMs,
    async authorise(isRenewed) {
      if (token === null || isRenewed) {
        const reply = await fetch(`http://${simulator.host}/token/${account === "" ? "own" : account}`, {
          method: "POST",
        });
        token = ((await reply.json()) as { readonly access_token: string }).access_token;
      }
      return { Authorization: `Bearer ${token}` };
    },
  });
}
