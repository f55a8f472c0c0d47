import type { Period, TableGrid } from "../engine/records";
import { coalesced } from "./coalesced";
import type { Run } from "./commands";
import { createPending, layoutCommands } from "./layouts";
import type { CallOptions, Progress, RunPorts, SnapshotOptions } from "./ports";
import { asksMore, previewOf, withRule, type RulePreview } from "./rule-preview";
import { problemOf, StoppedWhileWriting, withProblem } from "./problem";
import { findRowAt } from "./select";
import { shareCommands } from "./share";
import { INITIAL_VIEW } from "./state";
import type { Problem, ReviewingState, RunState } from "./state";
import { readSources, type ReadSources } from "./sources";
import { createStore } from "./store";
import { updateCommands } from "./update-commands";

/** Usage files up to this size are read again whenever a cell changes. */
const RECHECKED_BYTES = 5_000_000;

/** For work that nobody watches or stops. */
const QUIETLY: CallOptions = { signal: new AbortController().signal, onProgress: () => undefined };

/** A run over `ports`. */
export function createRun({ workbook, engine, clock, connected, files = () => [] }: RunPorts): Run {
  const store = createStore();
  let period: Period | null = null;
  const pending = createPending();
  let running: { readonly abort: AbortController; readonly before: RunState } | null = null;

  /** Runs one cancellable job; a job that was cancelled changes nothing, however late it ends. */
  async function job(
    step: Problem["step"],
    show: (progress: Progress) => RunState,
    first: Progress["phase"],
    work: (options: CallOptions, isCurrent: () => boolean) => Promise<void>,
  ): Promise<void> {
    if (running !== null) return;
    const mine = { abort: new AbortController(), before: store.get() };
    running = mine;
    const isCurrent = (): boolean => running === mine;
    let kept = "workbook untouched" as Problem["kept"];
    const onProgress = (progress: Progress): void => {
      // The workbook reports its first step of writing as done before it changes anything.
      if (progress.phase === "writing" && progress.done > 0) kept = "partly written";
      if (isCurrent()) store.set(show(progress));
    };
    onProgress({ phase: first, done: 0, total: 0 });
    try {
      await work({ signal: mine.abort.signal, onProgress }, isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      const { aborted } = mine.abort.signal;
      // Who stops before anything was written finds everything as it was.
      if (aborted && kept === "workbook untouched") store.set(mine.before);
      else
        store.set(
          withProblem(mine.before, problemOf(step, aborted ? new StoppedWhileWriting() : error, kept)),
        );
    } finally {
      if (isCurrent()) running = null;
    }
  }

  function isWriting(): boolean {
    const state = store.get();
    return state.status === "reconciling" && state.progress.phase === "writing";
  }

  const readAgain = (options: SnapshotOptions): Promise<ReadSources> =>
    readSources({ workbook, engine, ...(connected && { connected }) }, pending, options);
  /** The workbook as it stands, compared; nothing is written and no state is changed. */
  async function compareNow(
    chosen: readonly File[],
  ): Promise<Pick<ReviewingState, "reconciliation" | "layouts">> {
    const { read, layouts } = await readAgain(QUIETLY);
    const request = { layouts, period, now: clock.now(), files: chosen };
    return { reconciliation: await engine.reconcile(read, request, QUIETLY), layouts };
  }
  /** Compares again after a person changed cells, so that a corrected row turns resolved; nothing is written. */
  const checkAgain = coalesced(async () => {
    const isCurrent = (): boolean => running === null && store.get().status === "reviewing";
    // Large files are read by runs that a person starts; until then the results say that they are behind.
    const bytes = files().reduce((sum, { size }) => sum + size, 0);
    if (!isCurrent() || bytes > RECHECKED_BYTES) return;
    const now = await compareNow(files());
    if (isCurrent()) review(() => now);
  });

  /** Runs one short change on results; a failure is shown beside them. True when it worked. */
  async function change(step: Problem["step"], work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      store.set(withProblem(store.get(), problemOf(step, error, "results")));
      return false;
    }
  }

  function review(patch: (state: ReviewingState) => Partial<ReviewingState>): void {
    const state = store.get();
    if (state.status === "reviewing") store.set({ ...state, ...patch(state) });
  }

  const stops = [
    workbook.onSelection((place) => {
      review((state) => {
        const row = findRowAt(state.reconciliation.results, place);
        return row === undefined ? {} : { selectedKey: row.key };
      });
    }),
    workbook.onChanged(() => {
      review(() => ({ isStale: true }));
      checkAgain();
    }),
  ];

  const run: Run = {
    getState: () => store.get(),
    subscribe: (listener) => store.subscribe(listener),
    open: () =>
      job(
        "open",
        (progress) => ({ status: "reading", progress }),
        "reading",
        async (options, isCurrent) => {
          const { layouts, figures } = await readAgain(options);
          if (!isCurrent()) return;
          store.set({ status: "recognised", layouts, figures, problem: null });
        },
      ),
    async reconcile(chosen = period) {
      const before = store.get();
      if (before.status !== "recognised" && before.status !== "reviewing") return;
      const show = (progress: Progress): RunState => ({
        status: "reconciling",
        layouts: before.layouts,
        progress,
      });
      await job("reconcile", show, "reading", async (options, isCurrent) => {
        // Cells and rows may have changed since the sources were recognised.
        const { read, layouts, figures } = await readAgain(options);
        const request = { layouts, period: chosen, now: clock.now(), files: files() };
        const reconciliation = await engine.reconcile(read, request, options);
        if (!isCurrent()) return;
        options.onProgress({ phase: "writing", done: 0, total: reconciliation.results.length });
        const corrections = pending.all();
        await workbook.write({ ...reconciliation, corrections }, options);
        pending.drop(corrections);
        if (!isCurrent()) return;
        period = chosen;
        store.set({
          status: "reviewing",
          layouts,
          figures,
          reconciliation,
          view: before.status === "reviewing" ? before.view : INITIAL_VIEW,
          selectedKey: before.status === "reviewing" ? before.selectedKey : null,
          updates: before.status === "reviewing" ? before.updates : [],
          lastChange: null,
          isStale: false,
          problem: null,
        });
      });
    },
    cancel() {
      if (running === null) return;
      const { abort, before } = running;
      abort.abort();
      // What was sent takes effect: the run ends, and says so, when the workbook has stopped at the end of a block.
      if (isWriting()) return;
      running = null;
      store.set(before);
    },
    setView(view) {
      review((state) => ({ view: { ...state.view, ...view } }));
    },
    async select(key) {
      review(() => ({ selectedKey: key }));
      const state = store.get();
      if (state.status !== "reviewing") return;
      const cell = state.reconciliation.results.find((row) => row.key === key)?.billedCells[0];
      if (cell !== undefined) await run.goTo(cell);
    },
    async goTo({ sheet, row, column }) {
      await change("select", () => workbook.selectCell({ sheet, row, column }));
    },
    decide: async (keys, decision) => {
      const decided = new Set(keys);
      await change("decide", async () => {
        await workbook.writeDecisions(keys, decision);
        review(({ reconciliation }) => ({
          reconciliation: {
            ...reconciliation,
            results: reconciliation.results.map((row) => (decided.has(row.key) ? { ...row, decision } : row)),
          },
          problem: null,
        }));
      });
    },
    async confirmMappings(choices) {
      const isWritten = await change("map", () => workbook.writeMappings(choices));
      if (isWritten) await run.reconcile();
    },
    async readTable(name) {
      let table: TableGrid | null = null;
      await change("table", async () => {
        table = await workbook.readTable(name);
      });
      return table;
    },
    async previewRule(edit) {
      let preview: RulePreview | null = null;
      await change("rule", async () => {
        const standing = await readAgain(QUIETLY);
        const isMore = asksMore(standing.read, withRule(standing.read, edit));
        const { read, layouts } = isMore ? await readAgain({ ...QUIETLY, isWhole: true }) : standing;
        const request = { layouts, period, now: clock.now(), files: files() };
        const before = await engine.reconcile(read, request, QUIETLY);
        preview = previewOf(before, await engine.reconcile(withRule(read, edit), request, QUIETLY));
      });
      return preview;
    },
    async saveRule(edit) {
      if (await change("rule", () => workbook.writeRule(edit))) await run.reconcile();
    },
    async removeAnnotations() {
      await change("remove", async () => {
        await workbook.removeAnnotations();
        const state = store.get();
        if (state.status !== "reviewing") return;
        store.set({ status: "recognised", layouts: state.layouts, figures: state.figures, problem: null });
      });
    },
    ...updateCommands({
      getState: () => store.get(),
      workbook,
      change,
      review,
      lookUp: async () => (await compareNow([])).reconciliation.logged ?? [],
      checkAgain,
    }),
    ...layoutCommands({
      pending,
      store,
      today: () => clock.now().slice(0, 10),
      change,
      readSheets: () => workbook.readSnapshot(QUIETLY),
      recogniseAgain: async () => {
        const { layouts, figures } = await readAgain(QUIETLY);
        const state = store.get();
        if (running === null && "figures" in state) store.set({ ...state, layouts, figures });
      },
    }),
    ...shareCommands({ getState: () => store.get(), workbook, change }),
    dispose() {
      // Nobody would read that the results are incomplete: what is being written is finished.
      if (!isWriting()) run.cancel();
      for (const stop of stops) stop();
    },
  };
  return run;
}
