import {
  settingText,
  type LayoutCorrection,
  type MappingProposal,
  type Reconciliation,
  type SourceLayout,
} from "../engine";
import { appendAll, appendTo } from "./append-rows";
import { changedMeanwhile, linePartsOf, linesAsRead, sourcesAsRead, type LineCheck } from "./meanwhile";
import { TABLE_HEADERS } from "./names";
import type { Plan } from "./plan";
import { retreat } from "./retreat";
import { writeSummary } from "./summary-sheet";
import { asText, serialOf, type OutgoingCell } from "./text";

/** Stands at the top of the summary from the first change until everything is written. */
export const UNFINISHED = "Not finished: the results were not written to their end. Reconcile again.";

/** The layouts of a run's sources. */
export function layoutsOf({ reconciliation }: Plan): readonly SourceLayout[] {
  return reconciliation.sources.map(({ layout }) => layout);
}

/**
 * Appends to the mappings, the rules and the log, and writes the summary unless all of the result stands: it comes last, because it says that all before it
 * stands. In the same request the billed lines are compared with what was read.
 * @param noticed Sheets that somebody changed without harm to the results; added to.
 * @throws WorkbookProblem when lines moved meanwhile, after what speaks of them was taken back
 */
export async function writeOtherTables(
  context: Excel.RequestContext,
  plan: Plan,
  noticed: string[],
  isWhole: boolean,
): Promise<void> {
  const { reconciliation, sheets, who } = plan;
  const { tables } = plan.read.snapshot;
  context.application.suspendScreenUpdatingUntilNextSync();
  const mapping = (kind: MappingProposal["kind"], name: "tblClientMap" | "tblServiceMap", column: number) => {
    const rows = reconciliation.proposals.filter((proposal) => proposal.kind === kind).map(proposalCells);
    const position = { tblClientMap: "Source client", tblServiceMap: "Source product" }[name];
    return appendTo(context, name, sheets.mappings, tables[name], column, rows, ["Source", position]);
  };
  const rules = reconciliation.newRuleServices.map(
    (service) => new Map<string, OutgoingCell>([["Service", asText(service)]]),
  );
  const corrections = (reconciliation.corrections ?? []).map(correctionCells);
  const appends = [
    await mapping("client", "tblClientMap", 0),
    await mapping("product", "tblServiceMap", TABLE_HEADERS.tblClientMap.length + 1),
    ...(corrections.length === 0
      ? []
      : [
          await appendTo(
            context,
            "tblLayoutMap",
            sheets.mappings,
            tables.tblLayoutMap,
            // Only people's corrections make this table, wherever the sheet has room by then.
            tables.tblLayoutMap === undefined ? await freeColumn(context, sheets.mappings.name) : 0,
            corrections,
            ["Source", "Headers", "Setting", "Value"],
          ),
        ]),
    await appendTo(context, "tblRules", sheets.rules, tables.tblRules, 0, rules, ["Service"]),
    await appendTo(context, "tblLog", sheets.log, tables.tblLog, 0, logRows(reconciliation, who), []),
  ].flatMap((append) => append ?? []);
  // Asked when all that speaks of invoice cells stands: lines that moved before or while it was written are seen here.
  const lines: LineCheck[] = [];
  for (const [i, parts] of linePartsOf(plan).entries()) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one answer would be too large
    if (i > 0) await context.sync();
    lines.push(linesAsRead(context, parts));
  }
  const isBilled = ({ role }: SourceLayout): boolean => role === "billed";
  const layouts = layoutsOf(plan);
  const resized = sourcesAsRead(context, plan.read, layouts.filter(isBilled));
  const grown = sourcesAsRead(
    context,
    plan.read,
    layouts.filter((layout) => !isBilled(layout)),
  );
  const summary = context.workbook.worksheets.getItem(sheets.summary.name);
  if (!isWhole) await writeSummary(context, summary, plan.page);
  await appendAll(context, appends);
  const moved = [...resized(), ...lines.flatMap((check) => check.moved())];
  if (moved.length > 0) {
    if (!sheets.summary.isForeign) summary.getRange("A1").values = [[UNFINISHED]];
    await retreat(context, plan);
    throw changedMeanwhile(moved);
  }
  noticed.push(...grown(), ...lines.flatMap((check) => check.corrected()));
}

function logRows({ ranAt, log }: Reconciliation, who: string): readonly ReadonlyMap<string, OutgoingCell>[] {
  const when = serialOf(ranAt);
  return log.map(
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
}

/** The first column right of all that a sheet holds, with a blank one between. */
async function freeColumn(context: Excel.RequestContext, sheet: string): Promise<number> {
  const used = context.workbook.worksheets.getItem(sheet).getUsedRangeOrNullObject(true);
  used.load("columnIndex,columnCount");
  await context.sync();
  return used.isNullObject ? 0 : used.columnIndex + used.columnCount + 1;
}

function correctionCells({
  source,
  headers,
  setting,
  value,
  isForgotten,
  on,
}: LayoutCorrection): ReadonlyMap<string, OutgoingCell> {
  return new Map<string, OutgoingCell>([
    ["Source", asText(source)],
    ["Headers", asText(headers)],
    ["Setting", settingText(setting)],
    ["Value", asText(value)],
    ["Status", isForgotten ? "forgotten" : "confirmed"],
    ["When", on === null ? "" : serialOf(`${on}T00:00:00Z`)],
  ]);
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
