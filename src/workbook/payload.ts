/** What one request may hold, in bytes: Excel on the web takes and answers 5 MB, and much less is quicker. */
export const REQUEST_BYTES = 700_000;

/** Bytes of a cell as JSON in UTF-8. */
export function needsBytes(cell: string | number | boolean): number {
  if (typeof cell !== "string") return String(cell).length;
  let bytes = 2;
  for (let i = 0; i < cell.length; i += 1) {
    const code = cell.charCodeAt(i);
    if (code < 0x20) bytes += 6;
    else if (code === 0x22 || code === 0x5c) bytes += 2;
    else bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}

/**
 * Where rows are cut so that no request is too large: the first row of each part. A single row may be larger.
 * @param bytesOf What a row costs.
 */
export function cutsOf<T>(rows: readonly T[], bytesOf: (row: T) => number): readonly number[] {
  const cuts = [0];
  let bytes = 0;
  for (const [row, cells] of rows.entries()) {
    const more = bytesOf(cells);
    if (row > 0 && bytes + more > REQUEST_BYTES) {
      cuts.push(row);
      bytes = 0;
    }
    bytes += more;
  }
  return cuts;
}

/** Neighbouring rows that are written together. */
export interface Piece {
  readonly first: number;
  readonly count: number;
}

/** So many rows that need not travel go along rather than cost a range of their own. */
const SHORT_GAP = 4;
/** What a range costs besides its cells. */
const RANGE_BYTES = 2_000;

/**
 * The rows that have to travel, by request: so many pieces that no request is too large. A single row may be larger. Each
 * request is told as soon as it is full, so that measuring the rows of a long table is no work in one go.
 * @param bytesOf What a row costs.
 * @param isStanding Whether a row stands in the workbook as it would be written.
 */
export function* requestsOf<T>(
  rows: readonly T[],
  bytesOf: (row: T) => number,
  isStanding: (row: number) => boolean,
): Generator<readonly Piece[], void> {
  let pieces: { first: number; count: number }[] = [];
  let room = 0;
  let between = 0;
  for (const [row, cells] of rows.entries()) {
    const bytes = bytesOf(cells);
    if (isStanding(row)) {
      between += bytes;
      continue;
    }
    const piece = pieces.at(-1);
    const gap = piece === undefined ? Infinity : row - piece.first - piece.count;
    if (piece !== undefined && gap <= SHORT_GAP && between + bytes <= room) {
      piece.count += gap + 1;
      room -= between + bytes;
    } else {
      if (RANGE_BYTES + bytes > room) {
        if (pieces.length > 0) yield pieces;
        pieces = [];
        room = REQUEST_BYTES;
      }
      pieces.push({ first: row, count: 1 });
      room -= RANGE_BYTES + bytes;
    }
    between = 0;
  }
  if (pieces.length > 0) yield pieces;
}
