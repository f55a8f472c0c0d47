import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorOf } from "../../src/connectors";
import { addPairing, openVault, startRelay } from "../../src/relay";
import { VENDORS } from ".";
import { startSimulator, type Simulator } from "./simulator";
import { createWorld } from "./world";

/** A relay with a simulator of every system behind it. */
export interface Connected {
  /** Address of the relay. */
  readonly address: string;
  /** Address of the simulator of Microsoft 365, which is asked without the relay. */
  readonly microsoft: string;
  /** Pairs a pane with it. */
  readonly token: string;
  readonly simulators: readonly Simulator[];
  stop(): Promise<void>;
}

/** Starts simulators and a relay on this machine; the vault lives in a temporary folder and goes with them. */
export async function startConnected({
  origins,
  port = 0,
}: {
  readonly origins: readonly string[];
  readonly port?: number;
}): Promise<Connected> {
  const world = createWorld();
  const start = (system: string): Promise<Simulator> =>
    startSimulator(VENDORS[system]?.app(world) ?? missing(system));
  const systems = Object.keys(VENDORS).filter((system) => connectorOf(system).access.kind === "relay");
  const simulators = await Promise.all(systems.map(start));
  const microsoft = await start("microsoft-graph");
  const folder = await mkdtemp(join(tmpdir(), "billing-reconciliation-"));
  const passphrase = randomBytes(24).toString("base64url");
  const vault = await openVault({ path: join(folder, "vault"), passphrase });
  const token = await addPairing(vault, "demo", new Date().toISOString(), true);
  const relay = await startRelay(
    {
      host: "127.0.0.1",
      port,
      origins,
      trustedHosts: new Set(simulators.map(({ host }) => host)),
      simulators: new Set(simulators.map(({ host }) => host)),
      tls: null,
      paneFolder: null,
      entra: null,
      connections: simulators.map(({ system, address }) => ({
        id: system,
        system,
        name: connectorOf(system).title,
        credentials: { ...VENDORS[system]?.credentials },
        address,
      })),
    },
    vault,
    () => undefined,
  );
  return {
    address: `http://localhost:${relay.port}`,
    microsoft: microsoft.address.replace("127.0.0.1", "localhost"),
    token,
    simulators,
    async stop() {
      await relay.stop();
      await Promise.all([...simulators, microsoft].map((simulator) => simulator.stop()));
      await rm(folder, { recursive: true });
    },
  };
}

function missing(system: string): never {
  throw new Error(`There is no simulator of ${system}.`);
}
