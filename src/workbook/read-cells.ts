import type { CellValue, GridArea } from "../engine";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import { needsBytes } from "./payload";
import { askUnchanged, plain, seamsOf, type Seam, type Unchanged } from "./read-unchanged";
import type { ReadOptions } from "./read";

/** Cells per call: about a megabyte of values, types and formats, far below the 5 MB that Excel on the web answers. */
const CELLS_PER_CALL = 20_000;

/** Cells of a sheet's first block, when nobody knows yet how long its texts are. */
const FIRST_BLOCK_CELLS = 10_000;

/** The cells of a sheet's used range, row-major. */
export interface SheetCells {
  readonly values: readonly (readonly CellValue[])[];
  readonly formats: readonly (readonly string[])[];
}

/** Cells that one load gives. */
export interface Block {
  /** Position of the sheet in the list that was asked for. */
  readonly index: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A block with its cells. */
export interface BlockCells extends SheetCells {
  readonly block: Block;
}

/**
 * Reads the used ranges of sheets in calls of about the same size: small sheets share one, large ones take several. A call
 * that Excel finds too large is split until it fits.
 * @returns `null` when somebody changed the sheets while they were read: the last call asks whether they are still as
 * large, and whether the rows at which a long sheet was cut are still the same, so that no row is read twice or missed.
 * @throws WorkbookProblem
 */
export async function readCells(
  gateway: ExcelGateway,
  sheets: readonly { readonly name: string; readonly area: GridArea | null }[],
  { signal, onProgress }: ReadOptions,
): Promise<readonly SheetCells[] | null> {
  const rest = sheets.flatMap(({ name, area }, index): Rest[] =>
    area === null ? [] : [{ index, sheet: name, area, row: area.firstRow }],
  );
  const total = rest.reduce((sum, { area }) => sum + heightOf(area) * widthOf(area), 0);
  const values = sheets.map((): CellValue[][] => []);
  const formats = sheets.map((): string[][] => []);
  const isCut = ({ index, rows }: Block): boolean => {
    const area = sheets[index]?.area ?? null;
    return area !== null && rows < heightOf(area);
  };
  const seams: Seam[] = [];
  let isSame: Unchanged = () => true;
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
    for (const part of await readBlocks(gateway, call, isLast ? ask : () => undefined)) {
      if (!isLast && isCut(part.block)) seams.push(...seamsOf(part));
      for (const row of part.values) values[part.block.index]?.push([...row]);
      for (const row of part.formats) formats[part.block.index]?.push([...row]);
      bytes += bytesOf(part);
      read += cellsIn(part.block);
    }
    // Longer texts than usual make the next calls smaller.
    cells = Math.max(1, Math.min(CELLS_PER_CALL, Math.floor((ANSWER_BYTES * read) / bytes)));
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
  row: number;
}

/** Takes the blocks of the next call: small sheets together, as many rows of a long one as there is room for. */
function takeCall(rest: Rest[], cells: number): readonly Block[] {
  const call: Block[] = [];
  let room = cells;
  for (let next = rest[0]; next !== undefined; next = rest[0]) {
    const { index, sheet, area, row } = next;
    const columns = widthOf(area);
    const left = area.lastRow - row + 1;
    const space = row === area.firstRow ? Math.min(room, FIRST_BLOCK_CELLS) : room;
    // A sheet that fits into one call is not cut.
    if (call.length > 0 && left * columns > space) break;
    const rows = Math.min(left, Math.max(1, Math.floor(space / columns)));
    call.push({ index, sheet, row, column: area.firstColumn, rows, columns });
    room -= rows * columns;
    if (rows < left) {
      next.row += rows;
      break;
    }
    rest.shift();
  }
  return call;
}

/** What a block took of an answer: its values, and with each its type and its format. */
function bytesOf({ values, formats }: BlockCells): number {
  let bytes = 0;
  for (const [r, row] of values.entries())
    for (const [c, cell] of row.entries())
      bytes += needsBytes(plain(cell)) + (formats[r]?.[c]?.length ?? 0) + TYPE_BYTES;
  return bytes;
}

/** A type such as "String", and the punctuation of value, type and format. */
const TYPE_BYTES = 14;

/** What one answer should hold: far below a megabyte, because the texts to come may be longer. */
const ANSWER_BYTES = 700_000;

async function readBlocks(
  gateway: ExcelGateway,
  blocks: readonly Block[],
  alsoAsk: (context: Excel.RequestContext) => void,
): Promise<readonly BlockCells[]> {
  try {
    return await gateway.run(async (context) => {
      const ranges = blocks.map(({ sheet, row, column, rows, columns }) =>
        context.workbook.worksheets
          .getItem(sheet)
          .getRangeByIndexes(row, column, rows, columns)
          .load("values,valueTypes,numberFormat"),
      );
      alsoAsk(context);
      await context.sync();
      return ranges.map((range, i) => cellsOf(blocks[i] as Block, range));
    });
  } catch (problem) {
    const halves = isTooLarge(problem) ? halvesOf(blocks) : null;
    if (halves === null) throw problem;
    const first = await readBlocks(gateway, halves[0], () => undefined);
    return [...first, ...(await readBlocks(gateway, halves[1], alsoAsk))];
  }
}

const TOO_LARGE: ReadonlySet<string> = new Set([
  "ResponsePayloadSizeLimitExceeded",
  "RequestPayloadSizeLimitExceeded",
  "NoAnswer",
]);

function isTooLarge(problem: unknown): boolean {
  return problem instanceof WorkbookProblem && TOO_LARGE.has(problem.code);
}

/** A call in two: by blocks, or by the rows of its only block; `null` when it is a single row. */
function halvesOf(blocks: readonly Block[]): readonly [readonly Block[], readonly Block[]] | null {
  const [only] = blocks;
  if (blocks.length > 1 || only === undefined) {
    const half = Math.ceil(blocks.length / 2);
    return [blocks.slice(0, half), blocks.slice(half)];
  }
  if (only.rows === 1) return null;
  const rows = Math.floor(only.rows / 2);
  return [[{ ...only, rows }], [{ ...only, row: only.row + rows, rows: only.rows - rows }]];
}

function cellsOf(block: Block, range: Excel.Range): BlockCells {
  // For ranges that are too large Excel answers null, whatever the types say.
  const values = range.values as unknown[][] | null;
  if (values === null)
    throw new WorkbookProblem("NoAnswer", `Excel did not give the cells of "${block.sheet}". Run again.`);
  const types = range.valueTypes;
  return {
    block,
    values: values.map((cells, r) => cells.map((cell, c) => cellValue(cell, types[r]?.[c]))),
    formats: range.numberFormat as string[][],
  };
}

export function cellValue(value: unknown, type: Excel.RangeValueType | undefined): CellValue {
  if (type === Excel.RangeValueType.error) return { error: String(value) };
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}
