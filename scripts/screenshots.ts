/**
 * Pictures of every screen of the pane at the widths and themes a task pane has, and of the workbench.
 * Usage: npm run screenshots [-- folder], by default out/screenshots.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startConnected } from "../test/vendors/connected";
import { serveFolder, startBrowser } from "./browser";

const folder = process.argv[2] ?? "out/screenshots";
const SCREENS = ["Reconcile", "Results", "Mappings", "Rules", "History"];

const built = await mkdtemp(join(tmpdir(), "screenshots-"));
await promisify(execFile)("npx", ["webpack", "--mode", "development", "--output-path", built]);
const started = await startBrowser();
if ("reason" in started) throw new Error(`Chromium does not start: ${started.reason}`);
const browser = started;
const { address: served, close } = await serveFolder(built);
const address = served.replace("127.0.0.1", "localhost");
await mkdir(folder, { recursive: true });

for (const theme of ["light", "dark"]) {
  for (const width of [270, 350, 700]) {
    const page = await browser.newPage({ viewport: { width, height: 700 } });
    page.on("pageerror", (error) => {
      console.error(`${theme} ${width}: ${error.message}`);
    });
    const shoot = (name: string): Promise<unknown> =>
      page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) });
    await page.goto(`${address}/preview.html?theme=${theme}&locale=en-US`);
    await page.getByRole("button", { name: "Read this workbook" }).waitFor();
    await shoot("first");
    await page.getByRole("button", { name: "Read this workbook" }).click();
    await page.getByRole("button", { name: "Reconcile" }).click();
    await page.getByText(/^Done:/).waitFor();
    for (const name of SCREENS) {
      await page.getByRole("tab", { name }).click();
      await page.getByText("Loading").waitFor({ state: "detached" });
      await shoot(name.toLowerCase());
    }
    await page.getByRole("tab", { name: "Results" }).click();
    await page.getByRole("button", { name: /USD/ }).first().click();
    await page.getByRole("combobox", { name: "Decision" }).waitFor();
    await shoot("detail");
    await page.close();
  }
}

const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
/** The grid follows the workbook, which is in a worker, a moment later. */
const followed = (): Promise<void> => page.locator("[aria-busy=true]").waitFor({ state: "detached" });
await page.goto(address);
await page.getByRole("button", { name: "Read this workbook" }).click();
await page.getByRole("button", { name: "Reconcile", exact: true }).click();
await page.getByText(/^Done:/).waitFor();
await followed();
await page.screenshot({ path: join(folder, "workbench-results.png") });
await page.getByRole("button", { name: /USD/ }).first().click();
await page.getByRole("button", { name: /^Change row/, disabled: false }).waitFor();
// The cell that the result is about.
await page.getByText("E30", { exact: true }).waitFor();
await followed();
await page.screenshot({ path: join(folder, "workbench.png") });

const connected = await startConnected({ origins: [address] });
const query = new URLSearchParams({ relay: connected.address, microsoft: connected.microsoft });
await page.goto(`${address}/?${query.toString()}`);
await page.getByRole("tab", { name: "Connections" }).click();
await page.getByLabel("Pairing token").fill(connected.token);
await page.getByRole("button", { name: "Pair", exact: true }).click();
for (const name of ["ConnectWise PSA", "Pax8", "NinjaOne"]) {
  const card = page.getByRole("group", { name, exact: true });
  await card.getByRole("button", { name: "Fetch" }).click();
  await card.getByText(/rows, fetched/).waitFor();
}
await page.getByRole("group", { name: "Pax8", exact: true }).getByRole("heading").scrollIntoViewIfNeeded();
await page.screenshot({ path: join(folder, "connections.png") });
await connected.stop();
await browser.close();
close();
await rm(built, { recursive: true });
console.log(`Pictures are in ${folder}.`);
