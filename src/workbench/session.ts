import {
  createConnectedSystems,
  createExcelEvents,
  createExcelWorkbook,
  type BrowserSignIn,
} from "../commands";
import { connectInBrowser, openRemote } from "../host/browser";
import {
  createConnections,
  createRun,
  createUsageFiles,
  createWorkerEngine,
  type Connections,
  type Run,
  type UsageFiles,
} from "../run";
import { ExcelGateway } from "../workbook";
import { createGrid, type Grid } from "./grid";
import type { WorkbenchCalls } from "./host-worker";

/** The calculation engine's file, for the host's worker and for the grid. */
export const CALCULATION = new URL("@ironcalc/wasm/wasm_bg.wasm", import.meta.url).href;

/** One open workbook: its host, the add-in's run on it, and what the grid shows of it. */
export interface Session {
  readonly name: string;
  readonly run: Run;
  readonly connections: Connections;
  readonly usageFiles: UsageFiles;
  readonly grid: Grid;
  readonly save: () => Promise<Uint8Array>;
  /** Ends the workbook's worker; the session is of no use afterwards. */
  readonly close: () => void;
}

/** Opens a workbook file, or a new workbook, with the add-in on it. @throws UnreadableWorkbook */
export async function openSession(name: string, bytes: Uint8Array | null): Promise<Session> {
  const worker = new Worker(new URL("./host-worker.ts", import.meta.url));
  const host = await openRemote<WorkbenchCalls>(worker, CALCULATION, bytes);
  const gateway = new ExcelGateway(connectInBrowser(host));
  const now = (): string => new Date().toISOString();
  // For automated checks of the page: the workbook behind the grid, whose cells are drawn and not in the page.
  Object.assign(globalThis, { embeddedHost: host.calls });
  const workbook = createExcelWorkbook({
    gateway,
    events: createExcelEvents(gateway),
    who: "Task pane",
    now,
  });
  // `npm start -- --connected` opens the page with the relay that it started.
  const query = new URLSearchParams(location.search);
  const relayAddress = query.get("relay") ?? "";
  const microsoftAddress = query.get("microsoft");
  const port = createConnectedSystems({
    relayAddress,
    now,
    signIn: microsoftAddress === null ? null : simulatorSignIn(microsoftAddress),
    ...(microsoftAddress === null ? {} : { microsoftAddress }),
  });
  const connections = createConnections({ port, workbook, clock: { now } });
  const usageFiles = createUsageFiles();
  const run = createRun({
    workbook,
    engine: createWorkerEngine(() => new Worker(new URL("../run/worker/main.ts", import.meta.url))),
    clock: { now },
    connected: () => connections.sources(),
    files: () => usageFiles.get(),
  });
  const lost = host.losses.map(({ what, count }) => `${count} ${what}${count === 1 ? "" : "s"}`).join(", ");
  return {
    name,
    run,
    connections,
    usageFiles,
    grid: await createGrid(
      host,
      run,
      lost === "" ? "" : `${name} holds ${lost}: not shown, and not in the download.`,
    ),
    save: () => host.calls.save(),
    close: () => {
      host.close();
    },
  };
}

/** Signs in at a simulator of Microsoft 365, which gives anybody a token of any tenant. */
function simulatorSignIn(address: string): BrowserSignIn {
  return {
    async tokenFor(_, account) {
      const reply = await fetch(new URL(`/token/${account === "" ? "own" : account}`, address), {
        method: "POST",
      });
      return ((await reply.json()) as { readonly access_token: string }).access_token;
    },
  };
}
