import type { EmbeddedHost } from "../../src/host";
import { updatesFor, type CallOptions, type QuantityUpdate, type Run } from "../../src/run";
import { openPane, problemIn, reconcileIn, rememberingEngine } from "../workbook/faults/pane";
import {
  changedBy,
  decisionsIn,
  differences,
  peoplesPicture,
  pictureOf,
  type Picture,
} from "../workbook/faults/picture";
import {
  DECISION,
  openResults,
  openSample,
  OUR_SHEETS,
  reviewing,
  SAMPLES,
  type Sample,
} from "../workbook/faults/samples";
import { FailingExcel, faultsAt, Standing, withoutLateForgetting } from "../workbook/faults/standing";

const CHOSEN: readonly Sample[] = ["messy-month", "every-rule-month"];
/** Results that are worked on. */
const SOME = 3;
/** Faults that a failing test lists. */
const SHOWN = 20;
const QUIETLY: CallOptions = { signal: new AbortController().signal, onProgress: () => undefined };

/** What a failure left: the person's cells, and whether all is as without it. */
interface State {
  readonly cells: "old" | "new" | "neither";
  readonly isWhole: boolean;
}

const updatesOf = (run: Run): readonly QuantityUpdate[] =>
  openResults(run)
    .map(updatesFor)
    .filter((updates) => updates.length > 0)
    .slice(0, SOME)
    .flat();
const keysOf = (run: Run): readonly string[] =>
  openResults(run)
    .map(({ key }) => key)
    .slice(0, SOME);
const putBackAll = (run: Run): Promise<void> =>
  run.putBackLogged(
    (reviewing(run).reconciliation.logged ?? []).filter(({ state }) => state.kind === "open"),
  );

/** What of the workbook is the person's, as one text. */
function peoplesCells(host: EmbeddedHost): string {
  const { sheets, names } = peoplesPicture(host, OUR_SHEETS);
  return JSON.stringify([[...sheets], names]);
}

/** What is done first, what fails, and how it is done by a pane that is opened afterwards. */
interface Change {
  readonly name: string;
  readonly before?: (run: Run, updates: readonly QuantityUpdate[]) => Promise<void>;
  readonly act: (run: Run, updates: readonly QuantityUpdate[], keys: readonly string[]) => Promise<void>;
  /** @returns What is wrong afterwards. */
  readonly heal: (healing: Healing) => Promise<readonly string[]>;
}

interface Healing {
  readonly host: EmbeddedHost;
  /** Opens the workbook and, unless told otherwise, reconciles it. */
  readonly open: (isReconciled?: boolean) => Promise<Run>;
  readonly updates: readonly QuantityUpdate[];
  readonly keys: readonly string[];
  /** The person's cells before anything was changed, and with the updates. */
  readonly original: string;
  readonly updated: string;
  /** The workbook after the change without a failure. */
  readonly whole: Picture;
}

/** Whatever was changed stands in the log, can be put back from there, and be applied again. */
async function healQuantities({
  host,
  open,
  updates,
  original,
  updated,
}: Healing): Promise<readonly string[]> {
  const wrong: string[] = [];
  const isUpdated = peoplesCells(host) === updated;
  const run = await open();
  const logged = (reviewing(run).reconciliation.logged ?? []).filter(({ state }) => state.kind === "open");
  if (logged.length !== (isUpdated ? updates.length : 0)) wrong.push(`${logged.length} changes are logged`);
  await putBackAll(run);
  if (peoplesCells(host) !== original) wrong.push("not all can be put back");
  await run.applyUpdates(updates);
  if (peoplesCells(host) !== updated) wrong.push("not all can be applied");
  return [...wrong, ...(problemIn(run) === null ? [] : [problemIn(run)?.message ?? ""])];
}

const CHANGES: readonly Change[] = [
  { name: "applying updates", act: (run, updates) => run.applyUpdates(updates), heal: healQuantities },
  {
    name: "putting updates back",
    before: (run, updates) => run.applyUpdates(updates),
    act: putBackAll,
    heal: healQuantities,
  },
  {
    name: "deciding",
    act: (run, _, keys) => run.decide(keys, DECISION),
    async heal({ host, open, keys, original }) {
      const run = await open();
      await run.decide(keys, DECISION);
      const decided = decisionsIn(host).length;
      const isKept = peoplesCells(host) === original;
      return decided === keys.length && isKept && problemIn(run) === null ? [] : [`${decided} are decided`];
    },
  },
  {
    name: "removing annotations",
    act: (run) => run.removeAnnotations(),
    async heal({ host, open, whole }) {
      await (await open(false)).removeAnnotations();
      return differences(pictureOf(host), whole);
    },
  },
];

beforeAll(withoutLateForgetting);

describe("every failure point of a change", () => {
  it.each(CHOSEN.flatMap((sample) => CHANGES.map((change) => [sample, change.name, change] as const)))(
    "on %s, %s: is done or not, and said; what is missing can be done afterwards",
    async (sample, name, { act, before, heal }) => {
      const now = SAMPLES[sample];
      const engine = rememberingEngine();
      const host = await openSample(sample);
      const clean = peoplesPicture(host, []);
      const made = await reconcileIn(await openPane(host, engine, now));
      const [updates, keys] = [updatesOf(made), keysOf(made)];
      const original = peoplesCells(host);
      await before?.(made, updates);
      made.dispose();
      host.isCalculating = false;

      const first = new Standing(host);
      const excel = new FailingExcel(first);
      const pane = await openPane(excel, engine, now);
      const snapshot = await pane.workbook.readSnapshot(QUIETLY);
      /** The pane with its results: the workbook holds them, and reading it again gives the same. */
      const session = async (): Promise<Run> => {
        const run = pane.newRun({
          readSnapshot: () => Promise.resolve(snapshot),
          write: () => Promise.resolve(),
        });
        await run.open();
        await run.reconcile();
        return run;
      };

      const undisturbed = await session();
      excel.begin(first, null);
      await act(undisturbed, updates, keys);
      expect(problemIn(undisturbed)).toBeNull();
      const [requests, last] = [excel.requests, excel.at];
      if (name === "removing annotations") expect(changedBy(last.host, clean, [])).toEqual([]);
      const people = { old: peoplesCells(host), new: peoplesCells(last.host) };
      const whole = { old: pictureOf(host), new: pictureOf(last.host) };
      const faults: string[] = [];
      const states = new Map<Standing, State>();
      const judge = (standing: Standing): State => {
        const known = states.get(standing);
        if (known !== undefined) return known;
        const cells = peoplesCells(standing.host);
        const picture = pictureOf(standing.host);
        const state = {
          cells: cells === people.old ? "old" : cells === people.new ? "new" : "neither",
          isWhole: differences(picture, whole.new).length === 0,
        } as const;
        states.set(standing, state);
        return state;
      };
      let tried = 0;
      for (let request = 1; request <= requests; request += 1) {
        for (const fault of faultsAt(request)) {
          const at = `${request}, ${fault.time}, ${fault.code}`;
          const run = await session();
          excel.begin(first, fault);
          await act(run, updates, keys);
          run.dispose();
          tried += 1;
          const { cells, isWhole } = judge(excel.at);
          const message = problemIn(run)?.message ?? null;
          if (cells === "neither") faults.push(`${at}: cells are neither old nor new`);
          if (message === null && !isWhole) faults.push(`${at}: nothing is said`);
          if (cells === "new" && /not changed|Nothing was/.test(message ?? ""))
            faults.push(`${at}: ${message}`);
        }
      }
      let healed = 0;
      const updated = before === undefined ? people.new : people.old;
      for (const standing of states.keys()) {
        const open = async (isReconciled = true): Promise<Run> => {
          const run = (await openPane(standing.host, engine, now)).newRun();
          await run.open();
          if (isReconciled) await run.reconcile();
          return run;
        };
        const wrong = await heal({
          host: standing.host,
          open,
          updates,
          keys,
          original,
          updated,
          whole: whole.new,
        });
        if (wrong.length === 0) healed += 1;
        else faults.push(`${JSON.stringify(states.get(standing))}: ${wrong.join("; ").slice(0, 500)}`);
      }
      console.info(
        `${sample}, ${name}: ${requests} requests, ${tried} failures tried, ${states.size} distinct states, ${healed} healed`,
      );
      expect(faults.slice(0, SHOWN)).toEqual([]);
    },
  );
});
