import type { CellValue, GridArea } from "../engine";
import type { ExcelGateway } from "./gateway";
import { needsBytes } from "./payload";
import { readBlocks, type Block, type BlockCells, type SheetCells } from "./read-blocks";
import { askUnchanged, plain, seamsOf, type Seam, type Unchanged } from "./read-unchanged";
import type { ReadOptions } from "./read";

/** Cells of a first call, when nobody knows yet how long texts are, and of any call: far below the 5 MB that Excel on the web answers. */
const CELLS_PER_CALL = 20_000;
const MOST_CELLS_PER_CALL = 40_000;

/** Cells of a sheet's first block, when nobody knows yet how long its texts are. */
const FIRST_BLOCK_CELLS = 10_000;

/** A sheet to be read. */
export interface SheetToRead {
  readonly name: string;
  readonly area: GridArea | null;
  readonly hasFormats: boolean;
}

/**
 * Reads the used ranges of sheets in calls of about the same size: small sheets share one, large ones take several. A call
 * that Excel finds too large is split until it fits. Types of values are read only where a text may be an error.
 * @returns `null` when somebody changed the sheets while they were read: the last call asks whether they are still as
 * large, and whether the rows at which a long sheet was cut are still the same, so that no row is read twice or missed.
 * @throws WorkbookProblem
 */
export async function readCells(
  gateway: ExcelGateway,
  sheets: readonly SheetToRead[],
  { signal, onProgress }: ReadOptions,
): Promise<readonly SheetCells[] | null> {
  const rest = sheets.flatMap(({ name, area, hasFormats }, index): Rest[] =>
    area === null ? [] : [{ index, sheet: name, area, hasFormats, row: area.firstRow }],
  );
  const total = rest.reduce((sum, { area }) => sum + heightOf(area) * widthOf(area), 0);
  const values = sheets.map((): (readonly CellValue[])[] => []);
  const formats = sheets.map((): (readonly string[])[] => []);
  const isCut = ({ index, rows }: Block): boolean => {
    const area = sheets[index]?.area ?? null;
    return area !== null && rows < heightOf(area);
  };
  const seams: Seam[] = [];
  let isSame: Unchanged = () => true;
  /** Sheets that have shown a text that may be an error: their other blocks are read with types at once. */
  const typed = new Set<number>();
  let cells = CELLS_PER_CALL;
  let done = 0;
  while (rest.length > 0) {
    signal?.throwIfAborted();
    const call = takeCall(rest, cells);
    const isLast = rest.length === 0;
    const ask = (context: Excel.RequestContext): void => {
      isSame = askUnchanged(context, sheets, seams);
    };
    let [bytes, read] = [0, 0];
    for (const part of await readBlocks(gateway, call, typed, isLast ? ask : () => undefined)) {
      if (!isLast && isCut(part.block)) seams.push(...seamsOf(part));
      for (const row of part.values) values[part.block.index]?.push(row);
      for (const row of part.formats) formats[part.block.index]?.push(row);
      bytes += bytesOf(part, typed.has(part.block.index));
      read += cellsIn(part.block);
    }
    // Longer texts than usual make the next calls smaller.
    cells = Math.max(1, Math.min(MOST_CELLS_PER_CALL, Math.floor((ANSWER_BYTES * read) / bytes)));
    done += read;
    onProgress?.(done, total);
  }
  if (!isSame()) return null;
  return sheets.map((_, index) => ({ values: values[index] ?? [], formats: formats[index] ?? [] }));
}

function cellsIn({ rows, columns }: Block): number {
  return rows * columns;
}

function widthOf({ firstColumn, lastColumn }: GridArea): number {
  return lastColumn - firstColumn + 1;
}

function heightOf({ firstRow, lastRow }: GridArea): number {
  return lastRow - firstRow + 1;
}

/** A sheet that is to be read from a row on. */
interface Rest {
  readonly index: number;
  readonly sheet: string;
  readonly area: GridArea;
  readonly hasFormats: boolean;
  row: number;
}

/** Takes the blocks of the next call: small sheets together, as many rows of a long one as there is room for. */
function takeCall(rest: Rest[], cells: number): readonly Block[] {
  const call: Block[] = [];
  let room = cells;
  for (let next = rest[0]; next !== undefined; next = rest[0]) {
    const { index, sheet, area, row, hasFormats } = next;
    const columns = widthOf(area);
    const left = area.lastRow - row + 1;
    const space = row === area.firstRow ? Math.min(room, FIRST_BLOCK_CELLS) : room;
    // A sheet that fits into one call is not cut.
    if (call.length > 0 && left * columns > space) break;
    const rows = Math.min(left, Math.max(1, Math.floor(space / columns)));
    call.push({ index, sheet, row, column: area.firstColumn, rows, columns, hasFormats });
    room -= rows * columns;
    if (rows < left) {
      next.row += rows;
      break;
    }
    rest.shift();
  }
  return call;
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
