/**
 * Shows the pane beside an embedded workbook at http://localhost:3000. With --connected a relay and simulators of every
 * connected system run beside it, so that fetching can be tried without an account.
 * Usage: npm start [-- --connected]
 */
import { spawn } from "node:child_process";
import { startConnected } from "../test/vendors/connected";

const PAGE = "http://localhost:3000";
const RELAY_PORT = 8443;

const options = process.argv.slice(2);
const isConnected = options.includes("--connected");
const connected = isConnected ? await startConnected({ origins: [PAGE], port: RELAY_PORT }) : null;
const server = spawn(
  "npx",
  ["webpack", "serve", "--mode", "development", ...options.filter((option) => option !== "--connected")],
  { stdio: "inherit", shell: process.platform === "win32" },
);
if (connected !== null) {
  const query = new URLSearchParams({ relay: connected.address, microsoft: connected.microsoft });
  console.log(`
Simulators with invented data stand in for the connected systems. When the page is built:
  1. Open ${PAGE}/?${query.toString()}
  2. On the Connections tab pair with this token: ${connected.token}
  3. Fetch ConnectWise PSA, Pax8 and NinjaOne, then reconcile.
`);
}
const stop = (): void => {
  server.kill();
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
server.on("exit", (code) => {
  void (connected?.stop() ?? Promise.resolve()).then(() => process.exit(code ?? 0));
});
