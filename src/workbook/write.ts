import type { MappingProposal, Reconciliation, TableGrid } from "../engine";
import { discrepancyBlock, sortResults, type Origin, type TableBlock } from "./discrepancies";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import { addHighlights, highlightsFor, outcomeHighlights, removeHighlights } from "./highlights";
import { keyRows, type KeyRow } from "./keys";
import { invoiceColumns, type InvoiceColumns } from "./live-formulas";
import {
  KEYS_NAME,
  OWN_TABLES,
  RECORD_HEADER,
  SHEETS,
  STATE_NAME,
  TABLE_HEADERS,
  type OwnershipRecord,
  type OwnSheet,
  type OwnTable,
} from "./names";
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

interface SheetChoice {
  readonly name: string;
  readonly isNew: boolean;
}

const TABLE_OF: Readonly<Partial<Record<OwnSheet, readonly OwnTable[]>>> = {
  discrepancies: ["tblDiscrepancies"],
  mappings: ["tblClientMap", "tblServiceMap"],
  rules: ["tblRules"],
  log: ["tblLog"],
};

/** Where each of the add-in's sheets is, or what it will be called; a user's sheet of the same name is left alone. */
function chooseSheets({
  snapshot,
  record,
  sheetNames,
}: ReadWorkbook): Readonly<Record<OwnSheet, SheetChoice>> {
  const taken = new Set(sheetNames.map((name) => name.toLowerCase()));
  const choose = (sheet: OwnSheet): SheetChoice => {
    const base = SHEETS[sheet];
    for (const table of TABLE_OF[sheet] ?? []) {
      const found = snapshot.tables[table];
      if (found !== undefined) return { name: found.sheet, isNew: false };
    }
    const own = record?.sheets.find((name) => name === base || name.startsWith(`${base} (`));
    // A run that was cut off may have named a sheet that it did not come to add.
    if (own !== undefined) return { name: own, isNew: !sheetNames.includes(own) };
    let name: string = base;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base} (${number})`;
    taken.add(name.toLowerCase());
    return { name, isNew: true };
  };
  return {
    discrepancies: choose("discrepancies"),
    summary: choose("summary"),
    mappings: choose("mappings"),
    rules: choose("rules"),
    log: choose("log"),
    keys: choose("keys"),
  };
}

function recordOf(
  { snapshot, record }: ReadWorkbook,
  sheets: Readonly<Record<OwnSheet, SheetChoice>>,
): OwnershipRecord {
  const added = Object.values(sheets).flatMap((sheet) => (sheet.isNew ? [sheet.name] : []));
  const found =
    record?.foundTables ??
    Object.fromEntries(
      OWN_TABLES.flatMap((table) =>
        snapshot.tables[table] === undefined ? [] : [[table, snapshot.tables[table].rows.length]],
      ),
    );
  return { version: 1, sheets: [...new Set([...(record?.sheets ?? []), ...added])], foundTables: found };
}

function originOf(table: TableGrid | undefined, column: number): Origin {
  return table === undefined ? { row: 0, column } : { row: table.firstRow - 1, column: table.firstColumn };
}

/** Writes a whole table: formats before values, so that text stays text; then the table is made or resized. */
function writeTable(
  context: Excel.RequestContext,
  name: OwnTable,
  sheet: SheetChoice,
  block: TableBlock,
  earlier: TableGrid | undefined,
  column: number,
): void {
  const worksheet = context.workbook.worksheets.getItem(sheet.name);
  const { row, column: firstColumn } = originOf(earlier, column);
  const width = block.headers.length;
  const rows = block.rows.length === 0 ? [block.headers.map((): OutgoingCell => "")] : block.rows;
  const range = worksheet.getRangeByIndexes(row, firstColumn, rows.length + 1, width);
  range.numberFormat = [block.headers.map(() => "@"), ...rows.map(() => [...block.formats])];
  range.values = [block.headers.map(asText), ...rows.map((cells) => [...cells])];
  if (earlier !== undefined && earlier.rows.length > rows.length) {
    worksheet
      .getRangeByIndexes(row + 1 + rows.length, firstColumn, earlier.rows.length - rows.length, width)
      .clear();
  }
  if (earlier === undefined) {
    const table = worksheet.tables.add(range, true);
    table.name = name;
    table.style = "TableStyleLight1";
    range.format.verticalAlignment = Excel.VerticalAlignment.top;
    block.headers.forEach((header, i) => {
      worksheet.getRangeByIndexes(row, firstColumn + i, 1, 1).format.columnWidth = WIDTHS.get(header) ?? 80;
    });
    if (row === 0) worksheet.freezePanes.freezeRows(1);
  } else if (earlier.rows.length !== rows.length || earlier.headers.length !== width) {
    context.workbook.tables.getItem(name).resize(range);
  }
  const why = block.headers.indexOf("Why");
  if (why >= 0)
    worksheet.getRangeByIndexes(row + 1, firstColumn + why, rows.length, 1).format.wrapText = true;
}

/** Widths in points of columns whose content is longer than a number. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ["Client", 170],
  ["Service", 200],
  ["Outcome", 90],
  ["Why", 330],
  ["Source", 110],
  ["Flags", 110],
  ["Decision", 95],
  ["Reason", 140],
  ["Note", 160],
  ["Key", 120],
  ["Source client", 190],
  ["Source product", 190],
  ["Where", 130],
  ["Detail", 380],
  ["When", 110],
]);

function formatsOf(name: OwnTable, headers: readonly string[]): readonly string[] {
  const numbers = new Set([
    "Score",
    "Included",
    "Minimum",
    "Units per billed unit",
    "Months",
    "Unit cost",
    "List price",
  ]);
  const dates = new Set(["From", "Until"]);
  return headers.map((header) => {
    if (name === "tblLog" && header === "When") return "yyyy-mm-dd hh:mm:ss";
    if (dates.has(header)) return "yyyy-mm-dd";
    return numbers.has(header) || header === "Tolerance" ? "General" : "@";
  });
}

/** Appends rows to a table, making it first where there is none; rows of people are never written again. */
function appendRows(
  context: Excel.RequestContext,
  name: OwnTable,
  sheet: SheetChoice,
  earlier: TableGrid | undefined,
  column: number,
  rows: readonly ReadonlyMap<string, OutgoingCell>[],
  needed: readonly string[],
): void {
  if (earlier === undefined) {
    const headers: readonly string[] = TABLE_HEADERS[name];
    writeTable(
      context,
      name,
      sheet,
      {
        headers,
        rows: rows.map((row) => headers.map((header) => row.get(header) ?? "")),
        formats: formatsOf(name, headers),
      },
      undefined,
      column,
    );
    return;
  }
  if (rows.length === 0) return;
  const headers = earlier.headers.map(
    (header) =>
      TABLE_HEADERS[name].find((own) => own.toLowerCase() === header.trim().toLowerCase()) ?? header,
  );
  const missing = needed.filter((header) => !headers.includes(header));
  if (missing.length > 0) {
    throw new WorkbookProblem(
      "TableColumns",
      `${name} on "${earlier.sheet}" has no column ${missing.join(", ")}. Nothing was written to it. Add the column and run again.`,
    );
  }
  // A new table holds one blank row, because Excel keeps no table without one.
  const isEmpty =
    earlier.rows.length === 1 && earlier.rows.every((row) => row.every((cell) => cell === null));
  const kept = isEmpty ? 0 : earlier.rows.length;
  const worksheet = context.workbook.worksheets.getItem(earlier.sheet);
  const range = worksheet.getRangeByIndexes(
    earlier.firstRow + kept,
    earlier.firstColumn,
    rows.length,
    headers.length,
  );
  range.numberFormat = rows.map(() => [...formatsOf(name, headers)]);
  range.values = rows.map((row) => headers.map((header) => row.get(header) ?? ""));
  context.workbook.tables
    .getItem(name)
    .resize(
      worksheet.getRangeByIndexes(
        earlier.firstRow - 1,
        earlier.firstColumn,
        kept + rows.length + 1,
        headers.length,
      ),
    );
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
  const count = Math.max(1, keys.length);
  const texts = worksheet.getRangeByIndexes(0, 0, count + 1, 1);
  texts.numberFormat = Array.from({ length: count + 1 }, () => ["@"]);
  texts.values = [["key"], ...(keys.length === 0 ? [[""]] : keys.map(({ key }) => [asText(key)]))];
  worksheet.getRangeByIndexes(0, 1, count + 1, 1).values = [
    ["state"],
    ...(keys.length === 0 ? [[""]] : keys.map(({ state }) => [state])),
  ];
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
  range.numberFormat = page.rows.map((row) =>
    row.map((cell) => (typeof cell === "string" && !cell.startsWith("=TEXT(") ? "@" : "General")),
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
