import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Locator, Page } from "playwright-core";
import { en } from "../../src/taskpane/texts/en";
import { serveFolder, startBrowser } from "../browser";
import { paneBook } from "./pane-book";
import { watchPage, type PhaseFigures } from "./pane-notes";

/**
 * Prints what holds up the page while a workbook is read, reconciled and written on the embedded host in its worker, and
 * while a person cancels in each phase. The page is the workbench; a large workbook has no grid there.
 */
export async function benchPane(print: (line: string) => void, sizes: readonly number[]): Promise<void> {
  const started = await startBrowser();
  if ("reason" in started) {
    print(`Pane skipped: Chromium does not start (${started.reason}).`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "bench-pane-"));
  try {
    await promisify(execFile)("npx", [
      "webpack",
      "--mode",
      "development",
      "--no-devtool",
      "--output-path",
      folder,
    ]);
    const { address, close } = await serveFolder(folder);
    for (const lines of sizes) {
      print(
        `\nThe pane with ${lines.toLocaleString("en")} lines and ${(5 * lines).toLocaleString("en")} usage rows; tasks by the clock, and (in brackets) by the processor`,
      );
      const page = await openPage(started, address, await paneBook(lines));
      for (const line of linesOf("", await runWatched(started, page))) print(line);
      for (const phase of ["reading", "reconciling", "writing"] as const)
        for (const line of linesOf(`cancelled while ${phase}, `, await cancelWatched(started, page, phase)))
          print(line);
      await page.close();
    }
    close();
  } finally {
    await started.close();
    await rm(folder, { recursive: true });
  }
}

const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

async function openPage(browser: Browser, address: string, book: Uint8Array): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
  page.setDefaultTimeout(1_800_000);
  await page.goto(address);
  await button(page, "Read this workbook").waitFor();
  const file = { name: "large.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from(book) };
  await page.getByLabel("Workbook file").setInputFiles(file);
  await page.getByText("large.xlsx").waitFor();
  return page;
}

/** Reads, reconciles and writes to the end. */
async function runWatched(browser: Browser, page: Page): Promise<readonly PhaseFigures[]> {
  const figures = await watchPage(browser, page);
  await button(page, "Read this workbook").click();
  await button(page, en.reconcile).click();
  await page.getByText(/^Done: /).waitFor();
  return figures();
}

/** Reconciles again and cancels when the pane says that it is in a phase. */
async function cancelWatched(
  browser: Browser,
  page: Page,
  phase: keyof typeof en.phase,
): Promise<readonly PhaseFigures[]> {
  await page.getByRole("tab", { name: "Reconcile", exact: true }).click();
  const figures = await watchPage(browser, page);
  await button(page, en.reconcileAgain).click();
  await page.waitForFunction(`noted.phase === ${JSON.stringify(phase)}`);
  await button(page, en.cancel).click();
  await button(page, en.reconcileAgain).waitFor();
  return figures();
}

function linesOf(what: string, figures: readonly PhaseFigures[]): readonly string[] {
  const ms = (time: number): string => time.toFixed(0);
  return figures.map(
    ({ phase, total, slow, longest, slowOwn, longestOwn, longestGap }) =>
      `  ${what}${phase}: ${(total / 1000).toFixed(1)} s, ${slow} (${slowOwn}) tasks over 100 ms, ` +
      `longest ${ms(longest)} (${ms(longestOwn)}) ms, longest without a frame ${ms(longestGap)} ms`,
  );
}
