import type { EmbeddedHost } from "../host/browser";
import { gridModelOf } from "./grid-model";

/** How far a sheet is used, from its first row and column on. */
export interface SheetSize {
  readonly rows: number;
  readonly columns: number;
}

/** What the grid needs to show a workbook as it stands; it is made where the host runs and goes over to the page. */
export interface GridPicture {
  /** The grid's model; `null` where the workbook is too large for a grid that calculates in the page. */
  readonly bytes: Uint8Array | null;
  readonly sizes: readonly SheetSize[];
  readonly selection: EmbeddedHost["selection"];
}

/**
 * Most rows that are shown, over all sheets. The grid calculates every formula again after each edit, in the page: with
 * more the person would wait for seconds.
 */
const MOST_ROWS = 6_000;

/** What the grid is to show of a host's workbook. */
export function pictureOf(host: EmbeddedHost): GridPicture {
  const sizes = host.workbook.worksheets.map(({ rowCount, columnCount }) => ({
    rows: rowCount,
    columns: columnCount,
  }));
  const rows = sizes.reduce((sum, size) => sum + size.rows, 0);
  return { bytes: rows > MOST_ROWS ? null : gridModelOf(host).toBytes(), sizes, selection: host.selection };
}
