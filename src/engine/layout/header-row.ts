import type { Field } from "../records";
import { cellAt, columnsOf, isBlank, rowsOf, textOf, type Region } from "./region";
import { foldHeader, headerScore, HEADER_WORDS } from "./vocabulary";

/** A letterhead is rarely longer. */
const SEARCHED_ROWS = 40;
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
  return best?.row ?? null;
}

function nameScore(text: string): number {
  if (text.length > 60) return 0;
  const folded = foldHeader(text);
  const score = Math.max(...FIELDS.map((field) => headerScore(folded, field)));
  return score > 0.5 ? score : score / 3;
}
