import type { CellValue, SheetGrid } from "../engine";
import type { ExcelGateway } from "./gateway";
import { HEADER_FILL } from "./palette";
import { asText, type OutgoingCell } from "./text";

/** Excel takes no longer name. */
const NAME_LENGTH = 31;
/** Cells of one request: Excel on the web takes 5 MB with everything around them. */
const CELLS_PER_REQUEST = 10_000;
/** Rows above the rows of data: title, blank, headers. */
const HEAD_ROWS = 3;

/**
 * Writes what a connected system gave as a sheet of its own, after the last one. The sheet is data like any export that
 * somebody pasted: it stays when annotations are removed. Resolves with the name that it got.
 * @throws WorkbookProblem
 */
export function writeSnapshotSheet(gateway: ExcelGateway, grid: SheetGrid): Promise<string> {
  return gateway.run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load("items/name");
    await context.sync();
    const name = freeName(
      grid.name,
      worksheets.items.map((sheet) => sheet.name),
    );
    const sheet = worksheets.add(name);
    const width = grid.values[0]?.length ?? 1;
    const rowsAtOnce = Math.max(1, Math.floor(CELLS_PER_REQUEST / width));
    for (let first = 0; first < grid.values.length; first += rowsAtOnce) {
      const values = grid.values.slice(first, first + rowsAtOnce);
      const range = sheet.getRangeByIndexes(first, 0, values.length, width);
      // Formats before values, so that text stays text.
      range.numberFormat = values.map((row, r) =>
        row.map((value, c) =>
          typeof value === "string" ? "@" : (grid.formats[first + r]?.[c] ?? "General"),
        ),
      );
      range.values = values.map((row) => row.map(outgoing));
      // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
      await context.sync();
    }
    sheet.getRangeByIndexes(0, 0, 1, 1).format.font.bold = true;
    const header = sheet.getRangeByIndexes(HEAD_ROWS - 1, 0, 1, width);
    header.format.font.bold = true;
    header.format.fill.color = HEADER_FILL;
    sheet.freezePanes.freezeRows(HEAD_ROWS);
    (grid.values[HEAD_ROWS - 1] ?? []).forEach((title, column) => {
      sheet.getRangeByIndexes(HEAD_ROWS - 1, column, 1, 1).format.columnWidth =
        WIDTHS.get(typeof title === "string" ? title : "") ?? 90;
    });
    // Whoever fetched wants to see what came.
    sheet.activate();
    await context.sync();
    return name;
  });
}

/** Widths in points of columns that hold names. */
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ["Client", 160],
  ["Agreement", 180],
  ["Service", 200],
  ["Product", 200],
  ["Client ID", 110],
]);

function outgoing(value: CellValue): OutgoingCell {
  if (value === null) return "";
  if (typeof value === "string") return asText(value);
  return typeof value === "object" ? asText(value.error) : value;
}

function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const plain = wanted.replace(/[\\/?*:[\]]/g, " ");
  let name = plain.slice(0, NAME_LENGTH);
  for (let number = 2; used.has(name.toLowerCase()); number += 1) {
    const suffix = ` (${number})`;
    name = `${plain.slice(0, NAME_LENGTH - suffix.length)}${suffix}`;
  }
  return name;
}
