/**
 * Measures the pane in Chromium: the script that its first load needs, and the time until it can be used, beside an empty
 * page of the same components; and the frames while 20,000 discrepancies are scrolled and filtered.
 * Usage: npm run measure
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import webpack from "webpack";
// @ts-expect-error -- a plain JavaScript file
import config from "../webpack.config.js";
import { serveFolder, startBrowser } from "./browser";

const RUNS = 7;
const ROWS = 20_000;

const folder = await mkdtemp(join(tmpdir(), "measure-"));
const makeConfig = config as (env: object, argv: object) => Promise<webpack.Configuration>;
const base = await makeConfig({ measures: true }, { mode: "production" });
await new Promise<void>((resolve, reject) => {
  webpack({ ...base, output: { ...base.output, path: folder } }, (error, stats) => {
    if (error !== null) reject(error);
    else if (stats?.hasErrors() === true) reject(new Error(stats.toString("errors-only")));
    else resolve();
  });
});
const started = await startBrowser();
if ("reason" in started) throw new Error(`Chromium does not start: ${started.reason}`);
const browser = started;
const { address, close } = await serveFolder(folder);

/** Gzipped kilobytes of the scripts that a page loads before it can be used, and the median time to that. */
async function load(name: string): Promise<{ readonly kilobytes: number; readonly milliseconds: number }> {
  const times: number[] = [];
  let scripts: readonly string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await browser.newPage();
    await page.goto(`${address}/${name}.html`);
    await page.getByRole("button", { name: "Read this workbook" }).waitFor();
    times.push(await page.evaluate(() => performance.now()));
    scripts = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map((entry) => entry.name)
        .filter((resource) => resource.endsWith(".js")),
    );
    await page.close();
  }
  const sizes = await Promise.all(
    scripts.map(async (script) => {
      const content = await readFile(join(folder, new URL(script).pathname));
      return (await promisify(gzip)(content)).length;
    }),
  );
  times.sort((a, b) => a - b);
  return {
    kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1024,
    milliseconds: times[Math.floor(RUNS / 2)] ?? 0,
  };
}

const pane = await load("preview");
const empty = await load("empty");
for (const [name, { kilobytes, milliseconds }] of Object.entries({ pane, empty }))
  console.log(
    `${name}: ${kilobytes.toFixed(0)} KiB of script (gzip), usable after ${milliseconds.toFixed(0)} ms`,
  );
console.log(
  `pane / empty page with the same components: ${(pane.kilobytes / empty.kilobytes).toFixed(2)} of the weight, ` +
    `${(pane.milliseconds / empty.milliseconds).toFixed(2)} of the time`,
);

const page = await browser.newPage({ viewport: { width: 350, height: 700 } });
await page.goto(`${address}/preview.html?rows=${ROWS}`);
await page.getByRole("button", { name: "Read this workbook" }).click();
await page.getByRole("button", { name: "Reconcile", exact: true }).click();
await page.getByText(`Done: ${ROWS} results.`).waitFor({ timeout: 120_000 });

/** Collects the time of each frame until it is told to stop; text, because it runs in the page as it stands. */
const COLLECT_FRAMES = `
  const mine = (globalThis.frameTimes = []);
  let last = performance.now();
  const step = (now) => {
    mine.push(now - last);
    last = now;
    if (globalThis.frameTimes === mine) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
`;

/** Prints the times of the frames while something is done on the page. */
async function frames(name: string, work: () => Promise<void>): Promise<void> {
  await page.evaluate(COLLECT_FRAMES);
  await work();
  const seen: number[] = await page.evaluate("globalThis.frameTimes");
  const slow = seen.filter((time) => time > 50).length;
  console.log(
    `${name}: ${seen.length} frames, longest ${Math.max(...seen).toFixed(0)} ms, ${slow} over 50 ms`,
  );
}

await frames(`scrolling ${ROWS} discrepancies`, () =>
  page.evaluate(async () => {
    const list = document.querySelector('[role="region"]');
    for (let step = 0; step < 120; step += 1) {
      list?.scrollBy(0, step % 10 === 9 ? 40_000 : 400);
      await new Promise(requestAnimationFrame);
    }
  }),
);
await frames(`filtering ${ROWS} discrepancies`, async () => {
  for (const name of [/^Underbilled/, /^Overbilled/, /^Underbilled/, /^Overbilled/])
    await page.getByRole("button", { name }).first().click();
  await page.getByRole("searchbox").pressSequentially("service 7");
});
await browser.close();
close();
await rm(folder, { recursive: true });
