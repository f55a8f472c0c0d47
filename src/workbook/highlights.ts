import { columnLetters, type Reconciliation } from "../engine";
import type { KeyRow } from "./keys";
import { lineColumns, spellingKey, TILDE_STAND_IN } from "./live-formulas";
import type { LookupNames } from "./keys-sheet";
import { FORMAT_TAG, TABLE_HEADERS } from "./names";
import type { Origin } from "./discrepancies";
import { COLORED } from "./palette";
import { plainReferences } from "./standing-cells";
import { sheetReference } from "./text";

/** One conditional format to add. Row and column are 0-based, ends included. */
export interface Highlight {
  readonly sheet: string;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly column: number;
  readonly formula: string;
  readonly fill: string;
  readonly font: string;
}

/**
 * The conditional formats of the invoice's quantity cells: one per quantity column and outcome, looking the state up
 * by the client and service of the cell's own row. Lines that do not name their client on their row (headings above
 * them, crosstabs) get a rule of their own per cell.
 */
export function highlightsFor(
  { sources, results }: Reconciliation,
  keys: readonly KeyRow[],
  { hasSheet, lookups }: { readonly hasSheet: (sheet: string) => boolean; readonly lookups: LookupNames },
): readonly Highlight[] {
  const highlights: Highlight[] = [];
  const byRow = new Set<string>();
  for (const { layout } of sources) {
    const columns = layout.role === "billed" && hasSheet(layout.sheet) ? lineColumns(layout) : null;
    if (columns === null) continue;
    const { quantity, client, service, firstRow, lastRow } = columns;
    byRow.add(layout.name);
    const key = `LOWER($${columnLetters(client)}${firstRow + 1}&"|"&$${columnLetters(service)}${firstRow + 1})`;
    const escaped = `SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(${key},"~","${TILDE_STAND_IN}"),"*","~*"),"?","~?")`;
    const state = `INDEX(${lookups.state},MATCH(${escaped},${lookups.keys},0))`;
    highlights.push(...rules(layout.sheet, firstRow, lastRow, quantity, state));
  }
  const perCell = new Set(
    sources
      .filter(({ layout }) => layout.role === "billed" && !byRow.has(layout.name))
      .map(({ layout }) => layout.sheet),
  );
  if (perCell.size === 0) return highlights;
  const positions = new Map(keys.map((row, i) => [row.key, i + 1]));
  for (const { billedCells } of results) {
    for (const { sheet, row, column, client, service } of billedCells) {
      const position = positions.get(spellingKey(client, service));
      if (!perCell.has(sheet) || column === null || position === undefined) continue;
      highlights.push(...rules(sheet, row, row, column, `INDEX(${lookups.state},${position})`));
    }
  }
  return highlights;
}

function rules(
  sheet: string,
  firstRow: number,
  lastRow: number,
  column: number,
  state: string,
): readonly Highlight[] {
  return COLORED.map(([outcome, { fill, font }]) => ({
    sheet,
    firstRow,
    lastRow,
    column,
    fill,
    font,
    formula: `=AND(${FORMAT_TAG},IFERROR(${state}="${outcome}",FALSE))`,
  }));
}

/** Colours the outcome column of tblDiscrepancies, by the word that stands in it. */
export function outcomeHighlights(
  sheet: string,
  { row, column }: Origin,
  count: number,
): readonly Highlight[] {
  const outcomeColumn = column + TABLE_HEADERS.tblDiscrepancies.indexOf("Outcome");
  const cell = `$${columnLetters(outcomeColumn)}${row + 2}`;
  return rules(sheet, row + 1, row + count, outcomeColumn, cell);
}

/** Conditional formats of one request: each takes some 1,500 bytes to add, and less to look at. */
const RULES_PER_REQUEST = 300;

/** Adds the highlights; those of the last request are queued. */
export async function addHighlights(
  context: Excel.RequestContext,
  highlights: readonly Highlight[],
): Promise<void> {
  for (const [i, { sheet, firstRow, lastRow, column, formula, fill, font }] of highlights.entries()) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (i > 0 && i % RULES_PER_REQUEST === 0) await context.sync();
    const range = context.workbook.worksheets
      .getItem(sheet)
      .getRangeByIndexes(firstRow, column, lastRow - firstRow + 1, 1);
    const format = range.conditionalFormats.add(Excel.ConditionalFormatType.custom);
    format.custom.rule.formula = formula;
    format.custom.format.fill.color = fill;
    format.custom.format.font.color = font;
  }
}

/** A conditional format of the add-in, with what else was loaded of it. */
interface OwnHighlight<T> {
  readonly format: Excel.ConditionalFormat;
  readonly rule: Excel.ConditionalFormatRule;
  readonly loaded: T;
}

/** The add-in's conditional formats of sheets, told apart by the tag in their formula. @param load Queues more to be loaded. */
async function ownHighlights<T>(
  context: Excel.RequestContext,
  sheets: readonly string[],
  load: (format: Excel.ConditionalFormat) => T,
): Promise<readonly OwnHighlight<T>[]> {
  const collections = sheets.map((name) =>
    context.workbook.worksheets.getItem(name).getRange().conditionalFormats.load("items/id,items/type"),
  );
  await context.sync();
  const custom: OwnHighlight<T>[] = [];
  for (const format of collections.flatMap(({ items }) => items)) {
    if (format.type !== Excel.ConditionalFormatType.custom) continue;
    custom.push({ format, rule: format.custom.rule.load("formula"), loaded: load(format) });
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (custom.length % RULES_PER_REQUEST === 0) await context.sync();
  }
  await context.sync();
  return custom.filter(({ rule }) => rule.formula.includes(FORMAT_TAG));
}

/**
 * Removes the add-in's conditional formats and no other, from the last to the first because an id is a position.
 */
export async function removeHighlights(context: Excel.RequestContext): Promise<number> {
  const sheets = context.workbook.worksheets.load("items/name");
  await context.sync();
  const own = await ownHighlights(
    context,
    sheets.items.map(({ name }) => name),
    () => null,
  );
  for (const [i, { format }] of [...own].reverse().entries()) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (i > 0 && i % RULES_PER_REQUEST === 0) await context.sync();
    format.delete();
  }
  await context.sync();
  return own.length;
}

/** Whether the add-in's conditional formats on these sheets are just these, none missing and none more. */
export async function highlightsStand(
  context: Excel.RequestContext,
  sheets: readonly string[],
  wanted: readonly Highlight[],
): Promise<boolean> {
  const own = await ownHighlights(context, sheets, (format) => ({
    fill: format.custom.format.fill.load("color"),
    font: format.custom.format.font.load("color"),
    range: format.getRangeOrNullObject().load("address"),
  }));
  const found = own.map(({ rule, loaded: { fill, font, range } }) =>
    // A rule that was split over several ranges has no address.
    [range.isNullObject ? "" : range.address, rule.formula, fill.color, font.color].join("\n"),
  );
  const expected = wanted.map(({ sheet, firstRow, lastRow, column, formula, fill, font }) => {
    const letters = columnLetters(column);
    const cells = firstRow === lastRow ? "" : `:${letters}${lastRow + 1}`;
    return [`${sheetReference(sheet)}!${letters}${firstRow + 1}${cells}`, formula, fill, font].join("\n");
  });
  const sorted = (texts: readonly string[]): string => JSON.stringify(texts.map(plainReferences).sort());
  return sorted(found) === sorted(expected);
}
