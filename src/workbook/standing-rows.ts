import type { TableGrid } from "../engine";
import { ROWS_PER_TURN, type TableBlock } from "./discrepancies";
import { addedHeaders } from "./extra-columns";
import { holds } from "./standing-cells";
import type { OutgoingCell } from "./text";

/** Which rows of something that is written stand already. */
export interface RowsStanding {
  readonly isAll: boolean;
  readonly has: (row: number) => boolean;
}

/**
 * The rows that stand, by their positions.
 * @param pause Gives others a turn between two stretches of rows.
 */
export async function rowsWhere(
  rows: Iterable<number>,
  isStanding: (row: number) => boolean,
  pause: () => Promise<void>,
): Promise<ReadonlySet<number>> {
  const standing = new Set<number>();
  let looked = 0;
  for (const row of rows) {
    if (looked > 0 && looked % ROWS_PER_TURN === 0) await pause();
    looked += 1;
    if (isStanding(row)) standing.add(row);
  }
  return standing;
}

/** The positions of the columns of a block that hold formulas. */
export function liveColumns({ formats, rows: [first] }: TableBlock): readonly number[] {
  return (first ?? []).flatMap((cell, at) => (isLive(cell, formats[at]) ? [at] : []));
}

/** Text that only looks like a formula stands in cells that are formatted as text. */
function isLive(cell: OutgoingCell, format: string | undefined): boolean {
  return typeof cell === "string" && cell.startsWith("=") && format !== "@";
}

/**
 * The rows of a table that stand as they would be written, as far as values tell: none where it has other columns.
 * Columns that a person added keep their cells by the row's key, which is compared.
 */
export async function rowsThatStand(
  block: TableBlock,
  earlier: TableGrid,
  pause: () => Promise<void>,
): Promise<ReadonlySet<number>> {
  const own = block.headers.slice(0, block.ownColumns);
  const isOwn = own.every((header, at) => earlier.headers[at] === header);
  if (!isOwn || addedHeaders(earlier).length !== earlier.headers.length - own.length) return new Set();
  const live = new Set(liveColumns(block));
  const isStanding = (cells: readonly OutgoingCell[], at: number): boolean =>
    cells.every((cell, column) => live.has(column) || holds(cell, earlier.rows[at]?.[column] ?? null));
  const rows = block.rows.length === 0 ? [own.map((): OutgoingCell => "")] : block.rows;
  return rowsWhere(rows.keys(), (at) => at < earlier.rows.length && isStanding(rows[at] ?? [], at), pause);
}
