import { bridge, runOn, type ExcelRun } from "./bridge";
import type { Calls } from "./protocol";
import type { RemoteHost } from "./remote";

export { UnreadableWorkbook } from "./errors";
export type { EmbeddedHost } from "./host";
export type { HostCalls } from "./protocol";
export { openRemote } from "./remote";
export type { RemoteHost } from "./remote";
export type { ExcelRun };

let started: Promise<void> | null = null;

/** Loads Microsoft's client library in a page, once. @param client Its address. */
export function startInBrowser(client: string): Promise<void> {
  started ??= loadClient(client);
  return started;
}

/** Connects a host in a worker with Microsoft's client in a page; `startInBrowser` must be through. */
export function connectInBrowser({ link }: Pick<RemoteHost<Calls>, "link">): ExcelRun {
  return runOn(link);
}

function loadClient(address: string): Promise<void> {
  Object.defineProperty(globalThis, "_richApiNativeBridge", { value: bridge, configurable: true });
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      resolve();
    };
    script.onerror = () => {
      reject(new Error(`${address} could not be loaded. Reload the page.`));
    };
    document.head.append(script);
  });
}
