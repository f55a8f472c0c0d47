import { type MappingProposal, type Reconciliation } from "../engine";
import { discrepancyBlock } from "./discrepancies";
import { holdsDecisions, readExtraColumns } from "./extra-columns";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import { addHighlights, highlightsFor, outcomeHighlights, removeHighlights } from "./highlights";
import { keyRows } from "./keys";
import { writeKeyRows, writeRecord } from "./keys-sheet";
import { TABLE_HEADERS, type OwnSheet } from "./names";
import { recordOf, type SheetChoice } from "./own-sheets";
import { appendRows, needRoom, writeTable } from "./own-tables";
import { anchorOf } from "./ownership";
import { needUnprotected, planOf, sizesOf, type Plan } from "./plan";
import { TAB_COLOR } from "./palette";
import type { ReadWorkbook } from "./read";
import { writeMemories } from "./run-memory";
import { writeCharts } from "./summary-charts";
import { memoriesOf, summaryOf, writeSummary } from "./summary-sheet";
import { attempt } from "./support";
import { asText, serialOf, type OutgoingCell } from "./text";

/** Who runs the reconciliation, for the log, and how writing can be stopped and watched. */
export interface WriteOptions {
  readonly who: string;
  readonly signal?: AbortSignal;
  /** Called with the steps written so far, out of all. */
  readonly onProgress?: (done: number, total: number) => void;
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
  { who, signal, onProgress }: WriteOptions,
): Promise<void> {
  const plan = planOf(read, reconciliation, who);
  needUnprotected(plan);
  const steps: readonly ((context: Excel.RequestContext) => Promise<void>)[] = [
    (context) => needRoom(context, read.snapshot.tables, sizesOf(plan)),
    (context) => writeOwnership(context, plan),
    (context) => writeKeys(context, plan),
    (context) => writeDiscrepancies(context, plan),
    (context) => writeHighlights(context, plan),
    // The summary comes last: it says that all before it stands.
    (context) => writeOtherTables(context, plan),
  ];
  for (const [done, step] of steps.entries()) {
    signal?.throwIfAborted();
    onProgress?.(done, steps.length);
    await gateway.run(step);
  }
  // Charts decorate: without them the sheet says so, and the run stands.
  await attempt(gateway, "1.9", (context) =>
    writeCharts(context, context.workbook.worksheets.getItem(plan.sheets.summary.name), summaryOf(plan)),
  );
  onProgress?.(steps.length, steps.length);
}

/** The record and the marks of the sheets come before everything else: by them all of this can be taken away again. */
async function writeOwnership(context: Excel.RequestContext, { read, sheets }: Plan): Promise<void> {
  const { worksheets, names } = context.workbook;
  const known = read.definedNames.map((name) => name.toLowerCase());
  const mark = (role: OwnSheet): void => {
    const { name, isForeign } = sheets[role];
    if (isForeign) return;
    const isMarked = read.own.sheets[role] === name && known.includes(anchorOf(role));
    if (isMarked) return;
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

/** Stands at the top of the summary from the first change until everything is written. */
const UNFINISHED = "Not finished: the results were not written to their end. Reconcile again.";

async function writeKeys(context: Excel.RequestContext, plan: Plan): Promise<void> {
  const { read, sheets, sorted, origin, lookups } = plan;
  const stale = [lookups.keys, lookups.state].filter((name) => read.own.names.includes(name));
  for (const name of stale) context.workbook.names.getItem(name).delete();
  const keys = keyRows(sorted, sheets.discrepancies.name, origin);
  const worksheet = context.workbook.worksheets.getItem(sheets.keys.name);
  writeKeyRows(context, worksheet, keys, lookups);
  await context.sync();
  // On its own: with many open results this is a long text.
  writeMemories(worksheet, memoriesOf(plan));
  await context.sync();
}

async function writeDiscrepancies(context: Excel.RequestContext, plan: Plan): Promise<void> {
  const { read, sheets, sorted, invoices, origin } = plan;
  const earlier = read.snapshot.tables.tblDiscrepancies;
  // An empty month has a table without rows only where there was one before. Without results nothing was compared, for
  // example because a sheet is missing: what people wrote beside earlier rows outlasts that.
  if (sorted.length === 0 && (earlier === undefined || holdsDecisions(earlier))) return;
  const extra = await readExtraColumns(context, earlier);
  const block = discrepancyBlock(sorted, invoices, extra, origin);
  await writeTable(context, "tblDiscrepancies", sheets.discrepancies, block, earlier, 0);
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
  await verifyRowCount(context, sorted.length);
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

async function writeOtherTables(context: Excel.RequestContext, plan: Plan): Promise<void> {
  const { reconciliation, sheets, who } = plan;
  const { tables } = plan.read.snapshot;
  context.application.suspendScreenUpdatingUntilNextSync();
  const mapping = async (
    kind: MappingProposal["kind"],
    name: "tblClientMap" | "tblServiceMap",
    column: number,
  ): Promise<void> => {
    const rows = reconciliation.proposals.filter((proposal) => proposal.kind === kind).map(proposalCells);
    const position = { tblClientMap: "Source client", tblServiceMap: "Source product" }[name];
    await appendRows(context, name, sheets.mappings, tables[name], column, rows, ["Source", position]);
  };
  await mapping("client", "tblClientMap", 0);
  await mapping("product", "tblServiceMap", TABLE_HEADERS.tblClientMap.length + 1);
  const rules = reconciliation.newRuleServices.map(
    (service) => new Map<string, OutgoingCell>([["Service", asText(service)]]),
  );
  await appendRows(context, "tblRules", sheets.rules, tables.tblRules, 0, rules, ["Service"]);
  const when = serialOf(reconciliation.ranAt);
  const log = reconciliation.log.map(
    (entry) =>
      new Map<string, OutgoingCell>([
        ["When", when],
        ["Who", asText(who)],
        ["Action", entry.action],
        ["Where", asText(entry.where)],
        ["Old", asText(entry.old)],
        ["New", asText(entry.new)],
        ["Detail", asText(entry.detail)],
      ]),
  );
  await appendRows(context, "tblLog", sheets.log, tables.tblLog, 0, log, []);
  writeSummary(context.workbook.worksheets.getItem(sheets.summary.name), summaryOf(plan));
  await context.sync();
}

function proposalCells({
  kind,
  source,
  name,
  to,
  score,
  note,
}: MappingProposal): ReadonlyMap<string, OutgoingCell> {
  return new Map<string, OutgoingCell>([
    ["Source", asText(source)],
    [kind === "client" ? "Source client" : "Source product", asText(name)],
    [kind === "client" ? "Client" : "Service", asText(to)],
    ["Status", "suggested"],
    ["Score", score],
    ["Note", asText(note)],
  ]);
}

async function writeHighlights(context: Excel.RequestContext, plan: Plan): Promise<void> {
  const { read, reconciliation, sheets, sorted, origin, lookups } = plan;
  await removeHighlights(context);
  if (sorted.length > 0) {
    const grids = new Map(read.snapshot.sheets.map((grid) => [grid.name, grid]));
    const keys = keyRows(sorted, sheets.discrepancies.name, origin);
    addHighlights(
      context,
      highlightsFor(reconciliation, keys, { gridOf: (sheet) => grids.get(sheet), lookups }),
    );
    addHighlights(context, outcomeHighlights(sheets.discrepancies.name, origin, sorted.length));
  }
  await context.sync();
}
