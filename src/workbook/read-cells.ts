import type { CellValue, GridArea } from "../engine";
import { type ExcelGateway, WorkbookProblem } from "./gateway";
import type { ReadOptions } from "./read";

/** Cells per call: about a megabyte of values, types and formats, far below the 5 MB that Excel on the web answers. */
const CELLS_PER_CALL = 20_000;

/** The cells of a sheet's used range, row-major. */
export interface SheetCells {
  readonly values: readonly (readonly CellValue[])[];
  readonly formats: readonly (readonly string[])[];
}

interface Block {
  /** Position of the sheet in the list that was asked for. */
  readonly index: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

interface BlockCells extends SheetCells {
  readonly block: Block;
}

/**
 * Reads the used ranges of sheets in calls of about the same size: small sheets share one, large ones take several. A call
 * that Excel finds too large is split until it fits.
 * @throws WorkbookProblem
 */
export async function readCells(
  gateway: ExcelGateway,
  sheets: readonly { readonly name: string; readonly area: GridArea | null }[],
  { signal, onProgress }: ReadOptions,
): Promise<readonly SheetCells[]> {
  const blocks = sheets.flatMap(({ name, area }, index) => blocksOf(index, name, area));
  const total = blocks.reduce((sum, block) => sum + cellsIn(block), 0);
  const values = sheets.map((): CellValue[][] => []);
  const formats = sheets.map((): string[][] => []);
  let done = 0;
  for (const call of callsOf(blocks)) {
    signal?.throwIfAborted();
    for (const read of await readBlocks(gateway, call)) {
      for (const row of read.values) values[read.block.index]?.push([...row]);
      for (const row of read.formats) formats[read.block.index]?.push([...row]);
      done += cellsIn(read.block);
    }
    onProgress?.(done, total);
  }
  return sheets.map((_, index) => ({ values: values[index] ?? [], formats: formats[index] ?? [] }));
}

function cellsIn({ rows, columns }: Block): number {
  return rows * columns;
}

function blocksOf(index: number, sheet: string, area: GridArea | null): readonly Block[] {
  if (area === null) return [];
  const columns = area.lastColumn - area.firstColumn + 1;
  const height = Math.max(1, Math.floor(CELLS_PER_CALL / columns));
  const blocks: Block[] = [];
  for (let row = area.firstRow; row <= area.lastRow; row += height) {
    const rows = Math.min(height, area.lastRow - row + 1);
    blocks.push({ index, sheet, row, column: area.firstColumn, rows, columns });
  }
  return blocks;
}

/** Blocks put together in order until a call is full. */
function callsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const calls: Block[][] = [];
  let room = 0;
  for (const block of blocks) {
    if (calls.length === 0 || cellsIn(block) > room) {
      calls.push([]);
      room = CELLS_PER_CALL;
    }
    calls.at(-1)?.push(block);
    room -= cellsIn(block);
  }
  return calls;
}

async function readBlocks(gateway: ExcelGateway, blocks: readonly Block[]): Promise<readonly BlockCells[]> {
  try {
    return await gateway.run(async (context) => {
      const ranges = blocks.map(({ sheet, row, column, rows, columns }) =>
        context.workbook.worksheets
          .getItem(sheet)
          .getRangeByIndexes(row, column, rows, columns)
          .load("values,valueTypes,numberFormat"),
      );
      await context.sync();
      return ranges.map((range, i) => cellsOf(blocks[i] as Block, range));
    });
  } catch (problem) {
    const halves = isTooLarge(problem) ? halvesOf(blocks) : null;
    if (halves === null) throw problem;
    return [...(await readBlocks(gateway, halves[0])), ...(await readBlocks(gateway, halves[1]))];
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

function cellValue(value: unknown, type: Excel.RangeValueType | undefined): CellValue {
  if (type === Excel.RangeValueType.error) return { error: String(value) };
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}
