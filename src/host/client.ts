import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EmbeddedHost } from "./host";
import { startCalculation } from "./calc";

/** Runs a batch with Microsoft's client library on a host, as `Excel.run` does in Excel. */
export type ExcelRun = <T>(batch: (context: Excel.RequestContext) => Promise<T>) => Promise<T>;

interface Message {
  readonly id: number;
  readonly message: { readonly body: string };
}

let current: EmbeddedHost | null = null;
let started: Promise<void> | null = null;

/** The bridge that Microsoft's client finds in place of Excel; it sends every request to the host in use. */
const bridge = {
  onMessageFromHost: (text: string): void => {
    throw new Error(`Nobody listens for ${text.slice(0, 40)} yet: the client library is not loaded.`);
  },
  sendMessageToHost: (text: string): void => {
    const { id, message } = JSON.parse(text) as Message;
    const body = current?.answer(message.body) ?? "";
    queueMicrotask(() => {
      bridge.onMessageFromHost(
        JSON.stringify({ id, type: 2, message: { statusCode: 200, headers: {}, body } }),
      );
    });
  },
};

/** Loads Microsoft's client library and the calculation engine in Node, once. */
async function start(folder: string): Promise<void> {
  const require = createRequire(join(folder, "package.json"));
  const script = require.resolve("@microsoft/office-js/dist/excel-web-16.00.js");
  const wasm = require.resolve("@ironcalc/wasm/wasm_bg.wasm");
  await startCalculation(await readFile(wasm));
  const nothing = (): void => undefined;
  const globals: Record<string, unknown> = {
    window: globalThis,
    self: globalThis,
    location: { href: "http://localhost/", origin: "http://localhost", search: "", hash: "" },
    document: {
      getElementById: () => null,
      getElementsByTagName: () => [],
      createElement: () => ({}),
      addEventListener: nothing,
    },
    addEventListener: nothing,
    navigator: { userAgent: "node" },
    _richApiNativeBridge: bridge,
  };
  for (const [name, value] of Object.entries(globals)) {
    if (name in globalThis && name !== "window") continue;
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  // An indirect eval defines the script's globals (`Excel`, `OfficeExtension`) where a page's script element would.
  const evaluate = globalThis.eval;
  evaluate(await readFile(script, "utf8"));
}

/**
 * Connects a host with Microsoft's client in Node. One host is in use at a time per process; the last one connected.
 * @param folder Where the packages are installed; the working directory by default.
 */
export async function connect(host: EmbeddedHost, folder = process.cwd()): Promise<ExcelRun> {
  started ??= start(folder);
  await started;
  return (batch) => {
    current = host;
    return Excel.run(batch);
  };
}
