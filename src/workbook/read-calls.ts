import type { GridArea } from "../engine";
import type { Block } from "./read-blocks";

/** Cells of a block of a sheet whose texts nobody has seen yet: they may be long. */
const FIRST_BLOCK_CELLS = 10_000;
/** What a range costs besides its cells, as if it were so many more. */
const RANGE_CELLS = 50;

/** Rows of a sheet that are to be read in some columns; taken from the top. */
export interface Rest {
  /** Position of the sheet in the list that was asked for. */
  readonly index: number;
  readonly sheet: string;
  readonly hasFormats: boolean;
  readonly spans: readonly Span[];
  readonly lastRow: number;
  row: number;
  /** Whether cells like these were read before, so that their size can be foretold. */
  isKnown: boolean;
}

/** Columns side by side. */
interface Span {
  readonly column: number;
  readonly columns: number;
}

export function widthOf({ firstColumn, lastColumn }: GridArea): number {
  return lastColumn - firstColumn + 1;
}

export function heightOf({ firstRow, lastRow }: GridArea): number {
  return lastRow - firstRow + 1;
}

/** Columns, ascending, as spans. */
export function spansOf(columns: readonly number[]): readonly Span[] {
  return runsOf(columns, 1).map(([first, last]) => ({ column: first, columns: last - first + 1 }));
}

/** Ascending numbers as runs from first to last, in which neighbours are no further apart than `gap`. */
export function runsOf(numbers: readonly number[], gap: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number - run[1] <= gap) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

export function cellsIn(rest: readonly Rest[]): number {
  return rest.reduce((sum, { row, lastRow, spans }) => sum + (lastRow - row + 1) * columnsIn(spans), 0);
}

function columnsIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { columns }) => sum + columns, 0);
}

/** Takes the blocks of the next call: small sheets together, as many rows of a long one as there is room for. */
export function takeCall(rest: Rest[], cells: number): readonly Block[] {
  const call: Block[] = [];
  let room = cells;
  for (let next = rest[0]; next !== undefined; next = rest[0]) {
    const { index, sheet, spans, row, lastRow, hasFormats, isKnown } = next;
    const columns = columnsIn(spans);
    const left = lastRow - row + 1;
    const space = isKnown ? room : Math.min(room, FIRST_BLOCK_CELLS);
    // What fits into one call is not cut.
    if (call.length > 0 && left * columns > space) break;
    const rows = Math.min(left, Math.max(1, Math.floor(space / columns)));
    for (const span of spans) call.push({ index, sheet, row, rows, hasFormats, ...span });
    room -= rows * columns + spans.length * RANGE_CELLS;
    if (rows < left) {
      next.row += rows;
      next.isKnown = true;
      break;
    }
    rest.shift();
  }
  return call;
}
