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
