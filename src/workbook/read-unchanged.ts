import type { CellValue, GridArea } from "../engine";
import { needsBytes } from "./payload";
import type { BlockCells } from "./read-blocks";

/** A row at the edge of a block that was read, to be compared when the last block is. */
export interface Seam {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly cells: readonly CellValue[];
}

/** Answered after the sync of the request it was asked in. */
export type Unchanged = () => boolean;

/** Bytes above which a row is not read twice. */
const LONGEST_SEAM = 5_000;

/** The first and the last row of a block: rows that go from one block into another while they are read pass one of them. */
export function seamsOf({ block: { sheet, row, column }, values }: BlockCells): readonly Seam[] {
  const last = values.length - 1;
  return [...new Set([0, last])].flatMap((at) => {
    const cells = values[at];
    const isShort =
      (cells ?? []).reduce<number>((sum, cell) => sum + needsBytes(plain(cell)), 0) < LONGEST_SEAM;
    return cells === undefined || !isShort ? [] : [{ sheet, row: row + at, column, cells }];
  });
}

/** Asks whether sheets are as large as they were, and rows what they were; queues only. */
export function askUnchanged(
  context: Excel.RequestContext,
  sheets: readonly { readonly name: string; readonly area: GridArea | null }[],
  seams: readonly Seam[],
): Unchanged {
  const { worksheets } = context.workbook;
  const sizes = sheets.map(({ name, area }) => ({
    area,
    used: worksheets
      .getItem(name)
      .getUsedRangeOrNullObject(true)
      .load("rowIndex,columnIndex,rowCount,columnCount"),
  }));
  const rows = seams.map(({ sheet, row, column, cells }) => ({
    cells,
    range: worksheets.getItem(sheet).getRangeByIndexes(row, column, 1, cells.length).load("values"),
  }));
  return () =>
    sizes.every(({ area, used }) => isArea(used, area)) &&
    // Texts tell rows apart; numbers may be calculated anew at any moment.
    rows.every(({ cells, range }) =>
      cells.every((cell, i) => typeof cell !== "string" || (range.values as unknown[][])[0]?.[i] === cell),
    );
}

/** Whether a loaded used range is the area that was read; both may be nothing. */
export function isArea(used: Excel.Range, area: GridArea | null): boolean {
  if (used.isNullObject || area === null) return used.isNullObject && area === null;
  return (
    used.rowIndex === area.firstRow &&
    used.columnIndex === area.firstColumn &&
    used.rowCount === area.lastRow - area.firstRow + 1 &&
    used.columnCount === area.lastColumn - area.firstColumn + 1
  );
}

/** A cell as Excel's values give it. */
export function plain(cell: CellValue): string | number | boolean {
  if (cell === null) return "";
  return typeof cell === "object" ? cell.error : cell;
}
