/**
 * A worksheet as plain data: what the workbook layer reads and everything in the engine works on.
 * Rows and columns are 0-based positions on the sheet; only addresses and reports shown to people count rows from 1.
 */

/** An Excel error value such as `#N/A`; a finding, never a text and never zero. */
export interface CellError {
  readonly error: string;
}

/** One cell's value. Blank is `null`. A date is its serial number together with a date number format. */
export type CellValue = string | number | boolean | null | CellError;

/** A rectangle of cells, 0-based, last row and column included. */
export interface GridArea {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** An Excel table (ListObject) on a sheet; `area` includes its header and totals row. */
export interface GridTable {
  readonly name: string;
  readonly area: GridArea;
  readonly hasHeaderRow: boolean;
  readonly hasTotalsRow: boolean;
}

/** A sheet's used range. `values` and `formats` are row-major and cover exactly `area`. */
export interface SheetGrid {
  readonly name: string;
  /** `null` when the sheet has no value at all. */
  readonly area: GridArea | null;
  readonly values: readonly (readonly CellValue[])[];
  /** Number format of each cell, for example `General`, `yyyy-mm-dd`, `@`. */
  readonly formats: readonly (readonly string[])[];
  readonly tables: readonly GridTable[];
  readonly merges: readonly GridArea[];
  /**
   * Sheet columns of which not every cell was read, because the rows of the sheet are told without them; left out = none.
   * What was not read is `null` in `values`, and asking for it is an error.
   */
  readonly unread?: readonly number[];
  /** True when the sheet is hidden; a hidden sheet is listed but takes no part unless a person says so. */
  readonly isHidden: boolean;
}

/** One of the add-in's own tables, read for its rows; `firstRow` is the sheet row of the first data row. */
export interface TableGrid {
  readonly name: string;
  readonly sheet: string;
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** The add-in's own tables, by the fixed names of the public table format. Absent ones are `undefined`. */
export interface OwnTables {
  readonly tblClientMap?: TableGrid;
  readonly tblServiceMap?: TableGrid;
  readonly tblRules?: TableGrid;
  readonly tblDiscrepancies?: TableGrid;
  readonly tblLog?: TableGrid;
  readonly tblLayoutMap?: TableGrid;
}

/** A workbook as the engine sees it: the user's sheets (never the add-in's own) and the add-in's tables. */
export interface WorkbookSnapshot {
  readonly sheets: readonly SheetGrid[];
  readonly tables: OwnTables;
}
