import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** A folder that is served on this machine only. */
export interface Served {
  readonly address: string;
  readonly close: () => void;
}

/** Serves a built folder on a free port of the loopback interface. */
export async function serveFolder(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://pane");
    const name = pathname === "/" ? "index.html" : decodeURIComponent(pathname).replace(/\.\./g, "");
    response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
    createReadStream(join(folder, name))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  // A page that is slow to ask again would find its connection just closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts Chromium: the installed one, else the packaged one; `null` with the reason where neither runs. */
export async function startBrowser(): Promise<Browser | { readonly reason: string }> {
  const executablePath = INSTALLED.find((path) => existsSync(path)) ?? (await sparticuz.executablePath());
  return chromium
    .launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] })
    .catch((error: unknown) => ({
      reason: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "",
    }));
}
