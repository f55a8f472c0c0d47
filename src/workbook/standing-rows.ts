import type { TableGrid } from "../engine";
import type { TableBlock } from "./discrepancies";
import { addedHeaders } from "./extra-columns";
import { holds } from "./standing-cells";
import type { OutgoingCell } from "./text";

/** Which rows of something that is written stand already. */
export interface RowsStanding {
  readonly isAll: boolean;
  readonly has: (row: number) => boolean;
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
export function rowsThatStand(block: TableBlock, earlier: TableGrid): ReadonlySet<number> {
  const own = block.headers.slice(0, block.ownColumns);
  const isOwn = own.every((header, at) => earlier.headers[at] === header);
  if (!isOwn || addedHeaders(earlier).length !== earlier.headers.length - own.length) return new Set();
  const live = liveColumns(block);
  const isStanding = (cells: readonly OutgoingCell[], at: number): boolean =>
    cells.every((cell, column) => live.includes(column) || holds(cell, earlier.rows[at]?.[column] ?? null));
  const rows = block.rows.length === 0 ? [own.map((): OutgoingCell => "")] : block.rows;
  return new Set(
    rows.flatMap((cells, at) => (at < earlier.rows.length && isStanding(cells, at) ? [at] : [])),
  );
}
