import { bridge, runOn, type ExcelRun } from "./bridge";
import { startCalculation } from "./calc";
import type { EmbeddedHost } from "./host";

export { UnreadableWorkbook } from "./errors";
export { EmbeddedHost } from "./host";
export { findLosses } from "./xlsx";
export type { ExcelRun };

/** Addresses of what a page has to load before a host can be used. */
export interface BrowserParts {
  /** Microsoft's client library. */
  readonly client: string;
  /** The calculation engine's WebAssembly file. */
  readonly wasm: string;
}

let started: Promise<void> | null = null;

/** Loads Microsoft's client library and the calculation engine in a page, once. A host can be made afterwards. */
export function startInBrowser({ client, wasm }: BrowserParts): Promise<void> {
  started ??= Promise.all([startCalculation(wasm), loadClient(client)]).then(() => undefined);
  return started;
}

/** Connects a host with Microsoft's client in a page; `startInBrowser` must be through. */
export function connectInBrowser(host: EmbeddedHost): ExcelRun {
  return runOn(host);
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
