import type { Browser, Page } from "playwright-core";
import { en } from "../../src/taskpane/texts/en";

/** Longer tasks of the main thread are counted: nobody can press anything while one runs. */
const LONG_MS = 100;

/** What the page was found to do in one phase, in milliseconds. */
export interface PhaseFigures {
  readonly phase: string;
  readonly total: number;
  /** How often the page was in the phase. */
  readonly times: number;
  /** Tasks of the main thread over 100 ms by the clock, which also runs while other programs have the processor. */
  readonly slow: number;
  readonly longest: number;
  /** Those that took over 100 ms of the processor themselves. */
  readonly slowOwn: number;
  readonly longestOwn: number;
  /** Longest time without a frame, by the clock. */
  readonly longestGap: number;
}

/** Marks the phases that the pane shows, and notes the time between frames; text, because it runs in the page. */
const NOTE = `(() => {
  globalThis.noted?.end();
  const noted = (globalThis.noted = { gaps: [], phase: "start", last: performance.now() });
  const begin = (phase) => {
    noted.phase = phase;
    performance.mark("phase:" + phase);
  };
  begin("start");
  const frame = (now) => {
    noted.gaps.push([noted.phase, now - noted.last]);
    noted.last = now;
    noted.next = requestAnimationFrame(frame);
  };
  noted.next = requestAnimationFrame(frame);
  const look = () => {
    const text = document.querySelector("#pane main, main")?.textContent ?? document.body.textContent;
    const phase = Object.entries(PHASES).find(([, words]) => text.includes(words))?.[0] ?? "afterwards";
    if (noted.phase !== phase) begin(phase);
  };
  const observer = new MutationObserver(look);
  noted.end = () => {
    cancelAnimationFrame(noted.next);
    observer.disconnect();
  };
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;

/** Begins to watch a page; what it did is said at the end. */
export async function watchPage(
  browser: Browser,
  page: Page,
): Promise<() => Promise<readonly PhaseFigures[]>> {
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  await page.evaluate(NOTE.replace("PHASES", JSON.stringify(en.phase)));
  return async () => {
    const gaps = await page.evaluate<readonly (readonly [string, number])[]>("noted.gaps");
    const trace = JSON.parse((await browser.stopTracing()).toString()) as {
      readonly traceEvents: readonly TraceEvent[];
    };
    return figuresOf(trace.traceEvents, gaps);
  };
}

/** An event of Chromium's trace; times in microseconds, `tdur` is the processor's. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

function figuresOf(
  events: readonly TraceEvent[],
  gaps: readonly (readonly [string, number])[],
): readonly PhaseFigures[] {
  const marks = events.filter(({ name }) => name.startsWith("phase:")).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = events.filter(
    ({ name, pid, tid }) => name.endsWith("RunTask") && pid === first?.pid && tid === first.tid,
  );
  const end = Math.max(...tasks.map(({ ts, dur = 0 }) => ts + dur));
  const stretches = marks.map(({ name, ts }, i) => ({
    phase: name.slice("phase:".length),
    from: ts,
    to: marks[i + 1]?.ts ?? end,
  }));
  return [...new Set(stretches.map(({ phase }) => phase))].map((phase) => {
    const own = stretches.filter((stretch) => stretch.phase === phase);
    const within = tasks.filter(({ ts, dur = 0 }) =>
      own.some(({ from, to }) => ts + dur / 2 >= from && ts + dur / 2 < to),
    );
    const clock = within.map(({ dur = 0 }) => dur / 1000);
    const processor = within.map(({ tdur = 0 }) => tdur / 1000);
    return {
      phase,
      times: own.length,
      total: own.reduce((sum, { from, to }) => sum + to - from, 0) / 1000,
      slow: clock.filter((time) => time > LONG_MS).length,
      longest: Math.max(0, ...clock),
      slowOwn: processor.filter((time) => time > LONG_MS).length,
      longestOwn: Math.max(0, ...processor),
      longestGap: Math.max(0, ...gaps.flatMap(([in_, gap]) => (in_ === phase ? [gap] : []))),
    };
  });
}
