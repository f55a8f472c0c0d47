/**
 * Pictures of every screen of the built pane (`npm run build` first) at the widths and themes a task pane has.
 * Usage: npm run screenshots [-- folder], by default out/screenshots.
 */
import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, extname, join } from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";

const folder = process.argv[2] ?? "out/screenshots";
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };
const SCREENS = ["Reconcile", "Results", "Mappings", "History"];

const server = createServer((request, response) => {
  const name = basename(new URL(request.url ?? "/", "http://pane").pathname) || "index.html";
  response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
  createReadStream(join("dist", name))
    .on("error", () => response.writeHead(404).end())
    .pipe(response);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox"],
});
await mkdir(folder, { recursive: true });
for (const theme of ["light", "dark"]) {
  for (const width of [270, 350, 700]) {
    const page = await browser.newPage({ viewport: { width, height: 700 } });
    page.on("pageerror", (error) => {
      console.error(`${theme} ${String(width)}: ${error.message}`);
    });
    const shoot = (name: string) =>
      page.screenshot({ path: join(folder, `${name}-${String(width)}-${theme}.png`) });
    await page.goto(`${address}/preview.html?theme=${theme}&locale=en-US`);
    await page.getByRole("button", { name: "Read this workbook" }).waitFor();
    await shoot("first");
    await page.getByRole("button", { name: "Read this workbook" }).click();
    await page.getByRole("button", { name: "Reconcile" }).click();
    await page.getByRole("button", { name: "Reconcile again" }).waitFor();
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
await browser.close();
server.close();
console.log(`Pictures are in ${folder}.`);
