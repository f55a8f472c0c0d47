import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { en } from "../../src/taskpane/texts/en";
import { serveFolder, startBrowser } from "../browser";
import { paneBook } from "./pane-book";

/** Longer tasks of the main thread are listed: nobody can press anything while one runs. */
const LONG_MS = 100;

/** A stretch of time in the page, in its milliseconds. */
interface Stretch {
  readonly start: number;
  readonly duration: number;
}

/** What the page notes while it works. */
interface Noted {
  readonly tasks: readonly Stretch[];
  /** Requests that the embedded host answered. */
  readonly host: readonly Stretch[];
  readonly phases: readonly { readonly at: number; readonly phase: string }[];
}

/** Notes long tasks, the time within the host, and which phase the pane shows; text, because it runs in the page. */
const NOTE = `
  const noted = (globalThis.noted = { tasks: [], host: [], phases: [{ at: performance.now(), phase: "" }] });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.tasks.push({ start: startTime, duration });
  }).observe({ type: "longtask" });
  const answer = embeddedHost.answer.bind(embeddedHost);
  embeddedHost.answer = (body) => {
    const start = performance.now();
    try {
      return answer(body);
    } finally {
      noted.host.push({ start, duration: performance.now() - start });
    }
  };
  const look = () => {
    const text = document.querySelector("#pane")?.textContent ?? document.body.textContent;
    const phase = Object.entries(PHASES).find(([, words]) => text.includes(words))?.[0] ?? "";
    if (noted.phases.at(-1).phase !== phase) noted.phases.push({ at: performance.now(), phase });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
`;

/**
 * Prints the long tasks of the page's main thread while a workbook is read, reconciled and written on the embedded host, by
 * phase: all of them, and the stretches between the answers of the host, which is on the same thread here. What the page does
 * outside the phases is the demo's grid, which calculates the workbook by itself.
 */
export async function benchPane(print: (line: string) => void, lines: number): Promise<void> {
  const started = await startBrowser();
  if ("reason" in started) {
    print(`Pane skipped: Chromium does not start (${started.reason}).`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "bench-pane-"));
  try {
    await promisify(execFile)("npx", ["webpack", "--mode", "development", "--output-path", folder]);
    const { address, close } = await serveFolder(folder);
    const page = await started.newPage({ viewport: { width: 1400, height: 850 } });
    page.setDefaultTimeout(900_000);
    await page.goto(address);
    print(
      `\nThe pane with ${lines.toLocaleString("en")} lines and ${(5 * lines).toLocaleString("en")} usage rows`,
    );
    for (const line of linesOf(await notedIn(page, await paneBook(lines)))) print(line);
    close();
  } finally {
    await started.close();
    await rm(folder, { recursive: true });
  }
}

/** Runs a reconciliation of a workbook in the page. */
async function notedIn(page: Page, book: Uint8Array): Promise<Noted> {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await button("Read this workbook").waitFor();
  const file = { name: "large.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from(book) };
  await page.getByLabel("Workbook file").setInputFiles(file);
  await page.getByText("large.xlsx").waitFor();
  await page.evaluate(NOTE.replace("PHASES", JSON.stringify(en.phase)));
  await button("Read this workbook").click();
  await button(en.reconcile).click();
  await page.getByText(/^Done: /).waitFor();
  return page.evaluate("noted");
}

function linesOf({ tasks, host, phases }: Noted): readonly string[] {
  const phaseAt = (time: number): string => phases.findLast(({ at }) => at <= time)?.phase || "between";
  const names = [...new Set(phases.map(({ phase }) => phase || "between"))];
  return names.map((phase) => {
    const all = tasks.filter(({ start, duration }) => phaseAt(start + duration / 2) === phase);
    const ours = all.flatMap((task) => between(task, host));
    const slow = all.filter(({ duration }) => duration > LONG_MS).length;
    const slowOurs = ours.filter((time) => time > LONG_MS).length;
    const longest = Math.max(0, ...all.map(({ duration }) => duration));
    return (
      `  ${phase}: ${slow} tasks over ${LONG_MS} ms, longest ${longest.toFixed(0)} ms; ` +
      `between the host's answers ${slowOurs}, longest ${Math.max(0, ...ours).toFixed(0)} ms`
    );
  });
}

/**
 * The stretches of a task outside the host's answers, in milliseconds. The host answers within the task that asks, so that a
 * whole phase may be one task; in Excel each answer comes as a task of its own, and these are the tasks.
 */
function between(task: Stretch, host: readonly Stretch[]): readonly number[] {
  const end = task.start + task.duration;
  const inside = host.filter(({ start, duration }) => start < end && start + duration > task.start);
  const ends = [task.start, ...inside.map(({ start, duration }) => start + duration)];
  const starts = [...inside.map(({ start }) => start), end];
  return ends.map((from, i) => Math.max(0, (starts[i] ?? end) - from));
}
