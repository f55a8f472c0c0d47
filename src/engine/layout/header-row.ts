import type { Field } from "../records";
import { cellAt, columnsOf, isBlank, rowsOf, textOf, type Region } from "./region";
import { foldHeader, headerScore, HEADER_WORDS } from "./vocabulary";

/** A letterhead is rarely longer. */
export const SEARCHED_ROWS = 40;
/** A header is rarely longer. */
const LONGEST_HEADER = 60;
const FIELDS = Object.keys(HEADER_WORDS) as Field[];

/**
 * Finds the header row: the row whose texts name most columns, with something below it. Nearer to the top wins among
 * equals; `null` when no row names at least two columns.
 */
export function findHeaderRow(region: Region): number | null {
  if (region.statedHeaderRow !== null) return region.statedHeaderRow;
  const { sheet, area } = region;
  let best: { row: number; score: number } | null = null;
  for (const row of rowsOf(area).slice(0, SEARCHED_ROWS)) {
    const cells = columnsOf(area)
      .map((column) => cellAt(sheet, row, column))
      .filter((value) => !isBlank(value));
    const texts = cells.filter((value) => typeof value === "string" && !/^[\d.,$€£()%\s-]+$/.test(value));
    if (texts.length < 2) continue;
    const named = texts.reduce<number>((sum, value) => sum + nameScore(textOf(value)), 0);
    // Data rows hold numbers and repeat words; a header is all text and names each column once.
    const isPlain = texts.length === cells.length ? 0.3 : 0;
    const score = named + isPlain + Math.min(texts.length, 10) * 0.02;
    if (named >= 0.6 && (best === null || score > best.score + 0.001)) best = { row, score };
  }
  if (best === null) return plainHeader(region);
  return isUpperOfTwo(region, best.row) ? best.row + 1 : best.row;
}

/** The fewest columns and rows below that make a table of which nothing else is known. */
const PLAIN_WIDTH = 2;
const PLAIN_HEIGHT = 3;

/** Where no word is known: the first row of texts that differ, each over a column that the rows below it fill; else `null`. */
function plainHeader({ sheet, area }: Region): number | null {
  const filledIn = (row: number): readonly number[] =>
    columnsOf(area).filter((column) => !isBlank(cellAt(sheet, row, column)));
  const rows = rowsOf(area);
  for (const row of rows.slice(0, SEARCHED_ROWS)) {
    const filled = filledIn(row);
    const texts = filled.map((column) => cellAt(sheet, row, column));
    if (filled.length < PLAIN_WIDTH) continue;
    const isPlain = texts.every((text) => typeof text === "string" && text.length <= LONGEST_HEADER);
    const below = rows.filter((each) => each > row && each <= row + PLAIN_HEIGHT);
    const isFilled = below.every(
      (each) => filledIn(each).filter((column) => filled.includes(column)).length >= filled.length * 0.7,
    );
    return isPlain && new Set(texts).size === texts.length && below.length === PLAIN_HEIGHT && isFilled
      ? row
      : null;
  }
  return null;
}

/**
 * The header of each column, blanks left out. In a header of two rows the upper one names groups of columns: a cell
 * without text below takes its text, and texts that occur twice below get it as a prefix.
 */
export function headersOf(region: Region, headerRow: number): ReadonlyMap<number, string> {
  const { area, sheet, statedHeaderRow } = region;
  const textIn = (row: number, column: number): string => textOf(cellAt(sheet, row, column));
  const columns = columnsOf(area);
  const lower = new Map(columns.map((column) => [column, textIn(headerRow, column)] as const));
  if (statedHeaderRow === null && headerRow > area.firstRow && hasGroups(region, headerRow - 1)) {
    const isTwice = (text: string): boolean => [...lower.values()].filter((it) => it === text).length > 1;
    const joined = columns.map((column) => {
      const own = lower.get(column) ?? "";
      const upper = textIn(headerRow - 1, groupStart(region, headerRow - 1, column));
      const header = own === "" ? upper : isTwice(own) ? `${upper} ${own}`.trim() : own;
      return [column, header] as const;
    });
    return new Map(joined.filter(([, text]) => text !== ""));
  }
  return new Map([...lower].filter(([, text]) => text !== ""));
}

/** Whether a row has a cell merged over several columns beside other texts: a group of columns rather than a title. */
function hasGroups({ sheet, area }: Region, row: number): boolean {
  const isWide = sheet.merges.some(
    ({ firstRow, lastRow, firstColumn, lastColumn }) =>
      firstRow <= row && row <= lastRow && firstColumn < lastColumn,
  );
  const texts = columnsOf(area).filter((column) => textOf(cellAt(sheet, row, column)) !== "");
  return isWide && texts.length >= 2;
}

/** The column whose text a merged cell shows in this column; the column itself outside merged cells. */
function groupStart({ sheet }: Region, row: number, column: number): number {
  const merged = sheet.merges.find(
    ({ firstRow, lastRow, firstColumn, lastColumn }) =>
      firstRow <= row && row <= lastRow && firstColumn <= column && column <= lastColumn,
  );
  return merged?.firstColumn ?? column;
}

/** Whether a header row goes on below: it has groups of columns, and the next row holds their names and nothing else. */
function isUpperOfTwo(region: Region, row: number): boolean {
  if (row >= region.area.lastRow || !hasGroups(region, row)) return false;
  const below = columnsOf(region.area)
    .map((column) => cellAt(region.sheet, row + 1, column))
    .filter((value) => !isBlank(value));
  return below.length >= 2 && below.every((value) => nameScore(textOf(value)) > 0.5);
}

function nameScore(text: string): number {
  if (text.length > LONGEST_HEADER) return 0;
  const folded = foldHeader(text);
  const score = Math.max(...FIELDS.map((field) => headerScore(folded, field)));
  return score > 0.5 ? score : score / 3;
}
