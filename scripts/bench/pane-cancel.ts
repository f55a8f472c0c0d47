import type { Browser, Locator, Page } from "playwright-core";
import { en } from "../../src/taskpane/texts/en";
import { SHEETS } from "../../src/workbook/names";
import { UNFINISHED } from "../../src/workbook/write-end";
import { watchPage, type PhaseFigures } from "./pane-notes";

/** When Cancel is pressed: so long after the pane shows a phase. */
export interface Moment {
  readonly phase: string;
  readonly afterMs: number;
}

/** What came of pressing Cancel once. */
export interface Cancelled {
  /** The phase that the pane showed by then; a run that was over shows none. */
  readonly phase: string;
  /** From the moment until the first frame in which the pane is no longer busy. */
  readonly usableMs: number;
  readonly workbook: "as before" | "says that it is partly written" | "written whole";
  /** Tasks of the main thread from the start of the run until the pane was usable. */
  readonly figures: readonly PhaseFigures[];
}

/** Counts the requests that change the workbook; text, because it runs in the page before the page's own scripts. */
export const COUNT_CHANGES = `(() => {
  globalThis.workbookChanges = 0;
  const told = new WeakSet();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...args) {
    if (!told.has(this)) {
      told.add(this);
      this.addEventListener("message", ({ data }) => {
        if (data.kind === "changed" && data.change.kind === "document") globalThis.workbookChanges += 1;
      });
    }
    return post.apply(this, args);
  };
})()`;

/** Presses Cancel within the page, because messages between processes would move the moment. */
const PRESS = `new Promise((resolve) => {
  // React hides a screen, and keeps it in the page, while the next one is loaded.
  const cancel = () =>
    [...document.querySelectorAll("button")].find((one) => one.textContent === CANCEL && one.offsetParent !== null);
  const press = (due) => {
    const phase = cancel() === undefined ? "over" : noted.phase;
    cancel()?.click();
    const look = () => {
      if (cancel() === undefined) resolve({ phase, usableMs: performance.now() - due });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  let hasBegun = false;
  const wait = () => {
    const isBusy = cancel() !== undefined;
    hasBegun ||= isBusy;
    if (isBusy && noted.phase === PHASE) setTimeout(press, AFTER, performance.now() + AFTER);
    else if (hasBegun && !isBusy) press(performance.now());
    else setTimeout(wait);
  };
  wait();
})`;

/** The button that begins a run, on the first screen. */
export async function beginButton(page: Page): Promise<Locator> {
  await page.getByRole("tab", { name: en.screens.reconcile, exact: true }).click();
  const named = (name: string): Locator => page.getByRole("button", { name, exact: true });
  return named(en.reconcile).or(named(en.reconcileAgain));
}

/**
 * Reconciles, cancels at a moment and looks at what became of the workbook.
 * @throws Error when the workbook was changed and it or the pane does not say so, or the other way round
 */
export async function cancelAt(browser: Browser, page: Page, { phase, afterMs }: Moment): Promise<Cancelled> {
  const begin = await beginButton(page);
  const figures = await watchPage(browser, page);
  const before = await standing(page);
  await page.evaluate("workbookChanges = 0");
  const script = PRESS.replace("CANCEL", JSON.stringify(en.cancel))
    .replace("PHASE", JSON.stringify(phase))
    .replaceAll("AFTER", afterMs.toFixed(0));
  const [pressed] = await Promise.all([
    page.evaluate<Pick<Cancelled, "phase" | "usableMs">>(script),
    begin.click(),
  ]);
  return { ...pressed, figures: await figures(), workbook: became(before, await standing(page)) };
}

/** What a person is told about the workbook. */
interface Standing {
  /** Requests that changed it since they were counted last. */
  readonly changes: number;
  readonly isWhole: boolean;
  /** Whether the pane says that it is partly written. */
  readonly isTold: boolean;
  /** What the summary sheet begins with; `null` where there is none. */
  readonly top: unknown;
}

async function standing(page: Page): Promise<Standing> {
  const text = await page.evaluate<string>(`document.querySelector("main").textContent`);
  const top = `embeddedHost.sheetNames().then((names) => names.includes(SHEET) ? embeddedHost.valueAt(SHEET, "A1") : null)`;
  return {
    changes: await page.evaluate<number>("workbookChanges"),
    isWhole: /Done: \d+ results/.test(text),
    isTold: text.includes(en.kept["partly written"]),
    top: await page.evaluate(top.replaceAll("SHEET", JSON.stringify(SHEETS.summary))),
  };
}

function became(before: Standing, after: Standing): Cancelled["workbook"] {
  if (after.changes === 0 && after.isTold === before.isTold && after.top === before.top) return "as before";
  // Until the sheet of the summary is made nothing could be taken for results.
  const isUnfinished = after.top === UNFINISHED || after.top === null;
  if (after.changes > 0 && after.isTold && isUnfinished) return "says that it is partly written";
  if (after.changes > 0 && after.isWhole && !after.isTold && !isUnfinished) return "written whole";
  throw new Error(`Cancelling left ${JSON.stringify(after)} where there was ${JSON.stringify(before)}.`);
}
