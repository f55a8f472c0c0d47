import { foldText } from "../normalise";
import type { CellValue, Field } from "../records";
import { cellAt, columnsOf, rowsOf, textOf, type Region } from "./region";
import { totalledName } from "./total-words";

/** So many rows at the top of a source, and so many at its bottom, say with each of their cells what kind of row they are. */
export const HEAD_ROWS = 500;
export const TAIL_ROWS = 50;

/** The columns that say what a row is about. */
export const NAMES = ["client", "clientId", "tenant", "product", "sku", "item"] as const;

/** Which cells of a row say what kind of row it is. */
export interface TellingCells {
  /** The columns that say so on a line in the middle of a long source. */
  readonly columns: readonly number[];
  /** Whether a row names two things, in cells that are neither words for a total nor those of the header. */
  readonly namesTwo: (row: number) => boolean;
  /** Whether a row is such a line: it is asked nothing but `columns`, whatever its other cells hold. */
  readonly isPlainLine: (row: number) => boolean;
}

/**
 * Which cells tell lines from totals, headings and repeated headers. In a long source a row between its head and its tail
 * that names two things is asked in the columns that have a meaning, and in those where the head or the tail shows a word
 * for a total. So a remark in row 70,000 takes no line away, and the columns that nobody asks need not be read.
 * @param across The quantity columns of a crosstab.
 */
export function tellingCells(
  { sheet, area }: Region,
  headerRow: number,
  columns: Readonly<Partial<Record<Field, number>>>,
  across: readonly number[] = [],
): TellingCells {
  const [from, to] = [area.firstRow + HEAD_ROWS, area.lastRow - TAIL_ROWS];
  const all = columnsOf(area);
  const isTotal = (row: number, column: number): boolean => {
    const value = cellAt(sheet, row, column);
    return typeof value === "string" && totalledName(textOf(value)) === "";
  };
  const meant = new Set([...Object.values(columns), ...across]);
  const isLong = from <= to;
  const ends = isLong ? rowsOf(area).filter((row) => row > headerRow && (row < from || row > to)) : [];
  const header = new Map(all.map((column) => [column, foldText(textOf(cellAt(sheet, headerRow, column)))]));
  const names = [...new Set(NAMES.flatMap((field) => columns[field] ?? []))];
  // Rows repeat what stands above them.
  const above = new Map<number, { readonly value: CellValue; readonly isName: boolean }>();
  const isName = (row: number, column: number): boolean => {
    const value = cellAt(sheet, row, column);
    const last = above.get(column);
    if (last?.value === value) return last.isName;
    const folded = foldText(textOf(value));
    const is = folded !== "" && folded !== header.get(column) && !isTotal(row, column);
    above.set(column, { value, isName: is });
    return is;
  };
  const namesTwo = (row: number): boolean => {
    let found = 0;
    for (const column of names) {
      if (isName(row, column)) found += 1;
      if (found === 2) return true;
    }
    return false;
  };
  return {
    columns: isLong
      ? all.filter((column) => meant.has(column) || ends.some((row) => isTotal(row, column)))
      : all,
    namesTwo,
    isPlainLine: (row) => row >= from && row <= to && namesTwo(row),
  };
}
