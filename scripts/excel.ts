/**
 * Starts the add-in in Excel on this computer: makes a development certificate, serves the pane over HTTPS and registers
 * the manifest where Excel for Windows or Mac looks for it. Ctrl+C ends it and takes the registration away.
 * Usage: npm run excel
 */
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { getHttpsServerOptions } from "office-addin-dev-certs";
import { OfficeAddinManifest } from "office-addin-manifest";

const MANIFEST = resolve("manifest.xml");
const DEVELOPER_KEY = "HKCU\\SOFTWARE\\Microsoft\\Office\\16.0\\WEF\\Developer";

/** Registers the manifest with Excel; returns how to take it away again. */
function register(id: string): () => void {
  if (process.platform === "win32") {
    execFileSync("reg", ["add", DEVELOPER_KEY, "/v", id, "/t", "REG_SZ", "/d", MANIFEST, "/f"]);
    return () => execFileSync("reg", ["delete", DEVELOPER_KEY, "/v", id, "/f"]);
  }
  if (process.platform === "darwin") {
    const folder = join(homedir(), "Library/Containers/com.microsoft.Excel/Data/Documents/wef");
    mkdirSync(folder, { recursive: true });
    const copy = join(folder, `${id}.manifest.xml`);
    copyFileSync(MANIFEST, copy);
    return () => {
      rmSync(copy);
    };
  }
  throw new Error(
    "Excel runs on Windows and Mac. Here npm start shows the pane beside an embedded workbook.",
  );
}

const { id } = await OfficeAddinManifest.readManifestFile(MANIFEST);
if (id === undefined) throw new Error("manifest.xml has no Id.");
const unregister = register(id);
// Asks once for the permission to trust the certificate.
await getHttpsServerOptions();
const server = spawn("npx", ["webpack", "serve", "--mode", "development", "--env", "https"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
const stop = (): void => {
  unregister();
  server.kill();
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
console.log("Open Excel (again). The Home tab has a group Billing; on a Mac look under Insert, My Add-ins.");
