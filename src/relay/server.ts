import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApp, type AuditLine } from "./app";
import { createCallerCheck } from "./caller";
import { createMetrics } from "./metrics";
import { createRegistry } from "./registry";
import type { RelaySettings } from "./settings";
import { createTokenSource } from "./tokens";
import { createUpstream } from "./upstream";
import type { Vault } from "./vault";

/** A relay that runs. */
export interface RunningRelay {
  readonly port: number;
  /** Takes no new request, lets those under way end, and stops. */
  stop(): Promise<void>;
}

const UPSTREAM_TIMEOUT_MS = 60_000;
const ANSWER_BYTES = 20_000_000;

/** Starts the relay. @throws RelayProblem for a connection with a wrong address */
export async function startRelay(
  settings: Omit<RelaySettings, "passphrase" | "vaultPath">,
  vault: Vault,
  audit: (line: AuditLine) => void,
  nowMs: () => number = Date.now,
): Promise<RunningRelay> {
  const { trustedHosts, tls, origins, paneFolder, entra } = settings;
  const upstream = createUpstream({ trustedHosts, timeoutMs: UPSTREAM_TIMEOUT_MS, maxBytes: ANSWER_BYTES });
  const registry = createRegistry(vault, settings.connections, trustedHosts);
  // A wrong address is said at the start, not at the first request.
  registry.all();
  const app = createApp({
    registry,
    trustedHosts,
    simulators: settings.simulators ?? new Set(),
    address: settings.address ?? null,
    vault,
    callers: createCallerCheck(vault, nowMs, entra),
    tokens: createTokenSource(vault, upstream, nowMs),
    upstream,
    metrics: createMetrics(),
    audit,
    nowMs,
    origins,
    paneFolder,
  });
  const listener = getRequestListener(app.fetch);
  const handle = (...parts: Parameters<typeof listener>): void => {
    void listener(...parts);
  };
  const server: Server = tls === null ? createHttpServer(handle) : createHttpsServer({ ...tls }, handle);
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxRequestsPerSocket = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
