import type { OwnTables, TableGrid } from "../engine";
import type { Origin, TableBlock } from "./discrepancies";
import { WorkbookProblem } from "./gateway";
import type { OwnTable, ShareTable } from "./names";
import type { SheetChoice } from "./own-sheets";
import { HEADER_FILL } from "./palette";
import { needsBytes, requestsOf, type Piece } from "./payload";
import { asText, type OutgoingCell } from "./text";

/** Where a table stands, or will stand on a new sheet. */
export function originOf(table: TableGrid | undefined, column: number): Origin {
  return table === undefined ? { row: 0, column } : { row: table.firstRow - 1, column: table.firstColumn };
}

/** Whether a table still has the rows and columns that were read. @param standing Its range with the header, loaded. */
export function isAsRead(
  standing: Excel.Range,
  { firstRow, firstColumn, headers, rows }: TableGrid,
): boolean {
  return (
    standing.rowIndex === firstRow - 1 &&
    standing.columnIndex === firstColumn &&
    standing.rowCount === rows.length + 1 &&
    standing.columnCount === headers.length
  );
}

/** The size that a table will have: its rows without the header, and its columns. */
export interface TableSize {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Makes sure that tables can grow without overwriting what stands below or beside them.
 * @throws WorkbookProblem
 */
export async function needRoom(
  context: Excel.RequestContext,
  tables: OwnTables,
  sizes: ReadonlyMap<OwnTable, TableSize>,
): Promise<void> {
  const needed = [...sizes].flatMap(([name, size]) => {
    const table = tables[name];
    if (table === undefined) return [];
    const worksheet = context.workbook.worksheets.getItem(table.sheet);
    const { firstRow, firstColumn } = table;
    const [rows, columns] = [size.rows - table.rows.length, size.columns - table.headers.length];
    const load = (row: number, column: number, height: number, width: number): Excel.Range =>
      // Whatever is blank has no used range, however large it is.
      worksheet.getRangeByIndexes(row, column, height, width).getUsedRangeOrNullObject(true).load("rowIndex");
    const below =
      rows > 0 ? load(firstRow + table.rows.length, firstColumn, rows, Math.max(size.columns, 1)) : null;
    const beside =
      columns > 0
        ? load(firstRow - 1, firstColumn + table.headers.length, table.rows.length + 1, columns)
        : null;
    return [
      { name, table, range: below, words: `grow by ${rows} rows, but cells below it are filled` },
      { name, table, range: beside, words: `grow by ${columns} columns, but cells beside it are filled` },
    ];
  });
  await context.sync();
  for (const { name, table, range, words } of needed) {
    if (range === null || range.isNullObject) continue;
    throw new WorkbookProblem(
      "NoRoom",
      `${name} on "${table.sheet}" has to ${words}. Nothing was written. Move them and run again.`,
    );
  }
}

/** What a row of cells costs: besides its value a cell has its format and punctuation. */
export function rowBytes(cells: readonly OutgoingCell[]): number {
  return cells.reduce<number>((sum, cell) => sum + needsBytes(cell) + FORMAT_BYTES, 0);
}

const FORMAT_BYTES = 12;

/**
 * Writes a whole table: formats before values, so that text stays text; then the table is made or resized. Long tables
 * take several requests, so the batch is synchronised on the way.
 * @param watch Called with the sheet rows that are about to be written or cleared, to load in the same request what they hold.
 */
export async function writeTable(
  context: Excel.RequestContext,
  name: OwnTable | ShareTable,
  sheet: Pick<SheetChoice, "name">,
  block: TableBlock,
  earlier: TableGrid | undefined,
  column: number,
  {
    watch = () => undefined,
    isStanding = () => false,
  }: {
    /** Called before sheet rows are written or cleared. */
    readonly watch?: (row: number, rows: number) => void;
    /** Whether a row of the block, header first, stands as it would be written, and is left alone. */
    readonly isStanding?: (row: number) => boolean;
  } = {},
): Promise<void> {
  const worksheet = context.workbook.worksheets.getItem(sheet.name);
  const { row, column: firstColumn } = originOf(earlier, column);
  const width = block.headers.length;
  const rows = block.rows.length === 0 ? [block.headers.map((): OutgoingCell => "")] : block.rows;
  const range = worksheet.getRangeByIndexes(row, firstColumn, rows.length + 1, width);
  // Writing into a filtered range misplaces data (office-js #224).
  if (earlier !== undefined) {
    const table = context.workbook.tables.getItem(name);
    table.clearFilters();
    // Excel refuses this, and with it all that follows in the request, when the table's header is in another row by now.
    table.resize(
      worksheet.getRangeByIndexes(row, firstColumn, earlier.rows.length + 1, earlier.headers.length),
    );
  }
  const all = [block.headers.map(asText), ...rows];
  const writePiece = ({ first, count }: Piece): void => {
    const part = all.slice(first, first + count);
    watch(row + first, part.length);
    const place = worksheet.getRangeByIndexes(row + first, firstColumn, part.length, width);
    place.numberFormat = part.map((_, r) =>
      first + r === 0 ? block.headers.map(() => "@") : [...block.formats],
    );
    const own = worksheet.getRangeByIndexes(row + first, firstColumn, part.length, block.ownColumns);
    own.values = part.map((cells) => cells.slice(0, block.ownColumns));
    if (block.ownColumns < width) {
      const extra = worksheet.getRangeByIndexes(
        row + first,
        firstColumn + block.ownColumns,
        part.length,
        width - block.ownColumns,
      );
      extra.formulasR1C1 = part.map((cells) => cells.slice(block.ownColumns));
    }
  };
  for (const pieces of requestsOf(all, rowBytes, isStanding)) {
    pieces.forEach(writePiece);
    context.application.suspendScreenUpdatingUntilNextSync();
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    await context.sync();
  }
  if (earlier !== undefined && earlier.rows.length > rows.length) {
    const count = earlier.rows.length - rows.length;
    watch(row + 1 + rows.length, count);
    worksheet.getRangeByIndexes(row + 1 + rows.length, firstColumn, count, width).clear();
  }
  if (earlier === undefined) {
    const table = worksheet.tables.add(range, true);
    table.name = name;
    table.style = "TableStyleLight1";
    range.format.verticalAlignment = Excel.VerticalAlignment.top;
    block.headers.forEach((header, i) => {
      const { format } = worksheet.getRangeByIndexes(row, firstColumn + i, 1, 1);
      format.columnWidth = WIDTHS.get(header) ?? 80;
      // Numbers and dates stand at the right of their column, and so does what they are called.
      if (block.formats[i] !== "@") format.horizontalAlignment = Excel.HorizontalAlignment.right;
    });
    const header = worksheet.getRangeByIndexes(row, firstColumn, 1, width);
    header.format.font.bold = true;
    header.format.fill.color = HEADER_FILL;
    if (row === 0) worksheet.freezePanes.freezeRows(1);
  } else context.workbook.tables.getItem(name).resize(range);
}

/** Widths in points of columns whose content is longer than a number. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ["Client", 170],
  ["Service", 200],
  ["Outcome", 90],
  ["Why", 520],
  ["Source", 110],
  ["Flags", 110],
  ["Decision", 95],
  ["Reason", 140],
  ["Note", 160],
  ["Key", 120],
  ["Source client", 190],
  ["Source product", 190],
  ["Where", 130],
  ["Detail", 380],
  ["When", 110],
  ["Headers", 260],
  ["Agreement", 100],
  ["Invoice line", 110],
  ["What", 320],
  ["Rule", 90],
]);
