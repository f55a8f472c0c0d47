import type { TableGrid } from "../engine";
import { WorkbookProblem } from "./gateway";
import { TABLE_HEADERS, type OwnTable } from "./names";
import { isAsRead, rowBytes, writeTable } from "./own-tables";
import type { SheetChoice } from "./own-sheets";
import { cutsOf } from "./payload";
import { asFound, type OutgoingCell } from "./text";

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
    if (dates.has(header) || header === "When") return "yyyy-mm-dd";
    return numbers.has(header) || header === "Tolerance" ? "General" : "@";
  });
}

/** Rows to append to a table of the workbook. */
export interface Append {
  readonly name: OwnTable;
  readonly earlier: TableGrid;
  readonly rows: readonly (readonly OutgoingCell[])[];
}

/**
 * What to append to a table, in the order of its columns; a table that is not there is made with the rows.
 * @returns `null` when nothing is left to append.
 * @throws WorkbookProblem
 */
export async function appendTo(
  context: Excel.RequestContext,
  name: OwnTable,
  sheet: SheetChoice,
  earlier: TableGrid | undefined,
  column: number,
  rows: readonly ReadonlyMap<string, OutgoingCell>[],
  needed: readonly string[],
): Promise<Append | null> {
  const cellsOf = (headers: readonly string[]): readonly (readonly OutgoingCell[])[] =>
    rows.map((row) => headers.map((header) => row.get(header) ?? ""));
  if (earlier === undefined) {
    const headers: readonly string[] = TABLE_HEADERS[name];
    const formats = formatsOf(name, headers);
    const block = { headers, rows: cellsOf(headers), formats, ownColumns: headers.length };
    await writeTable(context, name, sheet, block, undefined, column);
    return null;
  }
  const headers = ownHeaders(name, earlier);
  const missing = needed.filter((header) => !headers.includes(header));
  if (rows.length > 0 && missing.length > 0) {
    throw new WorkbookProblem(
      "TableColumns",
      `${name} on "${earlier.sheet}" has no column ${missing.join(", ")}. Nothing was written to it. Add the column and run again.`,
    );
  }
  return rows.length === 0 ? null : { name, earlier, rows: cellsOf(headers) };
}

function ownHeaders(name: OwnTable, { headers }: TableGrid): readonly string[] {
  return headers.map(
    (header) =>
      TABLE_HEADERS[name].find((own) => own.toLowerCase() === header.trim().toLowerCase()) ?? header,
  );
}

/** How often rows are put elsewhere because somebody else changed the table at the same time. */
const ATTEMPTS = 4;

/**
 * Appends rows to tables, together with what was queued before. Rows of people are never written again: what a request
 * overwrites is loaded in that request before it is written, and where it was not blank, or the table had other rows by
 * then, the cells are given back and the rows go to the table's new end.
 * @param alongside Queues what belongs into the same request, after the rows: not done when they are refused.
 * @throws WorkbookProblem when cells below a table are filled
 */
export async function appendAll(
  context: Excel.RequestContext,
  appends: readonly Append[],
  alongside: () => void = () => undefined,
): Promise<void> {
  let pending = appends.map((append) => ({ append, kept: keptRows(append.earlier) }));
  if (pending.length === 0) {
    alongside();
    await context.sync();
  }
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const placed: { readonly append: Append; readonly kept: number; readonly place: Placed }[] = [];
    for (const { append, kept } of pending)
      placed.push({ append, kept, place: await queueRows(context, append, kept) });
    if (attempt === 1) alongside();
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- tried again only where somebody was quicker
    await context.sync();
    const late = placed.filter(({ place }) => !place.isInPlace());
    for (const { place } of late) place.giveBack();
    pending = late.map(({ append, place }) => ({
      append: { ...append, earlier: place.standing() },
      kept: place.standing().rows.length,
    }));
    const stuck = late.find(
      ({ kept, append, place }, i) =>
        attempt === ATTEMPTS || (pending[i]?.kept === kept && isAsRead(place.range, append.earlier)),
    );
    if (stuck !== undefined) {
      // eslint-disable-next-line office-addins/no-context-sync-in-loop -- the last one
      await context.sync();
      throw new WorkbookProblem(
        "NoRoom",
        `${stuck.append.name} has to grow, but cells below it on "${stuck.append.earlier.sheet}" are filled. They were kept. Move them and run again.`,
      );
    }
  }
}

/** A new table holds one blank row, because Excel keeps no table without one. */
function keptRows({ rows }: TableGrid): number {
  const isEmpty = rows.length === 1 && rows.every((row) => row.every((cell) => cell === null));
  return isEmpty ? 0 : rows.length;
}

/** Rows that a request writes, to be judged after its sync. */
interface Placed {
  /** The table as the request found it, header included. */
  readonly range: Excel.Range;
  readonly standing: () => TableGrid;
  readonly isInPlace: () => boolean;
  /** Queues what gives cells and table back as the request found them. */
  readonly giveBack: () => void;
}

async function queueRows(
  context: Excel.RequestContext,
  { name, earlier, rows }: Append,
  kept: number,
): Promise<Placed> {
  const worksheet = context.workbook.worksheets.getItem(earlier.sheet);
  const table = context.workbook.tables.getItem(name);
  const range = table.getRange().load("rowIndex,columnIndex,rowCount,columnCount");
  const [first, column, width] = [earlier.firstRow + kept, earlier.firstColumn, earlier.headers.length];
  const formats = formatsOf(name, ownHeaders(name, earlier));
  const cuts = cutsOf(rows, rowBytes);
  const at = (cut: number, count: number): Excel.Range =>
    worksheet.getRangeByIndexes(first + cut, column, count, width);
  const found: Excel.Range[] = [];
  for (const [i, cut] of cuts.entries()) {
    const part = rows.slice(cut, cuts[i + 1]);
    found.push(at(cut, part.length).load("formulas,numberFormat"));
    const place = at(cut, part.length);
    place.numberFormat = part.map(() => [...formats]);
    place.values = part.map((cells) => [...cells]);
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (i < cuts.length - 1) await context.sync();
  }
  table.resize(
    worksheet.getRangeByIndexes(earlier.firstRow - 1, column, Math.max(kept + rows.length, 1) + 1, width),
  );
  return {
    range,
    isInPlace: () =>
      isAsRead(range, earlier) &&
      found.every(({ formulas }) => formulas.every((cells) => cells.every((cell) => cell === ""))),
    standing: () => ({
      ...earlier,
      firstRow: range.rowIndex + 1,
      firstColumn: range.columnIndex,
      rows: Array.from({ length: range.rowCount - 1 }, () => []),
    }),
    giveBack: () => {
      table.resize(
        worksheet.getRangeByIndexes(range.rowIndex, range.columnIndex, range.rowCount, range.columnCount),
      );
      for (const [i, { formulas, numberFormat }] of found.entries()) {
        const place = at(cuts[i] ?? 0, formulas.length);
        place.numberFormat = numberFormat as string[][];
        place.formulas = (formulas as OutgoingCell[][]).map((cells, r) =>
          cells.map((cell, c) => asFound(cell, (numberFormat as string[][])[r]?.[c] ?? "")),
        );
      }
    },
  };
}
