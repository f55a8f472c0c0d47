import type { BilledCell, LoggedUpdate, Period, PutBackState, ResultRow, TableGrid } from "../records";
import { cellText, tableRows } from "../tables";
import { lineName, lineTitle } from "./line-name";

/** The texts of an invoice line's row; blank where its sheet was not read. */
export type TextsOf = (cell: BilledCell) => readonly string[];

/** A billed line with the result that it belongs to. */
export interface BilledLine {
  readonly key: string;
  readonly cell: BilledCell;
}

/** One change of a quantity as tblLog tells it. */
export interface QuantityEntry {
  readonly entry: number;
  readonly action: "apply" | "put back";
  readonly when: string;
  readonly sheet: string;
  /** 0-based row at which the line stood then. */
  readonly row: number;
  readonly line: string;
  readonly oldQuantity: number;
  readonly newQuantity: number;
}

/** The changes of quantities that follow a run for this period; all else in the log is history. Oldest first. */
export function quantityEntries(log: TableGrid, period: Period | null): readonly QuantityEntry[] {
  const wanted = period === null ? "" : `${period.start} to ${period.end}`;
  let isOfPeriod = false;
  return tableRows(log).flatMap((row, entry) => {
    const action = row.text("Action");
    // Decisions that moved into the log are entries of a run too, and name a result instead of a period.
    if (action === "run" && row.text("Old") === "") isOfPeriod = row.text("Where") === wanted;
    const place = /^(.*), row (\d+)$/.exec(row.text("Where"));
    if (!isOfPeriod || place === null || (action !== "apply" && action !== "put back")) return [];
    const [oldQuantity, newQuantity] = [Number(row.text("Old")), Number(row.text("New"))];
    if (Number.isNaN(oldQuantity) || Number.isNaN(newQuantity)) return [];
    const [, sheet = "", number = ""] = place;
    const when = momentOf(cellText(row.value("When")));
    return [
      {
        entry,
        action,
        when,
        sheet,
        row: Number(number) - 1,
        line: row.text("Detail"),
        oldQuantity,
        newQuantity,
      },
    ];
  });
}

/** The billed lines that read as a log entry names its line. */
export function lineFinder(
  results: readonly ResultRow[],
  textsOf: TextsOf,
): (entry: QuantityEntry) => readonly BilledLine[] {
  const lines = new Map<string, BilledLine[]>();
  for (const { key, billedCells } of results) {
    for (const cell of billedCells) {
      // The log of a workbook that was prepared elsewhere may name client and service only.
      for (const name of new Set([lineName(cell, textsOf(cell)), lineTitle(cell).trim()])) {
        const place = `${cell.sheet}\n${name}`;
        lines.set(place, [...(lines.get(place) ?? []), { key, cell }]);
      }
    }
  }
  return ({ sheet, line }) => lines.get(`${sheet}\n${line}`) ?? [];
}

/**
 * The changes of invoice quantities for this period that were not put back, oldest first, each with what can be done about
 * it now. A line is found by what its row says, never by where it stood.
 * @param log tblLog, oldest entry first.
 */
export function loggedUpdates(
  log: TableGrid | undefined,
  results: readonly ResultRow[],
  period: Period | null,
  textsOf: TextsOf,
): readonly LoggedUpdate[] {
  if (log === undefined) return [];
  const open = new Map<string, QuantityEntry[]>();
  for (const entry of quantityEntries(log, period)) {
    const name = `${entry.sheet}\n${entry.line}`;
    const stack = open.get(name) ?? [];
    open.set(name, entry.action === "apply" ? [...stack, entry] : withoutUndone(stack, entry));
  }
  if (open.size === 0) return [];
  const find = lineFinder(results, textsOf);
  return [...open.values()]
    .flatMap((stack) => {
      const last = stack.at(-1);
      if (last === undefined) return [];
      const state = stateOf(last, find(last));
      return stack.map((it) => ({
        ...updateOf(it),
        state: it !== last && state.kind === "open" ? ({ kind: "later" } as const) : state,
      }));
    })
    .sort((a, b) => a.entry - b.entry);
}

function updateOf({
  entry,
  when,
  sheet,
  line,
  oldQuantity,
  newQuantity,
}: QuantityEntry): Omit<LoggedUpdate, "state"> {
  return { entry, when, sheet, line, oldQuantity, newQuantity };
}

function stateOf({ newQuantity }: QuantityEntry, lines: readonly BilledLine[]): PutBackState {
  const [line, ...others] = lines;
  if (line === undefined) return { kind: "gone" };
  if (others.length > 0) return { kind: "alike", lines: lines.length };
  if (line.cell.quantity !== newQuantity) return { kind: "other", holds: line.cell.quantity };
  return { kind: "open", ...line };
}

/** The changes of a line without the last one that this entry took back. */
function withoutUndone(stack: readonly QuantityEntry[], undo: QuantityEntry): QuantityEntry[] {
  const at = stack.findLastIndex(
    (it) => it.oldQuantity === undo.newQuantity && it.newQuantity === undo.oldQuantity,
  );
  return stack.filter((_, i) => i !== at);
}

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 in Excel's 1900 date system. */
const EPOCH_SERIAL = 25_569;

function momentOf(text: string): string {
  const serial = Number(text);
  if (!(serial > EPOCH_SERIAL)) return text;
  const minutes = Math.round((serial - EPOCH_SERIAL) * (DAY_MS / 60_000));
  return new Date(minutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
}
