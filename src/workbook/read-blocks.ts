import type { CellValue } from "../engine";
import { type ExcelGateway, WorkbookProblem } from "./gateway";

/** The cells of a sheet's used range, row-major. */
export interface SheetCells {
  readonly values: readonly (readonly CellValue[])[];
  readonly formats: readonly (readonly string[])[];
  /** Sheet columns that are not read in every row; left out = none. */
  readonly unread?: readonly number[];
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
  /** Whether number formats are read: nobody asks for those of the add-in's own sheets. */
  readonly hasFormats: boolean;
}

/** A block with its cells. */
export interface BlockCells extends SheetCells {
  readonly block: Block;
}

/**
 * Reads blocks in one call; where Excel finds it too large, in several. Types of values are read only where a text may be an
 * error.
 * @param typed Sheets that have shown such a text; added to. @param alsoAsk Queues what is asked along with the last call.
 */
export async function readBlocks(
  gateway: ExcelGateway,
  blocks: readonly Block[],
  typed: Set<number>,
  alsoAsk: (context: Excel.RequestContext) => void,
): Promise<readonly BlockCells[]> {
  try {
    return await gateway.run(async (context) => {
      const load = (block: Block): Excel.Range => {
        const { sheet, row, column, rows, columns, hasFormats, index } = block;
        const wanted = [
          "values",
          ...(typed.has(index) ? ["valueTypes"] : []),
          ...(hasFormats ? ["numberFormat"] : []),
        ];
        const range = context.workbook.worksheets
          .getItem(sheet)
          .getRangeByIndexes(row, column, rows, columns);
        // eslint-disable-next-line office-addins/no-empty-load -- what is loaded is named above
        return range.load(wanted.join(","));
      };
      const isTyped = blocks.map(({ index }) => typed.has(index));
      const ranges = blocks.map(load);
      alsoAsk(context);
      await context.sync();
      const doubtful = blocks.map(
        (block, i) => isTyped[i] !== true && mayHoldErrors(block, ranges[i] as Excel.Range),
      );
      if (!doubtful.includes(true))
        return ranges.map((range, i) => cellsOf(blocks[i] as Block, range, isTyped[i] === true));
      for (const [i, { index }] of blocks.entries()) if (doubtful[i] === true) typed.add(index);
      // Read again as a whole, so that types and values are of one moment; and so is the question whether all is unchanged.
      const again = blocks.map((block, i) =>
        doubtful[i] === true ? load(block) : (ranges[i] as Excel.Range),
      );
      alsoAsk(context);
      await context.sync();
      return again.map((range, i) =>
        cellsOf(blocks[i] as Block, range, isTyped[i] === true || doubtful[i] === true),
      );
    });
  } catch (problem) {
    const halves = isTooLarge(problem) ? halvesOf(blocks) : null;
    if (halves === null) throw problem;
    const first = await readBlocks(gateway, halves[0], typed, () => undefined);
    return [...first, ...(await readBlocks(gateway, halves[1], typed, alsoAsk))];
  }
}

/** Whether a text looks like an error value, which Excel gives as texts such as "#N/A": in every language they begin with "#". */
function mayHoldErrors(block: Block, range: Excel.Range): boolean {
  return valuesOf(block, range).some((row) =>
    row.some((cell) => typeof cell === "string" && cell.startsWith("#")),
  );
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

function valuesOf({ sheet }: Block, range: Excel.Range): readonly (readonly unknown[])[] {
  // For ranges that are too large Excel answers null.
  const values = range.values as unknown[][] | null;
  if (values !== null) return values;
  throw new WorkbookProblem("NoAnswer", `Excel did not give the cells of "${sheet}". Run again.`);
}

function cellsOf(block: Block, range: Excel.Range, isTyped: boolean): BlockCells {
  const types = isTyped ? range.valueTypes : [];
  return {
    block,
    values: valuesOf(block, range).map((cells, r) => cells.map((cell, c) => cellValue(cell, types[r]?.[c]))),
    formats: block.hasFormats ? (range.numberFormat as string[][]) : [],
  };
}

/** A cell as Excel's values give it. @param type Needed only to tell an error from a text that looks like one. */
function cellValue(value: unknown, type?: Excel.RangeValueType): CellValue {
  if (type === Excel.RangeValueType.error) return { error: String(value) };
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" ? value : null;
}
