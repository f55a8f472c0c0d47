import type { Reconciliation } from "../engine";
import { discrepancyBlock } from "./discrepancies";
import { holdsDecisions, readExtraColumns } from "./extra-columns";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import { addHighlights, removeHighlights } from "./highlights";
import { keySheetRows, nameKeyRows, writeKeyRows, writeRecord } from "./keys-sheet";
import { TABLE_HEADERS, type OwnSheet } from "./names";
import { recordOf, type SheetChoice } from "./own-sheets";
import { needRoom, writeTable } from "./own-tables";
import { changedMeanwhile, goneSince, readBefore, sourcesAsRead } from "./meanwhile";
import { watchPeopleCells } from "./people-cells";
import { anchorOf, isMarked } from "./ownership";
import { needUnprotected, planOf, sizesOf, wantedHighlights, type Plan } from "./plan";
import { TAB_COLOR } from "./palette";
import type { ReadWorkbook } from "./read";
import { writeMemories } from "./run-memory";
import { standingOf, standsWhole, type Standing } from "./standing";
import { layoutsOf, UNFINISHED, writeOtherTables } from "./write-end";
import { writeCharts } from "./summary-charts";
import { hasCharts } from "./summary-sheet";
import { attempt } from "./support";
import { addressOfTable, keysOfTable } from "./table-keys";

/** Who runs the reconciliation, for the log, and how writing can be stopped and watched. */
export interface WriteOptions {
  readonly who: string;
  readonly signal?: AbortSignal;
  /** Called with the steps done so far, out of all; the first one looks only, and changes nothing. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called in long work between two requests, to give the page a turn; left out = nobody else wants one. */
  readonly pause?: () => Promise<void>;
}

const DECISIONS = "Update invoice,Fix mapping,Follow up,Accept";

/**
 * Writes what a run found: discrepancies, summary, mappings, rules, log, keys and highlights. Only the add-in's own
 * sheets, tables, names and conditional formats change. May be run again after a failure or stop at any point.
 * @throws WorkbookProblem
 */
export async function writeReconciliation(
  gateway: ExcelGateway,
  read: ReadWorkbook,
  reconciliation: Reconciliation,
  { who, signal, onProgress, pause = () => Promise.resolve() }: WriteOptions,
): Promise<void> {
  const plan = await planOf(read, reconciliation, who, pause);
  needUnprotected(plan);
  /** What somebody changed meanwhile without harm to the results: said when all is written. */
  const noticed: string[] = [];
  const run = <T>(step: (context: Excel.RequestContext) => Promise<T>): Promise<T> =>
    gateway.run(step, signal).catch((problem: unknown) => explain(gateway, read, problem));
  signal?.throwIfAborted();
  onProgress?.(0, STEPS);
  const standing = await run((context) => prepare(context, plan, pause));
  // Where nothing but the log has to be written, there is nothing unfinished that the summary would have to tell of.
  const isWhole = standsWhole(standing);
  // The summary comes last: it says that all before it stands.
  const end = (context: Excel.RequestContext): Promise<void> =>
    writeOtherTables(context, plan, noticed, isWhole);
  const steps = isWhole
    ? [end]
    : [
        (context: Excel.RequestContext) => writeOwnership(context, plan),
        (context: Excel.RequestContext) => writeKeys(context, plan, standing, pause),
        (context: Excel.RequestContext) => writeDiscrepancies(context, plan, standing, noticed, pause),
        (context: Excel.RequestContext) => writeHighlights(context, plan),
        end,
      ];
  for (const [done, step] of steps.entries()) {
    signal?.throwIfAborted();
    onProgress?.(STEPS - steps.length + done, STEPS);
    await run(step);
  }
  // Charts decorate: without them the sheet says so, and the run stands.
  const { page } = plan;
  const areDrawn = isWhole && hasCharts(page, read.summary);
  await attempt(gateway, "1.9", (context) =>
    writeCharts(context, context.workbook.worksheets.getItem(plan.sheets.summary.name), page, areDrawn),
  );
  onProgress?.(STEPS, STEPS);
  if (noticed.length > 0) throw readBefore(noticed);
}

/** Steps of a write that writes everything. */
const STEPS = 6;

/** Before anything is written: the sources stand where they were read, there is room, and what has to be written is known. */
async function prepare(
  context: Excel.RequestContext,
  plan: Plan,
  pause: () => Promise<void>,
): Promise<Standing> {
  const moved = sourcesAsRead(context, plan.read, layoutsOf(plan));
  await needRoom(context, plan.read.snapshot.tables, sizesOf(plan));
  if (moved().length > 0) throw changedMeanwhile(moved());
  return standingOf(context, plan, pause);
}

const GONE: ReadonlySet<string> = new Set(["ItemNotFound", "InvalidArgument", "InvalidReference"]);

/** A step that Excel refused because something is no longer there says what. */
async function explain(gateway: ExcelGateway, read: ReadWorkbook, problem: unknown): Promise<never> {
  if (problem instanceof WorkbookProblem && GONE.has(problem.code)) {
    const gone = await gateway.run((context) => goneSince(context, read));
    if (gone.length > 0) throw changedMeanwhile(gone);
  }
  throw problem;
}

/** The record and the marks of the sheets come before everything else: by them all of this can be taken away again. */
async function writeOwnership(context: Excel.RequestContext, { read, sheets }: Plan): Promise<void> {
  const { worksheets, names } = context.workbook;
  const known = read.definedNames.map((name) => name.toLowerCase());
  const mark = (role: OwnSheet): void => {
    const { name, isForeign } = sheets[role];
    if (isForeign) return;
    if (isMarked(read, role, name)) return;
    // The mark of a sheet that was deleted is in the way.
    if (known.includes(anchorOf(role))) names.getItem(anchorOf(role)).delete();
    names.add(anchorOf(role), worksheets.getItem(name).getRange("A1"));
  };
  const keys = sheets.keys.isNew ? worksheets.add(sheets.keys.name) : worksheets.getItem(sheets.keys.name);
  keys.visibility = Excel.SheetVisibility.hidden;
  mark("keys");
  writeRecord(keys, recordOf(read, sheets));
  await context.sync();
  for (const [role, { name, isNew }] of Object.entries(sheets) as [OwnSheet, SheetChoice][]) {
    if (role === "keys") continue;
    if (isNew) worksheets.add(name).tabColor = TAB_COLOR;
    mark(role);
  }
  if (!sheets.summary.isForeign) {
    // Whoever opens the file after a failure sees that it is neither the old nor the new result; the summary takes its place.
    worksheets.getItem(sheets.summary.name).getRange("A1").values = [[UNFINISHED]];
  }
  await context.sync();
}

async function writeKeys(
  context: Excel.RequestContext,
  plan: Plan,
  { keys, isNamed, isRemembered }: Standing,
  pause: () => Promise<void>,
): Promise<void> {
  const { read, sheets, lookups } = plan;
  const worksheet = context.workbook.worksheets.getItem(sheets.keys.name);
  if (!keys.isAll || !isNamed) {
    const stale = [lookups.keys, lookups.state].filter((name) => read.own.names.includes(name));
    for (const name of stale) context.workbook.names.getItem(name).delete();
    const rows = keySheetRows(plan.keys);
    await pause();
    await writeKeyRows(context, worksheet, rows, keys.has);
    nameKeyRows(context, worksheet, rows.length, lookups);
    await context.sync();
  }
  if (isRemembered) return;
  // On its own: with many open results this is a long text.
  await writeMemories(context, worksheet, plan.memories);
  await context.sync();
}

async function writeDiscrepancies(
  context: Excel.RequestContext,
  plan: Plan,
  { results }: Standing,
  noticed: string[],
  pause: () => Promise<void>,
): Promise<void> {
  if (results.isAll) return;
  const { read, sheets, sorted, invoices, origin } = plan;
  const earlier = read.snapshot.tables.tblDiscrepancies;
  // An empty month has a table without rows only where there was one before. Without results nothing was compared, for
  // example because a sheet is missing: what people wrote beside earlier rows outlasts that.
  if (sorted.length === 0 && (earlier === undefined || holdsDecisions(earlier))) return;
  const extra = await readExtraColumns(context, earlier);
  const block = await discrepancyBlock(sorted, invoices, extra, origin, pause);
  await pause();
  const { worksheets, tables } = context.workbook;
  const billedNames = layoutsOf(plan).flatMap(({ role, sheet }) => (role === "billed" ? [sheet] : []));
  const billedSheets = read.sheetNames.filter((name) => billedNames.includes(name));
  const people =
    earlier === undefined
      ? null
      : watchPeopleCells(
          worksheets.getItem(earlier.sheet),
          tables.getItem("tblDiscrepancies"),
          earlier,
          extra,
          block,
        );
  const write = (isStanding: (row: number) => boolean): Promise<void> =>
    writeTable(context, "tblDiscrepancies", sheets.discrepancies, block, earlier, 0, {
      watch: (row, rows) => {
        // A sheet that was renamed or deleted fails the request before it writes formulas that speak of it.
        for (const sheet of billedSheets) worksheets.getItem(sheet).load("name");
        people?.watch(row, rows);
      },
      isStanding,
    });
  await write(results.has);
  if (sorted.length === 0) return;
  const decisions = context.workbook.worksheets
    .getItem(sheets.discrepancies.name)
    .getRangeByIndexes(
      origin.row + 1,
      origin.column + TABLE_HEADERS.tblDiscrepancies.indexOf("Decision"),
      sorted.length,
      1,
    );
  decisions.dataValidation.rule = { list: { inCellDropDown: true, source: DECISIONS } };
  await context.sync();
  const keys = sorted.map(({ key }) => key);
  // Rows that were left alone because they stood may have been moved meanwhile: then all are written.
  if (results.has(0) && !(await standInOrder(context, keys))) {
    await write(() => false);
    await context.sync();
  }
  if ((await people?.settle(context, keys)) === true) noticed.push(sheets.discrepancies.name);
  await verifyRowCount(context, sorted.length);
}

/** Whether the rows of tblDiscrepancies are those of these keys, in their order. */
async function standInOrder(context: Excel.RequestContext, keys: readonly string[]): Promise<boolean> {
  const place = await addressOfTable(context, "tblDiscrepancies");
  const found = place === null ? [] : await keysOfTable(context, place);
  return JSON.stringify(found) === JSON.stringify(keys);
}

/** A table that Excel extended by itself or only in part would hide rows (office-js #3191). @throws WorkbookProblem */
async function verifyRowCount(context: Excel.RequestContext, expected: number): Promise<void> {
  const range = context.workbook.tables.getItem("tblDiscrepancies").getRange().load("rowCount");
  await context.sync();
  if (range.rowCount !== expected + 1) {
    throw new WorkbookProblem(
      "TableRows",
      `tblDiscrepancies has ${range.rowCount - 1} rows instead of ${expected}. Your sheets were not changed. Run again.`,
    );
  }
}

async function writeHighlights(context: Excel.RequestContext, plan: Plan): Promise<void> {
  await removeHighlights(context);
  await addHighlights(context, wantedHighlights(plan));
  await context.sync();
}
