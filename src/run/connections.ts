import type { IsoDate, Period } from "../engine/records";
import { createConnectionChanges, type AddingState, type ConnectionChanges } from "./connection-changes";
import type {
  ConnectedSource,
  ConnectionInfo,
  ConnectionList,
  ConnectionsPort,
  FetchStep,
} from "./connections-port";
import type { ClockPort, WorkbookPort } from "./ports";

/** What a connection is doing, or did last. */
export type ConnectionStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "testing" }
  | { readonly kind: "works"; readonly message: string }
  | { readonly kind: "fetching"; readonly step: FetchStep | null }
  | { readonly kind: "failed"; readonly message: string };

/** What the last fetch of a connection gave; what is in a sheet counts there. */
export interface LastFetch {
  readonly fetchedAt: string;
  readonly rows: number;
  readonly doubts: readonly string[];
  readonly leftOut: readonly string[];
  readonly period: Period;
  /** The sheet that holds the rows; `null` while they are in the pane only. */
  readonly sheet: string | null;
}

/** One connection with its state. */
export interface ConnectionView {
  readonly info: ConnectionInfo;
  readonly status: ConnectionStatus;
  readonly last: LastFetch | null;
}

/** The Connections screen's state. */
export interface ConnectionsState {
  readonly relay:
    | { readonly kind: "none"; readonly address: string; readonly message: string }
    | { readonly kind: "pairing"; readonly address: string }
    | {
        readonly kind: "paired";
        readonly address: string;
        readonly mayAdminister: boolean;
        readonly takesAddress: boolean;
      };
  readonly connections: readonly ConnectionView[];
  readonly adding: AddingState;
}

/** The connected systems' state and commands. No command rejects: failures are state. */
export interface Connections extends ConnectionChanges {
  getState(): ConnectionsState;
  subscribe(listener: () => void): () => void;
  pair(address: string, token: string | null): Promise<void>;
  test(id: string): Promise<void>;
  /** Fetches and takes the rows into the next reconciliation; billed lines always become a sheet. */
  fetch(id: string, period: Period, datasets: readonly string[]): Promise<void>;
  cancel(id: string): void;
  /** Writes what was fetched as a sheet of the workbook, where it counts from then on. */
  writeSheet(id: string): Promise<void>;
  /** What takes part in a reconciliation besides the workbook's sheets. */
  sources(): readonly ConnectedSource[];
}

interface Parts {
  readonly port: ConnectionsPort;
  readonly workbook: Pick<WorkbookPort, "writeSnapshot">;
  readonly clock: ClockPort;
}

/** The connections over their port. */
export function createConnections({ port, workbook, clock }: Parts): Connections {
  const listeners = new Set<() => void>();
  const fetched = new Map<string, ConnectedSource>();
  const running = new Map<string, AbortController>();
  let state: ConnectionsState = {
    relay: { kind: "none", address: port.relayAddress, message: "" },
    connections: port.direct().map(fresh),
    adding: { kind: "none" },
  };
  const set = (next: ConnectionsState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const view = (id: string, patch: Partial<ConnectionView>): void => {
    const connections = state.connections.map((it) => (it.info.id === id ? { ...it, ...patch } : it));
    set({ ...state, connections });
  };
  const find = (id: string): ConnectionView | undefined =>
    state.connections.find(({ info }) => info.id === id);

  /** Runs one job of a connection; a second one while it runs is not begun. */
  async function job(
    id: string,
    begin: ConnectionStatus,
    work: (signal: AbortSignal, isCurrent: () => boolean) => Promise<Partial<ConnectionView>>,
  ): Promise<void> {
    const before = find(id);
    if (before === undefined || running.has(id)) return;
    const abort = new AbortController();
    running.set(id, abort);
    const isCurrent = (): boolean => running.get(id) === abort;
    view(id, { status: begin });
    try {
      const patch = await work(abort.signal, isCurrent);
      if (isCurrent()) view(id, patch);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (isCurrent()) view(id, { status: { kind: "failed", message } });
    } finally {
      if (isCurrent()) running.delete(id);
    }
  }

  /** Writes a fetched source into the workbook; it is read from there from then on. */
  async function write(id: string, source: ConnectedSource): Promise<string> {
    const { written: name } = nameOf(find(id)?.info, source.fetchedAt);
    const sheet = await workbook.writeSnapshot({ ...source.sheet, name });
    fetched.delete(id);
    return sheet;
  }

  /** The state with the connections as the relay has them now; what was fetched from them stays. */
  const listed = (
    { connections: found, mayAdminister, takesAddress }: ConnectionList,
    address: string,
  ): Pick<ConnectionsState, "relay" | "connections"> => {
    const known = new Map(state.connections.map((it) => [it.info.id, it]));
    return {
      relay: { kind: "paired", address, mayAdminister, takesAddress },
      connections: [...port.direct(), ...found].map((info) => ({
        ...(known.get(info.id) ?? fresh(info)),
        info,
      })),
    };
  };
  const changes = createConnectionChanges({
    port,
    getAdding: () => state.adding,
    setAdding: (adding) => {
      set({ ...state, adding });
    },
    take: (list) => {
      if (state.relay.kind === "paired") set({ ...state, ...listed(list, state.relay.address) });
    },
    drop: (id) => {
      running.get(id)?.abort();
      running.delete(id);
      fetched.delete(id);
    },
    fail: (id, message) => {
      view(id, { status: { kind: "failed", message } });
    },
  });

  return {
    ...changes,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async pair(address, token) {
      set({ ...state, relay: { kind: "pairing", address } });
      try {
        const found = await port.pair(address, token, new AbortController().signal);
        set({ ...state, ...listed(found, address), adding: { kind: "none" } });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        set({ ...state, relay: { kind: "none", address, message } });
      }
    },
    test: (id) =>
      job(id, { kind: "testing" }, async (signal) => ({
        status: { kind: "works", message: await port.test(id, signal) },
      })),
    fetch: (id, period, datasets) =>
      job(id, { kind: "fetching", step: null }, async (signal, isCurrent) => {
        const info = find(id)?.info;
        const request = { period, datasets, sheet: nameOf(info, clock.now()).held };
        const source = await port.fetch(id, request, {
          signal,
          onProgress: (step) => {
            if (isCurrent()) view(id, { status: { kind: "fetching", step } });
          },
        });
        if (!isCurrent()) return {};
        fetched.set(id, source);
        const { fetchedAt, rows, doubts, leftOut } = source;
        // The invoice has to stand in the workbook: its cells are highlighted, corrected and shared.
        const sheet = info?.side === "billed" ? await write(id, source) : null;
        return {
          status: { kind: "idle" },
          last: { fetchedAt, rows, doubts, leftOut, period, sheet },
        };
      }),
    cancel(id) {
      const abort = running.get(id);
      if (abort === undefined) return;
      running.delete(id);
      abort.abort();
      view(id, { status: { kind: "idle" } });
    },
    writeSheet: async (id) => {
      const source = fetched.get(id);
      const last = find(id)?.last;
      if (source === undefined || last === null || last === undefined) return;
      try {
        view(id, { last: { ...last, sheet: await write(id, source) } });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        view(id, { status: { kind: "failed", message } });
      }
    },
    sources: () => [...fetched.values()],
  };
}

/**
 * What the rows of a connection are called: while the pane holds them, and as a sheet. No sheet can have a colon in its
 * name, so the two are never taken for each other. Excel cuts longer names, so that a sheet is invented stands in the place of the day;
 * its first line holds both.
 */
function nameOf(
  info: ConnectionInfo | undefined,
  fetchedAt: string,
): { readonly held: string; readonly written: string } {
  const { name = "", isSimulated = false } = info ?? {};
  const mark = isSimulated ? "simulator" : fetchedAt.slice(0, 10);
  return { held: `${name}: ${mark}`, written: `${name} ${mark}` };
}

function fresh(info: ConnectionInfo): ConnectionView {
  return { info, status: { kind: "idle" }, last: null };
}

/** The calendar month of a day, which is what most agreements bill. */
export function monthOf(day: IsoDate): Period {
  const [year = 0, month = 0] = day.split("-").map(Number);
  const first = (y: number, m: number): IsoDate => new Date(Date.UTC(y, m, 1)).toISOString().slice(0, 10);
  return { start: first(year, month - 1), end: first(year, month) };
}
