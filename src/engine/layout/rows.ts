import type { CellValue, ClientPlacement, Field, SkippedRowKind } from "../records";
import { foldText } from "../normalise";
import { placeClients } from "./client-placement";
import { cellAt, columnsOf, isBlank, rowsOf, textOf, type Region } from "./region";
import { RunningSums } from "./running-sums";
import { NAMES, tellingCells } from "./telling-cells";
import { totalledName } from "./total-words";

/** Which rows below the header are data, and how the client of a row is found. */
export interface RowKinds {
  readonly skippedRows: ReadonlyMap<number, SkippedRowKind>;
  readonly dataRows: readonly number[];
  readonly clientPlacement: ClientPlacement;
  readonly clientColumn: number | null;
}

type Columns = Readonly<Partial<Record<Field, number>>>;

/**
 * Sorts the rows of a region; a row that is neither title, total, repeated header nor lone text is data.
 * @param across The quantity columns of a crosstab, empty for any other layout.
 */
export function sortRows(
  region: Region,
  headerRow: number,
  columns: Columns,
  across: readonly number[] = [],
): RowKinds {
  const { sheet, area } = region;
  const skippedRows = new Map<number, SkippedRowKind>();
  const header = headerTexts(region, headerRow);
  const isHeaderAgain = headerTester(region, header);
  const loneTexts: { row: number; column: number }[] = [];
  const dataRows: number[] = [];
  const summed = [columns.quantity, columns.amount, ...across].filter((column) => column !== undefined);
  const all = columnsOf(area);
  const telling = tellingCells(region, headerRow, columns, across);
  const askedOf = (row: number): readonly number[] => (telling.isPlainLine(row) ? telling.columns : all);
  const totals = new TotalRows(region, columns, new RunningSums(region, summed), askedOf);
  for (const row of rowsOf(area)) {
    if (row === headerRow) continue;
    const filled = askedOf(row).filter((column) => !isBlank(cellAt(sheet, row, column)));
    const [only] = filled;
    if (filled.length === 0) skippedRows.set(row, "blank");
    else if (row < headerRow) skippedRows.set(row, "title");
    else if (isHeaderAgain(row, filled)) skippedRows.set(row, "repeated-header");
    else if (totals.isTotal(row, filled)) skippedRows.set(row, "total");
    else if (filled.length === 1 && header.size > 1 && isText(region, row, only)) {
      skippedRows.set(row, "group");
      loneTexts.push({ row, column: only ?? 0 });
      totals.name(row);
    } else {
      dataRows.push(row);
      totals.add(row);
    }
  }
  const hasClient = [columns.client, columns.tenant, columns.clientId].some((column) => column !== undefined);
  if (!hasClient && loneTexts.length > 0) {
    return {
      skippedRows,
      dataRows,
      clientPlacement: "group-row",
      clientColumn: loneTexts[0]?.column ?? null,
    };
  }
  const unfinished = unfinishedLines(region, loneTexts, columns, dataRows);
  // With a client on every row, any other lone text is a heading or a remark that says nothing about the rows.
  for (const { row } of loneTexts) {
    if (unfinished.has(row)) skippedRows.delete(row);
    else skippedRows.set(row, "note");
  }
  const allData = [...dataRows, ...unfinished].sort((a, b) => a - b);
  return { skippedRows, dataRows: allData, ...placeClients(region, allData, columns) };
}

function headerTexts(region: Region, headerRow: number): ReadonlyMap<number, string> {
  const texts = columnsOf(region.area).map(
    (column) => [column, foldText(textOf(cellAt(region.sheet, headerRow, column)))] as const,
  );
  return new Map(texts.filter(([, text]) => text !== ""));
}

function isText({ sheet }: Region, row: number, column: number | undefined): boolean {
  return column !== undefined && typeof cellAt(sheet, row, column) === "string";
}

/** Tells rows that repeat the header. */
function headerTester(
  { sheet }: Region,
  header: ReadonlyMap<number, string>,
): (row: number, filled: readonly number[]) => boolean {
  // The last cell that was unlike its header: mostly the row below begins with the same one.
  let unlike: { readonly column: number; readonly value: CellValue } | null = null;
  return (row, filled) => {
    if (filled.length < 2) return false;
    for (const column of filled) {
      const value = cellAt(sheet, row, column);
      if (unlike?.column === column && unlike.value === value) return false;
      if (header.get(column) === foldText(textOf(value))) continue;
      unlike = { column, value };
      return false;
    }
    return true;
  };
}

/**
 * A client alone on its row among the data is a line whose service and quantity are missing, and has to be reported. It
 * is a heading when the next line is of the same client, and a remark below the last line, unless it is a known client.
 * @param loneTexts Ascending by row, as `dataRows` are.
 */
function unfinishedLines(
  { sheet }: Region,
  loneTexts: readonly { readonly row: number; readonly column: number }[],
  { client }: Columns,
  dataRows: readonly number[],
): ReadonlySet<number> {
  const unfinished = new Set<number>();
  if (client === undefined || loneTexts.length === 0) return unfinished;
  const clientOf = (at: number): string => foldText(textOf(cellAt(sheet, at, client)));
  const known = new Set(dataRows.map(clientOf));
  let below = 0;
  for (const { row, column } of loneTexts) {
    if (column !== client) continue;
    while ((dataRows[below] ?? Infinity) < row) below += 1;
    const next = dataRows[below];
    const nextClient = next === undefined ? "" : clientOf(next);
    const isLine =
      next === undefined ? known.has(clientOf(row)) : nextClient !== clientOf(row) && nextClient !== "";
    if (isLine) unfinished.add(row);
  }
  return unfinished;
}

/** A cell with a word for a total, and the name beside the word; `""` where there is none. */
interface TotalWord {
  readonly column: number;
  readonly name: string;
}

const NO_WORDS: readonly TotalWord[] = [];

/** Tells total rows from data while the rows are read from top to bottom. */
class TotalRows {
  readonly #seen = new Set<string>();
  /** Rows whose texts are not among those seen yet: most sheets never ask for them. */
  #unseen: number[] = [];

  /** The last text of each column and what it totals: rows repeat what stands above them. */
  readonly #textsAbove: string[] = [];
  readonly #namesAbove: (string | null)[] = [];

  readonly #region: Region;
  readonly #columns: Columns;
  readonly #naming: ReadonlySet<number>;
  readonly #sums: RunningSums;

  readonly #askedOf: (row: number) => readonly number[];

  /** @param askedOf The columns whose cells say what kind of row a row is. */
  constructor(
    region: Region,
    columns: Columns,
    sums: RunningSums,
    askedOf: (row: number) => readonly number[],
  ) {
    this.#region = region;
    this.#askedOf = askedOf;
    this.#columns = columns;
    this.#naming = new Set(NAMES.flatMap((field) => columns[field] ?? []));
    this.#sums = sums;
  }

  /**
   * A row is a total when a cell is nothing but a word for a total; when the word stands beside a name that was seen
   * above, or the numbers add up; or when the row names nothing and its numbers add up. Two names make it a line:
   * "Total Fitness" is a client and "Total Protection" a product.
   */
  isTotal(row: number, filled: readonly number[]): boolean {
    const words = this.#totalsIn(row, filled);
    // Most rows: no word for a total, and something is named.
    if (words.length === 0 && filled.some((column) => this.#naming.has(column))) return false;
    const named = NAMES.map((field) => this.#columns[field]).filter(
      (column) => column !== undefined && filled.includes(column),
    );
    const hasOther = (column: number): boolean =>
      named.some((at) => at !== column && !words.some((word) => word.column === at && word.name === ""));
    const isTotal =
      words.some(({ column, name }) =>
        name === ""
          ? !(column === this.#columns.client || column === this.#columns.item) || !hasOther(column)
          : !hasOther(column) && (this.#isSeen(name) || this.#sums.tie(row)),
      ) ||
      (named.length === 0 && this.#sums.tie(row));
    if (isTotal) this.#sums.closeBlock();
    return isTotal;
  }

  name(row: number): void {
    this.#unseen.push(row);
  }

  add(row: number): void {
    this.name(row);
    this.#sums.add(row);
  }

  /** The cells of a row with a word for a total, each with the name beside the word. */
  #totalsIn(row: number, filled: readonly number[]): readonly TotalWord[] {
    let words: readonly TotalWord[] = NO_WORDS;
    for (const column of filled) {
      const value = cellAt(this.#region.sheet, row, column);
      if (typeof value !== "string") continue;
      if (value !== this.#textsAbove[column]) {
        this.#textsAbove[column] = value;
        this.#namesAbove[column] = totalledName(textOf(value));
      }
      const name = this.#namesAbove[column] ?? null;
      if (name !== null) words = [...words, { column, name }];
    }
    return words;
  }

  #isSeen(name: string): boolean {
    const { sheet } = this.#region;
    for (const row of this.#unseen) {
      for (const column of this.#askedOf(row)) {
        const value = cellAt(sheet, row, column);
        if (typeof value === "string" && !isBlank(value)) this.#seen.add(foldText(textOf(value)));
      }
    }
    this.#unseen = [];
    return this.#seen.has(name);
  }
}
