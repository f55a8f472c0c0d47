import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type AxeModule from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { serveFolder, startBrowser, type Served } from "../../scripts/browser";
import type { RemoteHost } from "../../src/host/browser";
import { openBook, type Rows } from "../workbook/book";

/** The workbook behind the grid, as the page offers it to checks. */
declare const embeddedHost: RemoteHost["calls"];
declare const axe: typeof AxeModule;

/** One browser and one built workbench for every test of a file. */
export interface Bench {
  readonly browser: Browser;
  readonly served: Served;
  readonly folder: string;
}

/** Builds the workbench and starts a browser; `null` with a warning where none starts. */
export async function startBench(): Promise<Bench | null> {
  const browser = await startBrowser();
  if ("reason" in browser) {
    console.warn(`Skipped: the browser tests need Chromium, which does not start here (${browser.reason}).`);
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "workbench-"));
  await promisify(execFile)("npx", ["webpack", "--mode", "development", "--output-path", folder]);
  return { browser, served: await serveFolder(folder), folder };
}

export async function stopBench(bench: Bench | null): Promise<void> {
  await bench?.browser.close();
  bench?.served.close();
  if (bench !== null) await rm(bench.folder, { recursive: true });
}

/** A browser page that shows no transitions. */
export const newPage = (bench: Bench, width: number, height: number): Promise<Page> =>
  bench.browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });

/**
 * Tries a failed test of the file once more, and prints why it failed: on a crowded computer one step of some hundred has gone
 * without an effect, which could not be brought about again to find its reason.
 */
export function retryOnce(): void {
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
}

/** Says what the pages of a test that failed show, and closes them: a test that passes has closed its own. */
export async function closeLeftPages(bench: Bench | null): Promise<void> {
  for (const context of bench?.browser.contexts() ?? []) {
    for (const page of context.pages()) {
      const shown = await page.locator("body").innerText({ timeout: 5_000 }).catch(String);
      console.warn(`A page was left open; it shows:\n${shown}`);
    }
    await context.close();
  }
}

/** A workbook that is opened in the workbench: a file's bytes, or the rows of its sheets. */
export type Book = Uint8Array | Readonly<Record<string, Rows>>;

/** Opens a page with a workbook of its own, in which nothing fails unseen. */
export async function openPage(bench: Bench, book: Book, width = 1400): Promise<Page> {
  const page = await newPage(bench, width, 850);
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(`${bench.served.address}/?empty`);
  await loadBook(page, book);
  return page;
}

/** Puts another workbook in the place of the open one, with a pane that was opened just now. */
async function loadBook(page: Page, book: Book): Promise<void> {
  await button(page, "Read this workbook").waitFor();
  const bytes = book instanceof Uint8Array ? book : await (await openBook(book)).host.save();
  await page
    .getByLabel("Workbook file")
    .setInputFiles({ name: "month.xlsx", mimeType: "", buffer: Buffer.from(bytes) });
  await page.getByText("month.xlsx", { exact: true }).waitFor();
}

/** Saves the workbook, loads the page anew and opens the file again: the pane knows nothing but the workbook. */
export async function reload(page: Page): Promise<void> {
  const saved = await page.evaluate(async () => [...(await embeddedHost.save())]);
  await page.reload();
  await loadBook(page, Uint8Array.from(saved));
}

export const button = (where: Page | Locator, name: string | RegExp): Locator =>
  where.getByRole("button", { name, exact: typeof name === "string" });
export const tab = (page: Page, name: string): Locator => page.getByRole("tab", { name, exact: true });

/** Reads the workbook and reconciles it. */
export async function reconcile(page: Page, results: number): Promise<void> {
  await button(page, "Read this workbook").click();
  await button(page, "Reconcile").click();
  await page.getByText(`Done: ${results} results.`).waitFor();
}

/** Reconciles once more; the pane shows the results again when it is done. */
export async function reconcileAgain(page: Page): Promise<void> {
  await tab(page, "Reconcile").click();
  await button(page, "Reconcile again").click();
  await page.getByRole("tab", { name: "Results", exact: true, selected: true }).waitFor();
}

/** Opens the detail of a result. */
export async function choose(page: Page, name: RegExp): Promise<void> {
  await button(page, name).first().click();
  await button(page, "Save decision").waitFor();
}

export const valueAt = (page: Page, sheet: string, cell: string): Promise<unknown> =>
  page.evaluate(([name = "", address = ""]) => embeddedHost.valueAt(name, address), [sheet, cell]);

/** The fill that a conditional format gives a cell now. */
export const fillAt = (page: Page, sheet: string, cell: string): Promise<unknown> =>
  page.evaluate(
    ([name = "", address = ""]) => embeddedHost.highlights(name, address).then(([fill]) => fill),
    [sheet, cell],
  );

/** Waits until a cell holds a value: writing comes after the press. */
export async function waitForValue(page: Page, sheet: string, cell: string, value: unknown): Promise<void> {
  await page.waitForFunction(
    async ({ name, address, wanted }) => (await embeddedHost.valueAt(name, address)) === wanted,
    {
      name: sheet,
      address: cell,
      wanted: value,
    },
  );
}

/** Types into a cell of the workbook, as a person does in the grid. */
export async function editCell(
  page: Page,
  sheet: string,
  cell: string,
  value: string | number,
): Promise<void> {
  await page.evaluate(({ name, address, typed }) => embeddedHost.editCell(name, address, typed), {
    name: sheet,
    address: cell,
    typed: value,
  });
}

export const sheetNames = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => embeddedHost.sheetNames());

/** The texts of a sheet, row by row, cells joined by " | ", blank cells left out. */
export const linesOf = (page: Page, sheet: string): Promise<readonly string[]> =>
  page.evaluate(async (name) => {
    const values = await embeddedHost.valuesOf(name);
    return values.map((cells) =>
      cells
        .map(String)
        .filter((text) => text !== "")
        .join(" | "),
    );
  }, sheet);

/** Waits until what fades or moves has done so: a colour on its way has the contrast of neither. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** What axe finds in a part of the page as it stands, as "rule: element (why)". */
export async function violations(page: Page, part = "#pane main"): Promise<readonly string[]> {
  const found = await findViolations(page, part);
  // A control that was enabled while axe looked had the colours of neither state: what is wrong is there at a second look.
  return found.length === 0 ? found : findViolations(page, part);
}

async function findViolations(page: Page, part: string): Promise<readonly string[]> {
  await settle(page);
  // Not as a script of the page: its policy lets no such script in.
  await page.evaluate(readFileSync(require.resolve("axe-core"), "utf8"));
  return page.evaluate(async (include) => {
    // Fluent's marks at the ends of a tab order pass the focus on at once; they are no controls. The grid is not ours.
    const context = { include: [include], exclude: ["[data-tabster-dummy]", ".ic-workbook-container"] };
    const found = await axe.run(context, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html} (${any.map(({ message }) => message).join(" ")})`),
    );
  }, part);
}
