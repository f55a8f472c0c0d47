import type { HostLink } from "./bridge";
import { UnreadableWorkbook } from "./errors";
import type { Calls, HostCalls, HostChange, HostMessage, PageMessage } from "./protocol";
import type { Loss } from "./xlsx";

/** Declared as a method, so that a Worker, whose events hold more, satisfies it. */
type Listener<Event> = { call(event: Event): void }["call"];

/** The part of a Web Worker that is needed here. */
export interface HostWorker {
  postMessage(message: PageMessage): void;
  terminate(): void;
  onmessage: Listener<{ readonly data: HostMessage }> | null;
  onerror: Listener<{ readonly message: string }> | null;
}

/** Functions that answer later, because they run in another thread. */
type Later<C extends Calls> = {
  readonly [K in keyof C]: (...args: Parameters<C[K]>) => Promise<Awaited<ReturnType<C[K]>>>;
};

/** A host in a worker, as a page works with it. Calls and requests are answered in the order they were made. */
export interface RemoteHost<C extends Calls = HostCalls> {
  readonly link: HostLink;
  readonly calls: Later<C>;
  /** What opening the workbook left out. */
  readonly losses: readonly Loss[];
  /** Called after a request that changed or selected something. */
  onChanged: ((change: HostChange) => void) | null;
  /** Ends the worker; what was asked and not answered stays so. */
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens a workbook in a worker; without bytes a new one. A worker that cannot is ended.
 * @param wasm The address of the calculation engine's WebAssembly file.
 * @throws UnreadableWorkbook
 */
export function openRemote<C extends Calls>(
  worker: HostWorker,
  wasm: string,
  bytes: Uint8Array | null,
): Promise<RemoteHost<C>> {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      worker.postMessage({ kind: "call", id: calls, name, args });
    });
  const link: HostLink = {
    onAnswer: null,
    onEvent: null,
    send: (text) => {
      worker.postMessage({ kind: "request", text });
    },
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      worker.terminate();
      reject(error);
      for (const one of waiting.values()) one.reject(error);
    };
    let host: RemoteHost<C> | null = null;
    worker.onerror = ({ message }) => {
      fail(new Error(`The embedded workbook stopped: ${message}. Reload the page.`));
    };
    worker.onmessage = ({ data }) => {
      switch (data.kind) {
        case "opened":
          host = {
            link,
            losses: data.losses,
            onChanged: null,
            // Any name is a function here: the worker says which it knows.
            calls: new Proxy({} as Later<C>, {
              get: (_, name) =>
                name === "then" ? undefined : (...args: unknown[]) => call(String(name), args),
            }),
            close: () => {
              worker.terminate();
            },
          };
          resolve(host);
          break;
        case "not opened":
          fail(data.isUnreadable ? new UnreadableWorkbook(data.message) : new Error(data.message));
          break;
        case "answer":
          link.onAnswer?.(data.text);
          break;
        case "event":
          link.onEvent?.(data.text);
          break;
        case "changed":
          host?.onChanged?.(data.change);
          break;
        case "returned":
          waiting.get(data.id)?.resolve(data.value);
          waiting.delete(data.id);
          break;
        case "failed":
          waiting.get(data.id)?.reject(new Error(data.message));
          waiting.delete(data.id);
          break;
      }
    };
    worker.postMessage({ kind: "open", wasm, bytes });
  });
}
