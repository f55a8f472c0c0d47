import type { Run, WorkbookPort } from "../../src/run";
import { openPane, problemIn, reconcileIn, rememberingEngine, type Pane } from "./faults/pane";
import {
  changedBy,
  decisionsIn,
  differences,
  isMarked,
  peoplesPicture,
  pictureOf,
  type Picture,
} from "./faults/picture";
import { monthInWork, openSample, OUR_SHEETS, SAMPLES, type Sample } from "./faults/samples";
import { faultsAt, FailingExcel, Standing, withoutLateForgetting, type Fault } from "./faults/standing";

/** What every problem tells people to do. */
const REMEDY = /\b(run again|Reconcile again|Unprotect|Press Enter|Wait a moment|Reload|Split)\b/i;

/** Faults that a failing test lists. */
const SHOWN = 20;

const RUNS = [
  ["a first run", openSample],
  ["a run over decided results and changed usage", monthInWork],
] as const;

const CASES = (Object.keys(SAMPLES) as Sample[]).flatMap((sample) =>
  RUNS.map(([name, make]) => [sample, name, make] as const),
);

/** What stands after a failure; what was begun shows nowhere but on the hidden sheet. */
type State = "untouched" | "begun" | "new" | "unfinished" | "neither";

const isSame = (one: Picture, other: Picture): boolean => differences(one, other).length === 0;

/** Reads once: without a change in between, reading again gives the same. */
function readingOnce({ workbook }: Pane): Pick<WorkbookPort, "readSnapshot"> {
  let read: ReturnType<WorkbookPort["readSnapshot"]> | null = null;
  return { readSnapshot: (options) => (read ??= workbook.readSnapshot(options)) };
}

beforeAll(withoutLateForgetting);

describe("every failure point of a run", () => {
  it.each(CASES)(
    "of %s, %s: people's cells stay, the pane says what stands, the next run heals",
    async (sample, name, make) => {
      const now = SAMPLES[sample];
      const engine = rememberingEngine();
      const host = await make(sample);
      const first = new Standing(host);
      const excel = new FailingExcel(first);
      const pane = await openPane(excel, engine, now);
      // Results are calculated once: nothing that a run reads depends on the cells that it writes.
      host.valueAt(host.workbook.worksheets[0]?.name ?? "", "A1");
      host.isCalculating = false;

      excel.begin(first, null);
      await pane.newRun().open();
      const reading = excel.requests;
      const whole = await reconcileIn(pane);
      expect(problemIn(whole)).toBeNull();
      const last = excel.at;

      excel.begin(first, null);
      const once = readingOnce(pane);
      const opened = async (over: Partial<WorkbookPort> = {}): Promise<Run> => {
        const run = pane.newRun({ ...once, ...over });
        await run.open();
        return run;
      };
      await (await opened()).reconcile();
      const writing = excel.requests - reading;
      expect(excel.at).toBe(last);

      const people = host.workbook.worksheets.map((sheet) => sheet.name);
      const prepared = people.filter((sheet) => OUR_SHEETS.includes(sheet));
      const before = {
        people: peoplesPicture(host, make === openSample ? [] : OUR_SHEETS),
        decisions: decisionsIn(host),
        print: pictureOf(host),
        visible: pictureOf(host, ["Reconcile Keys"]),
      };
      const after = { print: pictureOf(last.host), healed: pictureOf(last.host, ["Reconcile Log"]) };
      const faults: string[] = [];
      const states = new Map<Standing, State>();
      const judge = (standing: Standing, at: string): State => {
        const known = states.get(standing);
        if (known !== undefined) return known;
        const people = changedBy(standing.host, before.people, prepared);
        if (people.length > 0) faults.push(`${at}: ${people.join("; ")}`);
        const decisions = decisionsIn(standing.host);
        if (JSON.stringify(decisions) !== JSON.stringify(before.decisions))
          faults.push(
            `${at}: decisions ${JSON.stringify(decisions)} were ${JSON.stringify(before.decisions)}`,
          );
        const print = pictureOf(standing.host);
        const state = isSame(print, before.print)
          ? "untouched"
          : isSame(print, after.print)
            ? "new"
            : isMarked(standing.host)
              ? "unfinished"
              : isSame(pictureOf(standing.host, ["Reconcile Keys"]), before.visible)
                ? "begun"
                : "neither";
        if (state === "neither") faults.push(`${at}: neither old nor new nor marked`);
        states.set(standing, state);
        return state;
      };
      let tried = 0;
      const check = (fault: Fault, step: string, run: Run): void => {
        tried += 1;
        const at = `${step} ${fault.request}, ${fault.time}, ${fault.code}`;
        const state = judge(excel.at, at);
        const problem = problemIn(run);
        // Opening only reads.
        if (problem === null && state !== (step === "open" ? "untouched" : "new"))
          faults.push(`${at}: nothing is said of ${state}`);
        if (problem === null) return;
        if (!/^[A-Z]/.test(problem.message) || !REMEDY.test(problem.message))
          faults.push(`${at}: ${problem.message}`);
        // A request that was sent may have taken effect, whatever Excel answered.
        const kept = excel.isChangeTried ? "partly written" : "workbook untouched";
        if (problem.kept !== kept)
          faults.push(`${at}: the pane says ${problem.kept}, but ${kept} (${state})`);
      };

      for (let request = 1; request <= reading; request += 1) {
        // Opening the pane and reconciling read in the same way.
        for (const fault of faultsAt(request)) {
          const run = pane.newRun();
          excel.begin(first, fault);
          await run.open();
          check(fault, "open", run);
        }
      }
      for (let request = 1; request <= writing; request += 1) {
        for (const fault of faultsAt(request)) {
          const run = await opened();
          excel.begin(first, fault);
          await run.reconcile();
          check(fault, "write", run);
        }
      }
      // A run knows nothing but the workbook: one for each state that failures left it in is all of them.
      let healed = 0;
      for (const standing of states.keys()) {
        const run = await reconcileIn(await openPane(standing.host, engine, now));
        const at = `healing ${states.get(standing)}`;
        if (problemIn(run) !== null) faults.push(`${at}: ${problemIn(run)?.message}`);
        const wrong = differences(pictureOf(standing.host, ["Reconcile Log"]), after.healed);
        if (wrong.length === 0) healed += 1;
        else faults.push(`${at}: ${wrong.join("; ").slice(0, 500)}`);
      }
      console.info(
        `${sample}, ${name}: ${reading} + ${writing} requests, ${tried} failures tried, ${states.size} distinct states, ${healed} healed`,
      );
      expect(faults.slice(0, SHOWN)).toEqual([]);
    },
  );
});
