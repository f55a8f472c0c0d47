import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addPairing,
  openVault,
  startRelay,
  type AuditLine,
  type StoredConnection,
  type Vault,
} from "../../src/relay";
import { VENDORS } from "../vendors";
import { startSimulator, type Simulator } from "../vendors/simulator";
import { createWorld } from "../vendors/world";

export const PANE = "https://addin.example.com";
export const PASSPHRASE = "a passphrase of a test";

/** A whole answer of the relay. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A relay without connections, a simulator that it trusts, and a pane that may administer. */
export interface AddRig {
  readonly simulator: Simulator;
  readonly vault: Vault;
  readonly vaultPath: string;
  readonly address: string;
  readonly audit: readonly AuditLine[];
  /** Every answer so far, to search it for secrets. */
  readonly answers: readonly string[];
  setNow(nowMs: number): void;
  /** Breaks off the next save before the new file takes the old one's place. */
  breakSave(): void;
  /** A call of the pane; `token` left out = the one that may administer. */
  call(path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Opens one of the relay's pages as a browser does. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends the form of a page as a browser does. */
  fill(
    path: string,
    fields: Readonly<Record<string, string>> | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  readonly tokens: { readonly admin: string; readonly reader: string };
  stop(): Promise<void>;
}

export async function startAddRig(
  system: string,
  connections: readonly StoredConnection[] = [],
): Promise<AddRig> {
  const vendor = VENDORS[system];
  if (vendor === undefined) throw new Error(`No simulator for ${system}.`);
  const simulator = await startSimulator(vendor.app(createWorld(2)));
  const folder = await mkdtemp(join(tmpdir(), "relay-add-test-"));
  const vaultPath = join(folder, "vault");
  let isBreaking = false;
  const vault = await openVault({
    path: vaultPath,
    passphrase: PASSPHRASE,
    onStep: (step) => {
      if (!isBreaking || step !== "before rename") return;
      isBreaking = false;
      throw new Error("crash");
    },
  });
  const tokens = {
    admin: await addPairing(vault, "Anna's Excel", "2026-11-24", true),
    reader: await addPairing(vault, "Ben's Excel", "2026-11-24"),
  };
  const audit: AuditLine[] = [];
  const answers: string[] = [];
  let now = Date.parse("2026-11-24T09:00:00Z");
  const relay = await startRelay(
    {
      host: "127.0.0.1",
      port: 0,
      origins: [PANE],
      trustedHosts: new Set([simulator.host]),
      simulators: new Set([simulator.host]),
      tls: null,
      paneFolder: null,
      entra: null,
      connections,
    },
    vault,
    (line) => audit.push(line),
    () => now,
  );
  const address = `http://127.0.0.1:${relay.port}`;
  const send = async (path: string, request: RequestInit): Promise<Answer> => {
    const reply = await fetch(`${address}/${path}`, request);
    const text = await reply.text();
    answers.push(text, JSON.stringify([...reply.headers]));
    return { status: reply.status, text, headers: reply.headers };
  };
  return {
    simulator,
    vault,
    vaultPath,
    address,
    audit,
    answers,
    tokens,
    setNow: (nowMs) => {
      now = nowMs;
    },
    breakSave: () => {
      isBreaking = true;
    },
    call: (path, body, token = tokens.admin) =>
      send(path, {
        method: body === undefined ? "GET" : "POST",
        headers: { Authorization: `Bearer ${token}`, Origin: PANE, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    open: (path, headers = {}) => send(path, { headers }),
    fill: (path, fields, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: address, ...headers },
        body: typeof fields === "string" ? fields : new URLSearchParams(fields).toString(),
      }),
    async stop() {
      await Promise.all([relay.stop(), simulator.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}
