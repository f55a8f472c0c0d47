import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bridge, linkTo, runOn, type Answering, type ExcelRun } from "./bridge";
import { startCalculation } from "./calc";

let started: Promise<void> | null = null;

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
export async function connect(host: Answering, folder = process.cwd()): Promise<ExcelRun> {
  started ??= start(folder);
  await started;
  return runOn(linkTo(host));
}
