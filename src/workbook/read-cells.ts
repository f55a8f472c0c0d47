import { HEAD_ROWS, TAIL_ROWS, type CellValue, type GridArea } from "../engine";
import type { ExcelGateway } from "./gateway";
import { needsBytes } from "./payload";
import { readBlocks, type Block, type BlockCells, type SheetCells } from "./read-blocks";
import { cellsIn, heightOf, runsOf, spansOf, takeCall, widthOf, type Rest } from "./read-calls";
import { askUnchanged, plain, seamsOf, type Seam, type Unchanged } from "./read-unchanged";
import type { ReadOptions } from "./read";

/** Cells of a first call, when nobody knows yet how long texts are, and of any call: far below the 5 MB that Excel on the web answers. */
const CELLS_PER_CALL = 20_000;
/** Cells of the first call of a further step: it may read other columns than those before. */
const CELLS_OF_STEP = 10_000;
const MOST_CELLS_PER_CALL = 40_000;

/** A sheet to be read. */
export interface SheetToRead {
  readonly name: string;
  readonly area: GridArea | null;
  readonly hasFormats: boolean;
  /** Whether its head and its tail are read first, and may tell that some of its columns are enough of the others. */
  readonly isLong: boolean;
}

/** The columns that are enough of the rows between head and tail, and which of these rows are read whole. */
export interface EnoughColumns {
  readonly columns: readonly number[];
  readonly wholeRows: (cells: SheetCells) => readonly number[];
}

/** Tells by what is read so far which columns are enough of a long sheet; `null` where all are needed. */
export type Narrow = (cells: readonly SheetCells[]) => (index: number) => EnoughColumns | null;

/** Whether reading a sheet by columns may spare a call. */
export function isWorthNarrowing(area: GridArea): boolean {
  return heightOf(area) * widthOf(area) > MOST_CELLS_PER_CALL;
}

/** From this share of rows on that have to be read whole, all are. */
const MOST_WHOLE = 0.1;
/** So many rows that need not be read go along rather than cost a range of their own. */
const SHORT_GAP = 4;

/**
 * Reads the used ranges of sheets in calls of about the same size: small sheets share one, large ones take several. A call
 * that Excel finds too large is split until it fits. Types of values are read only where a text may be an error. Long sheets
 * are read in three steps: head and tail, the others in the columns that are enough, and what these leave in doubt.
 * @returns `null` when somebody changed the sheets while they were read: the last call asks whether they are still as
 * large, and whether the rows at which a long sheet was cut are still the same, so that no row is read twice or missed.
 * @throws WorkbookProblem
 */
export async function readCells(
  gateway: ExcelGateway,
  sheets: readonly SheetToRead[],
  options: ReadOptions,
  narrow: Narrow,
): Promise<readonly SheetCells[] | null> {
  const reading = new Reading(gateway, sheets, options);
  const rows = sheets.flatMap(({ area, isLong }, index) =>
    area === null ? [] : [{ index, isLong, first: area.firstRow, last: area.lastRow }],
  );
  const long = rows.filter(({ isLong }) => isLong);
  const first = rows.flatMap(({ index, isLong, first, last }) =>
    isLong
      ? [
          ...reading.restOf(index, first, first + HEAD_ROWS - 1),
          ...reading.restOf(index, last - TAIL_ROWS + 1, last),
        ]
      : reading.restOf(index, first, last),
  );
  const middles = long.flatMap(({ index, first, last }) =>
    reading.restOf(index, first + HEAD_ROWS, last - TAIL_ROWS),
  );
  await reading.read(first, cellsIn(middles));
  if (middles.length === 0) return reading.cells();
  const enough = narrow(reading.sheetCells);
  const narrowed = middles.map((middle) => ({ ...middle, enough: enough(middle.index) }));
  await reading.read(
    narrowed.flatMap(({ enough: found, ...middle }) =>
      found === null ? [middle] : [{ ...middle, spans: spansOf(found.columns) }],
    ),
  );
  for (const { index, enough: found } of narrowed) if (found !== null) reading.leaveOut(index, found.columns);
  const doubtful = narrowed.flatMap(({ index, row, lastRow, enough: found }) => {
    const whole = found?.wholeRows(reading.sheetCells[index] ?? NO_CELLS) ?? [];
    const isMost = whole.length > (lastRow - row + 1) * MOST_WHOLE;
    return (isMost ? [[row, lastRow] as const] : runsOf(whole, SHORT_GAP)).flatMap(([from, to]) =>
      reading.restOf(index, from, to),
    );
  });
  await reading.read(doubtful, 0, "again");
  return reading.cells();
}

const NO_CELLS: SheetCells = { values: [], formats: [] };

/** Sheets of which more and more cells are read. */
class Reading {
  /** What is read so far; blank where nothing is. */
  readonly sheetCells: { values: CellValue[][]; formats: string[][]; unread?: readonly number[] }[];

  readonly #gateway: ExcelGateway;
  readonly #sheets: readonly SheetToRead[];
  readonly #options: ReadOptions;
  readonly #seams: Seam[] = [];
  /** Sheets that have shown a text that may be an error: their other blocks are read with types at once. */
  readonly #typed = new Set<number>();
  #isSame: Unchanged = () => true;
  #hasMoved = false;
  #done = 0;

  constructor(gateway: ExcelGateway, sheets: readonly SheetToRead[], options: ReadOptions) {
    this.#gateway = gateway;
    this.#sheets = sheets;
    this.#options = options;
    this.sheetCells = sheets.map(({ area, hasFormats }) => {
      const rows = area === null ? 0 : heightOf(area);
      return {
        values: Array.from({ length: rows }, () => []),
        formats: Array.from({ length: hasFormats ? rows : 0 }, () => []),
      };
    });
  }

  /** Rows of a sheet that are to be read whole. */
  restOf(index: number, row: number, lastRow: number): readonly Rest[] {
    const { name: sheet = "", area = null, hasFormats = false } = this.#sheets[index] ?? {};
    if (area === null) return [];
    const spans = [{ column: area.firstColumn, columns: widthOf(area) }];
    return [{ index, sheet, hasFormats, spans, row, lastRow, isKnown: false }];
  }

  /**
   * Reads more; the last call asks whether all that was read so far still stands.
   * @param left Cells that will be read later. @param how Rows that are read again may not have changed.
   */
  async read(parts: readonly Rest[], left = 0, how: "first" | "again" = "first"): Promise<void> {
    const rest = parts.map((part) => ({ ...part }));
    const { signal, onProgress } = this.#options;
    let cellsPerCall = this.#done === 0 ? CELLS_PER_CALL : CELLS_OF_STEP;
    while (rest.length > 0) {
      signal?.throwIfAborted();
      const call = takeCall(rest, cellsPerCall);
      const isLast = rest.length === 0;
      const ask = (context: Excel.RequestContext): void => {
        this.#isSame = askUnchanged(context, this.#sheets, this.#seams);
      };
      let [bytes, read] = [0, 0];
      for (const part of await readBlocks(
        this.#gateway,
        call,
        this.#typed,
        isLast && left === 0 ? ask : () => undefined,
      )) {
        this.#place(part, how);
        bytes += bytesOf(part, this.#typed.has(part.block.index));
        read += part.block.rows * part.block.columns;
      }
      // Longer texts than usual make the next calls smaller.
      const cells = Math.floor((ANSWER_BYTES * read) / bytes);
      cellsPerCall = Math.max(1, Math.min(MOST_CELLS_PER_CALL, cells));
      this.#done += read;
      onProgress?.(this.#done, this.#done + cellsIn(rest) + left);
    }
  }

  /** Notes which columns of a sheet are not read in every row. */
  leaveOut(index: number, columns: readonly number[]): void {
    const area = this.#sheets[index]?.area ?? null;
    const cells = this.sheetCells[index];
    if (area === null || cells === undefined) return;
    const all = Array.from({ length: widthOf(area) }, (_, c) => area.firstColumn + c);
    cells.unread = all.filter((column) => !columns.includes(column));
  }

  /** All that was read; `null` when it changed meanwhile. */
  cells(): readonly SheetCells[] | null {
    return this.#hasMoved || !this.#isSame() ? null : this.sheetCells;
  }

  #place(part: BlockCells, how: "first" | "again"): void {
    const { block, values, formats } = part;
    const area = this.#sheets[block.index]?.area ?? null;
    const cells = this.sheetCells[block.index];
    if (area === null || cells === undefined) return;
    if (how === "first" && block.rows < heightOf(area)) this.#seams.push(...seamsOf(part));
    const top = block.row - area.firstRow;
    const isRead = (c: number): boolean => cells.unread?.includes(area.firstColumn + c) !== true;
    for (const [r, row] of values.entries()) {
      if (how === "again" && !isSameRow(cells.values[top + r] ?? [], row, isRead)) this.#hasMoved = true;
      cells.values[top + r] = withCells(cells.values[top + r], row, area, block, null);
    }
    for (const [r, row] of formats.entries())
      cells.formats[top + r] = withCells(cells.formats[top + r], row, area, block, "General");
  }
}

/** A row of a sheet with the cells of a block; what is not read yet is blank. */
function withCells<T>(
  row: readonly T[] | undefined,
  cells: readonly T[],
  area: GridArea,
  block: Block,
  blank: T,
): T[] {
  if (block.columns === widthOf(area)) return [...cells];
  const whole =
    row === undefined || row.length === 0 ? Array.from({ length: widthOf(area) }, () => blank) : (row as T[]);
  for (const [c, cell] of cells.entries()) whole[block.column - area.firstColumn + c] = cell;
  return whole;
}

/** Whether a row shows the texts that it showed before, in the cells that were read; numbers may be calculated anew. */
function isSameRow(
  before: readonly CellValue[],
  now: readonly CellValue[],
  isRead: (column: number) => boolean,
): boolean {
  return before.every(
    (cell, c) => cell === now[c] || (typeof cell !== "string" && typeof now[c] !== "string") || !isRead(c),
  );
}

/** What a block took of an answer: its values, and with each its format and its type where they were read. */
function bytesOf({ values, formats }: BlockCells, isTyped: boolean): number {
  let bytes = 0;
  for (const [r, row] of values.entries()) {
    for (const [c, cell] of row.entries()) {
      const format = formats[r]?.[c];
      bytes += needsBytes(plain(cell)) + 1 + (format === undefined ? 0 : format.length + 3);
      if (isTyped) bytes += TYPE_BYTES;
    }
  }
  return bytes;
}

/** A type such as "String" with its punctuation. */
const TYPE_BYTES = 10;

/** What one answer should hold: far below a megabyte, because the texts to come may be longer. */
const ANSWER_BYTES = 700_000;
