import type { OwnTables, TableGrid } from "../engine";
import type { Origin, TableBlock } from "./discrepancies";
import { WorkbookProblem } from "./gateway";
import { TABLE_HEADERS, type OwnTable, type ShareTable } from "./names";
import type { SheetChoice } from "./own-sheets";
import { asText, type OutgoingCell } from "./text";

/** Where a table stands, or will stand on a new sheet. */
export function originOf(table: TableGrid | undefined, column: number): Origin {
  return table === undefined ? { row: 0, column } : { row: table.firstRow - 1, column: table.firstColumn };
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
      worksheet.getRangeByIndexes(row, column, height, width).load("values");
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
    if (range === null || range.values.every((row) => row.every((cell) => cell === ""))) continue;
    throw new WorkbookProblem(
      "NoRoom",
      `${name} on "${table.sheet}" has to ${words}. Nothing was written. Move them and run again.`,
    );
  }
}

/** Texts of one request: Excel on the web takes 5 MB with everything around them. */
const CHARACTERS_PER_REQUEST = 1_000_000;

/** Row numbers at which a block is cut, so that no request holds too much text. */
function cutsOf(rows: readonly (readonly OutgoingCell[])[]): readonly number[] {
  const cuts = [0];
  let characters = 0;
  for (const [row, cells] of rows.entries()) {
    // Besides its text a cell costs its format and punctuation.
    characters += cells.reduce<number>((sum, cell) => sum + String(cell).length + 24, 0);
    if (characters <= CHARACTERS_PER_REQUEST) continue;
    if (row > 0) cuts.push(row);
    characters = 0;
  }
  return cuts;
}

/**
 * Writes a whole table: formats before values, so that text stays text; then the table is made or resized. Long tables
 * take several requests, so the batch is synchronised on the way.
 */
export async function writeTable(
  context: Excel.RequestContext,
  name: OwnTable | ShareTable,
  sheet: Pick<SheetChoice, "name">,
  block: TableBlock,
  earlier: TableGrid | undefined,
  column: number,
): Promise<void> {
  const worksheet = context.workbook.worksheets.getItem(sheet.name);
  const { row, column: firstColumn } = originOf(earlier, column);
  const width = block.headers.length;
  const rows = block.rows.length === 0 ? [block.headers.map((): OutgoingCell => "")] : block.rows;
  const range = worksheet.getRangeByIndexes(row, firstColumn, rows.length + 1, width);
  // Writing into a filtered range misplaces data (office-js #224).
  if (earlier !== undefined) context.workbook.tables.getItem(name).clearFilters();
  const all = [block.headers.map(asText), ...rows];
  const cuts = cutsOf(all);
  for (const [i, first] of cuts.entries()) {
    const part = all.slice(first, cuts[i + 1]);
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
    context.application.suspendScreenUpdatingUntilNextSync();
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    await context.sync();
  }
  if (earlier !== undefined && earlier.rows.length > rows.length) {
    worksheet
      .getRangeByIndexes(row + 1 + rows.length, firstColumn, earlier.rows.length - rows.length, width)
      .clear();
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
    header.format.fill.color = "#DCE6F2";
    if (row === 0) worksheet.freezePanes.freezeRows(1);
  } else if (earlier.rows.length !== rows.length || earlier.headers.length !== width) {
    context.workbook.tables.getItem(name).resize(range);
  }
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
  ["Agreement", 100],
  ["Invoice line", 110],
  ["What", 320],
  ["Rule", 90],
]);

function formatsOf(name: OwnTable, headers: readonly string[]): readonly string[] {
  const numbers = new Set([
    "Score",
    "Included",
    "Minimum",
    "Units per billed unit",
    "Months",
    "Unit cost",
    "List price",
  ]);
  const dates = new Set(["From", "Until"]);
  return headers.map((header) => {
    if (name === "tblLog" && header === "When") return "yyyy-mm-dd hh:mm:ss";
    if (dates.has(header)) return "yyyy-mm-dd";
    return numbers.has(header) || header === "Tolerance" ? "General" : "@";
  });
}

/** Appends rows to a table, making it first where there is none; rows of people are never written again. */
export async function appendRows(
  context: Excel.RequestContext,
  name: OwnTable,
  sheet: SheetChoice,
  earlier: TableGrid | undefined,
  column: number,
  rows: readonly ReadonlyMap<string, OutgoingCell>[],
  needed: readonly string[],
): Promise<void> {
  if (earlier === undefined) {
    const headers: readonly string[] = TABLE_HEADERS[name];
    await writeTable(
      context,
      name,
      sheet,
      {
        headers,
        rows: rows.map((row) => headers.map((header) => row.get(header) ?? "")),
        formats: formatsOf(name, headers),
        ownColumns: headers.length,
      },
      undefined,
      column,
    );
    return;
  }
  if (rows.length === 0) return;
  const headers = earlier.headers.map(
    (header) =>
      TABLE_HEADERS[name].find((own) => own.toLowerCase() === header.trim().toLowerCase()) ?? header,
  );
  const missing = needed.filter((header) => !headers.includes(header));
  if (missing.length > 0) {
    throw new WorkbookProblem(
      "TableColumns",
      `${name} on "${earlier.sheet}" has no column ${missing.join(", ")}. Nothing was written to it. Add the column and run again.`,
    );
  }
  // A new table holds one blank row, because Excel keeps no table without one.
  const isEmpty =
    earlier.rows.length === 1 && earlier.rows.every((row) => row.every((cell) => cell === null));
  const kept = isEmpty ? 0 : earlier.rows.length;
  const worksheet = context.workbook.worksheets.getItem(earlier.sheet);
  const range = worksheet.getRangeByIndexes(
    earlier.firstRow + kept,
    earlier.firstColumn,
    rows.length,
    headers.length,
  );
  range.numberFormat = rows.map(() => [...formatsOf(name, headers)]);
  range.values = rows.map((row) => headers.map((header) => row.get(header) ?? ""));
  context.workbook.tables
    .getItem(name)
    .resize(
      worksheet.getRangeByIndexes(
        earlier.firstRow - 1,
        earlier.firstColumn,
        kept + rows.length + 1,
        headers.length,
      ),
    );
}
