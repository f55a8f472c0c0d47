import { columnLetters, type CellValue, type ResultRow, type SheetGrid, type SourceLayout } from "../engine";
import { exactCriterion, literal, sheetReference } from "./text";

/** Where the billed lines stand, for formulas that sum them. */
export interface InvoiceColumns {
  readonly layout: SourceLayout;
  readonly grid: SheetGrid;
  readonly quantity: string;
  readonly client: string;
  readonly service: string;
  /** How many rows bear a (client, service) spelling, by `spellingKey`. */
  readonly spellings: ReadonlyMap<string, number>;
}

/** Excel takes texts of at most 255 characters as literals in formulas and as lookup values. */
export const LONGEST_LITERAL = 255;

/** A client and service as the invoice's cells spell them, compared as Excel does: case ignored. */
export function spellingKey(client: string, service: string): string {
  return `${client}|${service}`.toLowerCase();
}

/** Stands for a tilde in lookup keys, because calculation engines differ on an escaped one in MATCH. */
export const TILDE_STAND_IN = "\u02dc";

/** Rows and columns of lines that name client and service on their own row; all 0-based, ends included. */
export interface LineColumns {
  readonly quantity: number;
  readonly client: number;
  readonly service: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Where the lines of an invoice stand that name client and service on their own row, or `null` for other placements. */
export function lineColumns({
  columns: { quantity, client, product, sku },
  area,
  headerRow,
  crosstab,
  clientPlacement,
}: SourceLayout): LineColumns | null {
  const service = product ?? sku;
  if (quantity === undefined || client === undefined || service === undefined) return null;
  if (area === null || headerRow === null || crosstab !== null || clientPlacement !== "row") return null;
  return { quantity, client, service, firstRow: headerRow + 1, lastRow: area.lastRow };
}

/** The same with what formulas need of the lines; `null` for other placements. */
export function invoiceColumns(layout: SourceLayout, grid: SheetGrid): InvoiceColumns | null {
  const columns = lineColumns(layout);
  if (columns === null) return null;
  const { quantity, client, service, firstRow, lastRow } = columns;
  const spellings = new Map<string, number>();
  for (let row = firstRow; row <= lastRow; row += 1) {
    const key = spellingKey(textAt(grid, row, client), textAt(grid, row, service));
    spellings.set(key, (spellings.get(key) ?? 0) + 1);
  }
  const block = (column: number): string =>
    `${sheetReference(layout.sheet)}!$${columnLetters(column)}$${firstRow + 1}:$${columnLetters(column)}$${lastRow + 1}`;
  return {
    layout,
    grid,
    spellings,
    quantity: block(quantity),
    client: block(client),
    service: block(service),
  };
}

function textAt(grid: SheetGrid, row: number, column: number): string {
  const value: CellValue =
    grid.area === null
      ? null
      : (grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null);
  return value === null || typeof value === "object" ? "" : String(value);
}

/**
 * The billed quantity as a live formula over the invoice. Lines are summed by client and service, so that sorting and
 * inserting keep it true; where that would take in a row that is not billed here, or the text is too long for a
 * literal, the cells themselves are added.
 */
export function billedFormula(result: ResultRow, invoices: ReadonlyMap<string, InvoiceColumns>): string {
  const bySheet = new Map<string, ResultRow["billedCells"][number][]>();
  for (const cell of result.billedCells) bySheet.set(cell.sheet, [...(bySheet.get(cell.sheet) ?? []), cell]);
  const terms: string[] = [];
  for (const [sheet, cells] of bySheet) {
    const invoice = invoices.get(sheet);
    const spellings = new Map(cells.map((cell) => [spellingKey(cell.client, cell.service), cell]));
    const isSummable =
      invoice !== undefined &&
      cells.every((cell) => cell.isNumeric && !cell.isReversed) &&
      [...spellings].every(([key, { client, service }]) => {
        const own = cells.filter((cell) => spellingKey(cell.client, cell.service) === key).length;
        const isShort =
          exactCriterion(client).length <= LONGEST_LITERAL &&
          exactCriterion(service).length <= LONGEST_LITERAL;
        // Calculation engines differ on an escaped tilde.
        const isPlain = !`${client}${service}`.includes("~");
        return isShort && isPlain && invoice.spellings.get(key) === own;
      });
    if (isSummable) {
      for (const { client, service } of spellings.values()) {
        const criteria = [
          [invoice.client, client],
          [invoice.service, service],
        ].map(([range = "", text = ""]) => `${range},${literal(exactCriterion(text))}`);
        terms.push(`SUMIFS(${[invoice.quantity, ...criteria].join(",")})`);
      }
      continue;
    }
    terms.push(...cellTerms(sheet, cells));
  }
  const formula = `=${terms.length === 0 ? "0" : terms.join("+")}`;
  // Excel takes no longer formula; the quantity as it was read is then better than none.
  return formula.length <= LONGEST_FORMULA ? formula : `=${result.billedQuantity ?? 0}`;
}

const LONGEST_FORMULA = 8_192;

/** The cells themselves: neighbours in a column as one block, a text such as "(2.50)" as what it was read as. */
function cellTerms(sheet: string, cells: ResultRow["billedCells"]): readonly string[] {
  const terms = cells.flatMap(({ column, row, isNumeric, isReversed, quantity }) => {
    if (column === null) return [String(quantity)];
    if (isNumeric && !isReversed) return [];
    const reference = `${sheetReference(sheet)}!$${columnLetters(column)}$${row + 1}`;
    const sign = isReversed ? "-" : "";
    return [
      isNumeric ? `(${sign}${reference})` : `IF(ISNUMBER(${reference}),${sign}${reference},${quantity})`,
    ];
  });
  const numeric = cells
    .flatMap(({ column, row, isNumeric, isReversed }) =>
      isNumeric && !isReversed && column !== null ? [{ column, row }] : [],
    )
    .sort((a, b) => a.column - b.column || a.row - b.row);
  const blocks: { readonly column: number; readonly first: number; last: number }[] = [];
  for (const { column, row } of numeric) {
    const block = blocks.at(-1);
    if (block?.column === column && block.last === row - 1) block.last = row;
    else blocks.push({ column, first: row, last: row });
  }
  for (const { column, first, last } of blocks) {
    const letters = `$${columnLetters(column)}$`;
    const start = `${sheetReference(sheet)}!${letters}${first + 1}`;
    terms.push(first === last ? start : `SUM(${start}:${letters}${last + 1})`);
  }
  return terms;
}
