import type { MappingProposal, Reconciliation } from "../engine";
import { discrepancyBlock, sortResults } from "./discrepancies";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import { addHighlights, highlightsFor, outcomeHighlights, removeHighlights } from "./highlights";
import { keyRows, type KeyRow } from "./keys";
import { invoiceColumns, TILDE_STAND_IN, type InvoiceColumns } from "./live-formulas";
import {
  KEYS_NAME,
  RECORD_HEADER,
  STATE_NAME,
  TABLE_HEADERS,
  type OwnershipRecord,
  type OwnTable,
} from "./names";
import { chooseSheets, recordOf } from "./own-sheets";
import { appendRows, needRoomBelow, originOf, writeTable } from "./own-tables";
import { COLORED } from "./palette";
import type { ReadWorkbook } from "./read";
import { summaryPage } from "./summary";
import { asText, serialOf, type OutgoingCell } from "./text";

/** Who runs the reconciliation, for the log. */
export interface WriteOptions {
  readonly who: string;
}

const DECISIONS = "Update invoice,Fix mapping,Follow up,Accept";
/** Excel's own blue for sheet tabs of the add-in: they are told apart at a glance. */
const TAB_COLOR = "#0F6CBD";

/** A name of a single cell stands for a value in some calculation engines, and MATCH needs a range. */
const SHORTEST_NAME = 2;

/**
 * Writes what a run found: discrepancies, summary, mappings, rules, log, keys and highlights. Only the add-in's own
 * sheets, tables, names and conditional formats change. May be run again after a failure at any point.
 * @throws WorkbookProblem
 */
export async function writeReconciliation(
  gateway: ExcelGateway,
  read: ReadWorkbook,
  reconciliation: Reconciliation,
  { who }: WriteOptions,
): Promise<void> {
  const { snapshot } = read;
  const { tables } = snapshot;
  const sheets = chooseSheets(read);
  const record = recordOf(read, sheets);
  const sorted = sortResults(reconciliation.results);
  const grids = new Map(snapshot.sheets.map((grid) => [grid.name, grid]));
  const invoices = new Map<string, InvoiceColumns>();
  for (const { layout } of reconciliation.sources) {
    const grid = grids.get(layout.sheet);
    const columns = layout.role === "billed" && grid !== undefined ? invoiceColumns(layout, grid) : null;
    if (columns !== null) invoices.set(layout.sheet, columns);
  }
  const origin = originOf(tables.tblDiscrepancies, 0);
  const keys = keyRows(sorted, sheets.discrepancies.name, origin);
  const hasResults = sorted.length > 0;

  const proposed = (kind: MappingProposal["kind"]): number =>
    reconciliation.proposals.filter((proposal) => proposal.kind === kind).length;
  const growth = new Map<OwnTable, number>([
    ["tblDiscrepancies", sorted.length - (tables.tblDiscrepancies?.rows.length ?? 0)],
    ["tblClientMap", proposed("client")],
    ["tblServiceMap", proposed("product")],
    ["tblRules", reconciliation.newRuleServices.length],
    ["tblLog", reconciliation.log.length],
  ]);
  await gateway.run((context) => needRoomBelow(context, tables, growth));
  // The record comes before everything else, in one request: by it all of this can be taken away again.
  await gateway.run(async (context) => {
    const { worksheets } = context.workbook;
    const worksheet = sheets.keys.isNew
      ? worksheets.add(sheets.keys.name)
      : worksheets.getItem(sheets.keys.name);
    worksheet.visibility = Excel.SheetVisibility.hidden;
    writeRecord(worksheet, record);
    await context.sync();
  });
  await gateway.run(async (context) => {
    for (const { name, isNew } of Object.values(sheets)) {
      if (isNew && name !== sheets.keys.name) context.workbook.worksheets.add(name).tabColor = TAB_COLOR;
    }
    const names = [KEYS_NAME, STATE_NAME].map((name) =>
      context.workbook.names.getItemOrNullObject(name).load("name"),
    );
    await context.sync();
    for (const name of names) if (!name.isNullObject) name.delete();
    writeKeys(context, sheets.keys.name, keys);
    await context.sync();
  });
  await gateway.run(async (context) => {
    context.application.suspendScreenUpdatingUntilNextSync();
    if (hasResults) {
      const block = discrepancyBlock(sorted, invoices, tables.tblDiscrepancies, origin);
      writeTable(context, "tblDiscrepancies", sheets.discrepancies, block, tables.tblDiscrepancies, 0);
      const decisions = context.workbook.worksheets
        .getItem(sheets.discrepancies.name)
        .getRangeByIndexes(
          origin.row + 1,
          origin.column + TABLE_HEADERS.tblDiscrepancies.indexOf("Decision"),
          sorted.length,
          1,
        );
      decisions.dataValidation.rule = { list: { inCellDropDown: true, source: DECISIONS } };
    }
    await context.sync();
    if (hasResults) await verifyRowCount(context, sorted.length);
  });
  await gateway.run(async (context) => {
    context.application.suspendScreenUpdatingUntilNextSync();
    const mapping = (
      kind: MappingProposal["kind"],
      name: "tblClientMap" | "tblServiceMap",
      column: number,
    ): void => {
      const rows = reconciliation.proposals.filter((proposal) => proposal.kind === kind).map(proposalCells);
      const position = { tblClientMap: "Source client", tblServiceMap: "Source product" }[name];
      appendRows(context, name, sheets.mappings, tables[name], column, rows, ["Source", position]);
    };
    mapping("client", "tblClientMap", 0);
    mapping("product", "tblServiceMap", TABLE_HEADERS.tblClientMap.length + 1);
    const rules = reconciliation.newRuleServices.map(
      (service) => new Map<string, OutgoingCell>([["Service", asText(service)]]),
    );
    appendRows(context, "tblRules", sheets.rules, tables.tblRules, 0, rules, ["Service"]);
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
    appendRows(context, "tblLog", sheets.log, tables.tblLog, 0, log, []);
    writeSummary(context, sheets.summary.name, reconciliation, sheets.log.name);
    await context.sync();
  });
  await gateway.run(async (context) => {
    await removeHighlights(context);
    if (hasResults) {
      addHighlights(
        context,
        highlightsFor(reconciliation, keys, (sheet) => grids.get(sheet)),
      );
      addHighlights(context, outcomeHighlights(sheets.discrepancies.name, origin, sorted.length));
    }
    await context.sync();
  });
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

function writeRecord(worksheet: Excel.Worksheet, record: OwnershipRecord): void {
  const owned = worksheet.getRangeByIndexes(0, 3, 2, 1);
  owned.numberFormat = [["@"], ["@"]];
  owned.values = [[RECORD_HEADER], [JSON.stringify(record)]];
}

function writeKeys(context: Excel.RequestContext, name: string, keys: readonly KeyRow[]): void {
  const worksheet = context.workbook.worksheets.getItem(name);
  worksheet.getRange("A1:B1048576").clear();
  const padding = Array.from({ length: Math.max(0, SHORTEST_NAME - keys.length) }, (): KeyRow => ({
    key: "",
    state: "",
  }));
  const rows = [{ key: "key", state: "state" }, ...keys, ...padding];
  const count = rows.length - 1;
  const texts = worksheet.getRangeByIndexes(0, 0, rows.length, 1);
  texts.numberFormat = rows.map(() => ["@"]);
  texts.values = rows.map(({ key }) => [asText(key.replace(/~/g, TILDE_STAND_IN))]);
  worksheet.getRangeByIndexes(0, 1, rows.length, 1).values = rows.map(({ state }) => [state]);
  for (const [defined, column] of [
    [KEYS_NAME, 0],
    [STATE_NAME, 1],
  ] as const) {
    context.workbook.names.add(defined, worksheet.getRangeByIndexes(1, column, count, 1));
  }
}

function writeSummary(
  context: Excel.RequestContext,
  name: string,
  reconciliation: Reconciliation,
  logSheet: string,
): void {
  const worksheet = context.workbook.worksheets.getItem(name);
  const page = summaryPage(reconciliation, logSheet);
  worksheet.getRange().clear();
  const range = worksheet.getRangeByIndexes(0, 0, page.rows.length, page.width);
  range.numberFormat = page.rows.map((row, r) =>
    row.map((cell, c) => {
      if (page.money.has(`${r}:${c}`)) return "#,##0.00";
      return typeof cell === "string" && !cell.startsWith("=TEXT(") ? "@" : "General";
    }),
  );
  range.values = page.rows.map((row) => [...row]);
  range.format.horizontalAlignment = Excel.HorizontalAlignment.left;
  for (const row of page.titles) worksheet.getRangeByIndexes(row, 0, 1, page.width).format.font.bold = true;
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.font.size = 16;
  page.legend.forEach((row, i) => {
    const colors = COLORED[i]?.[1];
    if (colors === undefined) return;
    const cell = worksheet.getRangeByIndexes(row, 0, 1, 1);
    cell.format.fill.color = colors.fill;
    cell.format.font.color = colors.font;
  });
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.columnWidth = 170;
  worksheet.getRangeByIndexes(0, 1, 1, page.width - 1).format.columnWidth = 85;
}
