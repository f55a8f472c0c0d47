import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Locator, Page } from "playwright-core";
import { en } from "../../src/taskpane/texts/en";
import { serveFolder, startBrowser } from "../browser";
import { beginButton, cancelAt, COUNT_CHANGES, type Cancelled, type Moment } from "./pane-cancel";
import { paneBook } from "./pane-book";
import { watchPage, type PhaseFigures } from "./pane-notes";

/**
 * Prints what holds up the page while a workbook is read, reconciled and written on the embedded host in its worker, and
 * while a person cancels at many moments of each phase. The page is the workbench; a large workbook has no grid there.
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
      const book = await paneBook(lines);
      const open = (): Promise<Page> => openPage(started, address, book);
      const page = await open();
      const whole = await runWatched(started, page);
      whole.map(lineOf).forEach(print);
      await page.close();
      await benchCancel(started, open, whole, print);
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
  page.setDefaultTimeout(600_000);
  await page.addInitScript(COUNT_CHANGES);
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

/** Parts of a phase after which Cancel is pressed. */
const SHARES = [0.05, 0.35, 0.65, 0.95];

/**
 * Cancels at moments of a first run, then of runs over its results.
 * @param whole What a whole run took. @param open Opens the workbook as it was.
 */
async function benchCancel(
  browser: Browser,
  open: () => Promise<Page>,
  whole: readonly PhaseFigures[],
  print: (line: string) => void,
): Promise<void> {
  const phases = whole.filter(({ phase }) => phase in en.phase);
  const momentsIn = ({ phase, total, times }: PhaseFigures, shares: readonly number[]): readonly Moment[] =>
    shares.map((share) => ({ phase, afterMs: (share * total) / times }));
  let page = await openRead(open);
  let last: Cancelled | null = null;
  for (const figures of phases) {
    const all: Cancelled[] = [];
    for (const moment of momentsIn(figures, SHARES)) {
      // What was written before Cancel need not be written again: the next run would be shorter.
      if (last !== null && last.workbook !== "as before") {
        await page.close();
        page = await openRead(open);
      }
      last = await cancelAt(browser, page, moment);
      all.push(last);
    }
    cancelLines("cancelled while", all).forEach(print);
  }
  const next = await cancelAt(browser, page, { phase: "none", afterMs: 0 });
  print(`  the run after the last of them: ${next.workbook}`);
  const later: Cancelled[] = [];
  for (const figures of phases) {
    for (const moment of momentsIn(figures, [0.1])) later.push(await cancelAt(browser, page, moment));
  }
  cancelLines("over results, cancelled while", later).forEach(print);
  await page.close();
}

async function openRead(open: () => Promise<Page>): Promise<Page> {
  const page = await open();
  await button(page, "Read this workbook").click();
  await (await beginButton(page)).waitFor();
  return page;
}

const ms = (time: number): string => time.toFixed(0);

function lineOf({ phase, total, longestGap, ...tasks }: PhaseFigures): string {
  return `  ${phase}: ${(total / 1000).toFixed(1)} s, ${tasksOf([tasks])}, longest without a frame ${ms(longestGap)} ms`;
}

type TaskFigures = Pick<PhaseFigures, "slow" | "slowOwn" | "longest" | "longestOwn">;

function tasksOf(all: readonly TaskFigures[]): string {
  const sum = (of: "slow" | "slowOwn"): number => all.reduce((total, figures) => total + figures[of], 0);
  const most = (of: "longest" | "longestOwn"): string => ms(Math.max(...all.map((figures) => figures[of])));
  return `${sum("slow")} (${sum("slowOwn")}) tasks over 100 ms, longest ${most("longest")} (${most("longestOwn")}) ms`;
}

/** A line for each phase that the pane showed when Cancel was pressed. */
function cancelLines(what: string, all: readonly Cancelled[]): readonly string[] {
  return [...new Set(all.map(({ phase }) => phase))].map((phase) => {
    const own = all.filter((cancelled) => cancelled.phase === phase);
    const usable = ms(Math.max(...own.map(({ usableMs }) => usableMs)));
    const became = own.map(({ workbook }) => workbook);
    const counts = [...new Set(became)].map((name) => `${name} ${became.filter((it) => it === name).length}`);
    const tasks = tasksOf(own.flatMap(({ figures }) => figures));
    return `  ${what} ${phase}, ${own.length} times: usable after ${usable} ms at most; workbook ${counts.join(", ")}; ${tasks}`;
  });
}
