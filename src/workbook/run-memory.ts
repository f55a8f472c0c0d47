import type { RunMemories, SheetGrid } from "../engine";
import { cutsOf, needsBytes } from "./payload";

/** First cell of what the last runs left open, on the keys sheet; the text follows below it in pieces. */
const MEMORY_HEADER = "reconcile last runs";
/** 0-based column on the keys sheet, beside the ownership record. */
const MEMORY_COLUMN = 5;
/** A cell takes 32,767 characters; a piece also has to survive as one text. */
const PIECE = 30_000;

/** What the last runs left open; `null` before the first run, and where a person deleted or damaged it. */
export function memoriesIn(grid: SheetGrid | undefined): RunMemories | null {
  if (grid === undefined || grid.area === null) return null;
  const column = MEMORY_COLUMN - grid.area.firstColumn;
  const [header, ...pieces] = grid.values.map((row) => row[column] ?? null);
  if (header !== MEMORY_HEADER || grid.area.firstRow !== 0) return null;
  try {
    const memories = JSON.parse(
      pieces.filter((piece) => typeof piece === "string").join(""),
    ) as Partial<RunMemories> | null;
    const isWhole = Array.isArray(memories?.latest?.open) && memories.baseline !== undefined;
    return isWhole ? (memories as RunMemories) : null;
  } catch {
    return null;
  }
}

/** Writes what the last runs left open; a long text takes several requests, and the last part is queued. */
export async function writeMemories(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  memories: RunMemories,
): Promise<void> {
  // Escaped, so that a piece never begins with an apostrophe, which Excel would take off, nor ends within a character.
  const text = JSON.stringify(memories).replace(
    /[^\x20-\x7e]|'/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const pieces = Array.from({ length: Math.ceil(text.length / PIECE) }, (_, i) =>
    text.slice(i * PIECE, (i + 1) * PIECE),
  );
  worksheet.getRange("F1:F1048576").clear();
  const rows = [MEMORY_HEADER, ...pieces];
  const cuts = cutsOf(rows, needsBytes);
  for (const [i, first] of cuts.entries()) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (i > 0) await context.sync();
    const part = rows.slice(first, cuts[i + 1]);
    const range = worksheet.getRangeByIndexes(first, MEMORY_COLUMN, part.length, 1);
    range.numberFormat = part.map(() => ["@"]);
    range.values = part.map((piece) => [piece]);
  }
}
