import { idKey } from "../normalise";
import type { LayoutCorrection, SheetGrid } from "../records";
import { recogniseRegion } from "./recognise";
import { columnsOf, rowsOf, type Region } from "./region";
import { SAMPLED_ROWS } from "./profile";
import { sortRows } from "./rows";
import { HEAD_ROWS, TAIL_ROWS, tellingCells, type TellingCells } from "./telling-cells";

/** Which cells of a long usage sheet have to be read besides its head and its tail. */
export interface Narrowing {
  /** 0-based sheet columns, ascending: of the rows between head and tail these are enough … */
  readonly columns: readonly number[];
  /** … but for the rows that this gives, ascending, once `columns` are read: they have to be read whole. */
  readonly wholeRows: (sheet: SheetGrid) => readonly number[];
}

/** Whether a sheet may be narrowed: it is one source from its first cell to its last, and long. */
export function mayNarrow({ area, tables, isHidden }: SheetGrid): boolean {
  const [table] = tables;
  if (area === null || isHidden || tables.length > 1) return false;
  const isOneTable =
    table === undefined ||
    (!table.hasTotalsRow &&
      (["firstRow", "lastRow", "firstColumn", "lastColumn"] as const).every(
        (edge) => table.area[edge] === area[edge],
      ));
  return isOneTable && area.lastRow - area.firstRow >= 2 * (HEAD_ROWS + TAIL_ROWS);
}

/** A role that speaks less for an invoice than this stays, whatever other sheets the workbook has. */
const CERTAIN_USAGE = -2;
/** From this share of rows on that would be read whole anyway, columns are not worth reading alone. */
const MOST_WHOLE = 0.1;

/**
 * Finds the columns that a usage sheet is read in, by its head and its tail: `recogniseSources` and `extractRecords` find
 * the same in these as in all. Gives `null` where that is not certain, and where it would spare nothing: billed
 * sheets, crosstabs, clients in headings, and sheets of which most rows would have to be read whole.
 * @param sheet A sheet that `mayNarrow`, of which nothing but the first `HEAD_ROWS` and the last `TAIL_ROWS` rows is read.
 * @param corrected What people corrected about layouts. @param asked Headers that rules and commitments look at.
 */
export function narrowingOf(
  sheet: SheetGrid,
  corrected: readonly LayoutCorrection[],
  asked: readonly string[],
): Narrowing | null {
  const { area } = sheet;
  if (area === null || !mayNarrow(sheet)) return null;
  const [table] = sheet.tables;
  const region: Region = {
    name: table?.name ?? sheet.name,
    sheet,
    area,
    statedHeaderRow: table?.hasHeaderRow === true ? area.firstRow : null,
  };
  const head = { ...region, area: { ...area, lastRow: area.firstRow + HEAD_ROWS - 1 } };
  // Without the names of the other sources, more corrections may seem to hold than do: only of those that set a source aside.
  const { layout, choice } = recogniseRegion(head, { all: corrected, sources: new Set() });
  const { headerRow, columns, crosstab } = layout;
  const hasClient = columns.client !== undefined || columns.tenant !== undefined;
  if (layout.role !== "usage" || headerRow === null || crosstab !== null || !hasClient) return null;
  if (choice === null || choice.billedScore > CERTAIN_USAGE) return null;
  // Columns are judged by so many rows: all of them have to be in the head.
  if (sortRows(head, headerRow, {}).dataRows.length < SAMPLED_ROWS) return null;
  const tellingIn = (read: SheetGrid): TellingCells =>
    tellingCells({ ...region, sheet: read }, headerRow, columns);
  const telling = tellingIn(sheet);
  const below = rowsOf(head.area).filter((row) => row > headerRow);
  if (below.filter((row) => !telling.namesTwo(row)).length > below.length * MOST_WHOLE) return null;
  const headers = new Set(asked.map(idKey));
  const isAsked = (column: number): boolean => headers.has(idKey(layout.headers.get(column) ?? ""));
  const read = columnsOf(area).filter((column) => telling.columns.includes(column) || isAsked(column));
  if (read.length === columnsOf(area).length) return null;
  const middle = rowsOf({
    ...area,
    firstRow: area.firstRow + HEAD_ROWS,
    lastRow: area.lastRow - TAIL_ROWS,
  });
  return {
    columns: read,
    wholeRows: (narrow) => {
      const { isPlainLine } = tellingIn(narrow);
      return middle.filter((row) => !isPlainLine(row));
    },
  };
}
