import { createGroupKeys, Grouping, type GroupKeys } from "../aggregate";
import { foldText, idKey } from "../normalise";
import { sum, type CellValue, type Extraction, type RejectedRow, type SourceLayout } from "../records";
import { DecimalMarks } from "./decimal-marks";
import { UnreadableUsageFile, type FileRows } from "./file-rows";
import { isTotal, isTotalWord } from "./file-totals";
import { keyColumnsOf, NAMES, placeOf } from "./recognise-file";
import { namesOfGroup } from "./names-of-group";
import { recordsOf } from "./records-of";

/** Rejected rows are listed one by one, for people to correct. */
const MOST_REJECTED = 100_000;

/** Copies a text out of the piece of file that it was cut from, which would stay in memory with it. */
function copied(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Rows with the columns of a file, gathered for one call of the grouping. */
interface Gathered {
  readonly keys: CellValue[][];
  readonly quantities: CellValue[];
  readonly rowNumbers: number[];
}

/** The rows below a file's header: usage is grouped as it comes, everything else is left out or rejected. */
export class FileTable {
  readonly #layout: SourceLayout;
  readonly #keyColumns: readonly number[];
  readonly #nameColumns: readonly number[];
  readonly #otherNumbers: readonly number[];
  readonly #otherColumns: readonly number[];
  readonly #width: number | null;
  readonly #marks: DecimalMarks;
  readonly #grouping: Grouping;
  /** Rows by their quantity's text besides, while nothing tells how it is to be read. */
  readonly #held: Grouping;
  readonly #heldKeys: GroupKeys;
  readonly #rejected: RejectedRow[] = [];
  /** The last row, when it names nothing: it may be the total of the file. */
  #nameless: { readonly row: number; readonly cells: readonly CellValue[] } | null = null;

  /**
   * @param width Most fields of a row; `null`: any number.
   * @param asked Headers of columns that keep rows apart because something besides the recognised ones looks at them. */
  constructor(layout: SourceLayout, width: number | null, asked: readonly string[]) {
    const isAsked = new Set(asked.map((header) => idKey(header)));
    const { columns, headers } = layout;
    this.#layout = layout;
    this.#keyColumns = keyColumnsOf(layout, (header) => isAsked.has(idKey(header)));
    this.#nameColumns = NAMES.flatMap((field) => columns[field] ?? []);
    this.#otherNumbers = [columns.unitPrice, columns.amount, columns.cost].filter((at) => at !== undefined);
    this.#width = width;
    this.#otherColumns = [...headers.keys()].filter((column) => !this.#keyColumns.includes(column));
    this.#marks = new DecimalMarks(layout.sheet, headers.get(columns.quantity ?? -1) ?? "");
    const keyCount = Math.max(2, this.#keyColumns.length);
    this.#grouping = new Grouping(createGroupKeys(keyCount, copied), {
      required: new Map(),
      parse: (cell) => this.#marks.parse(cell),
      isPointDecimal: () => this.#marks.isPoint,
    });
    this.#heldKeys = createGroupKeys(keyCount + 1, copied);
    this.#held = new Grouping(this.#heldKeys, { required: new Map() });
  }

  add({ firstRow, rows, unreadable }: FileRows, firstDataRow: number): void {
    for (const { row, reason } of unreadable) this.#reject(row, reason);
    const direct = this.#gathered();
    const held = this.#gathered();
    rows.forEach((cells, i) => {
      const row = firstRow + i;
      if (row < firstDataRow || !this.#isData(row, cells)) return;
      if (this.#nameless !== null) this.#put(this.#nameless.row, this.#nameless.cells, direct, held);
      this.#nameless = null;
      if (this.#nameColumns.every((column) => isBlank(cells[column]))) this.#nameless = { row, cells };
      else this.#put(row, cells, direct, held);
    });
    this.#flush(direct, held);
  }

  /** Everything that the file holds, once there is no more of it. */
  end(): Extraction {
    this.#marks.settle();
    this.#addHeld();
    this.#addNameless();
    this.#grouping.keys.release();
    const read = recordsOf(this.#layout, this.#keyColumns, this.#grouping);
    const column = this.#layout.columns.quantity ?? 0;
    const rejected = [
      ...this.#rejected,
      ...read.rejected,
      ...this.#grouping.rejected.map(({ row, reason, group }) => ({
        ...this.#rejection(row, column, reason),
        ...(group === undefined
          ? {}
          : { about: namesOfGroup(this.#layout, this.#keyColumns, this.#grouping.keys, group) }),
      })),
    ].sort((a, b) => a.row - b.row);
    return {
      lines: [],
      usage: read.usage,
      rejected,
      readRows: [],
      readRowCount: read.rowCount + rejected.length,
    };
  }

  /** Whether a row is usage; rows that are none are left out or rejected here. */
  #isData(row: number, cells: readonly CellValue[]): boolean {
    const { columns, headers } = this.#layout;
    const width = this.#width ?? cells.length;
    if (cells.length > width && cells.slice(width).some((cell) => !isBlank(cell))) {
      this.#reject(
        row,
        `the row has ${cells.length} fields and the header ${width}; put a name with separators in quotes`,
      );
      return false;
    }
    for (const column of this.#otherColumns) {
      const cell = cells[column];
      if (column !== columns.quantity && typeof cell === "string" && isTotalWord(cell)) return false;
    }
    const quantity = cells[columns.quantity ?? -1];
    const isPlain = typeof quantity === "number" || (typeof quantity === "string" && quantity.trim() !== "");
    if (columns.quantity !== undefined && isPlain && quantity !== headers.get(columns.quantity)) return true;
    const filled = cells.flatMap((cell, column) => (isBlank(cell) ? [] : [column]));
    const isHeaderAgain = filled.every(
      (column) => foldText(textOf(cells[column])) === foldText(headers.get(column) ?? ""),
    );
    if (filled.length === 0 || isHeaderAgain) return false;
    const [only] = filled;
    // A remark names no client; a client alone is a row whose rest is missing.
    if (
      filled.length === 1 &&
      headers.size > 1 &&
      only !== columns.client &&
      typeof cells[only ?? 0] === "string"
    )
      return false;
    const textAt = (column: number): string => textOf(cells[column]);
    return columns.quantity === undefined || !isTotal(this.#layout, textAt, this.#keyColumns, () => false);
  }

  #put(row: number, cells: readonly CellValue[], direct: Gathered, held: Gathered): void {
    const quantity = cells[this.#layout.columns.quantity ?? -1] ?? null;
    const isHeld =
      !this.#marks.isProven &&
      this.#marks.isHeldBack(
        quantity,
        this.#otherNumbers.map((column) => cells[column] ?? null),
      );
    const to = isHeld ? held : direct;
    this.#keyColumns.forEach((column, i) => to.keys[i]?.push(cells[column] ?? null));
    to.quantities.push(quantity);
    to.rowNumbers.push(row);
  }

  #gathered(): Gathered {
    return { keys: this.#keyColumns.map(() => []), quantities: [], rowNumbers: [] };
  }

  #flush(direct: Gathered, held: Gathered): void {
    const countsRows = this.#layout.columns.quantity === undefined;
    const common = { kind: "columns", firstRow: 0 } as const;
    this.#grouping.add({
      ...common,
      ...direct,
      keys: this.#padded(direct.keys),
      quantities: countsRows ? null : direct.quantities,
      rowCount: direct.rowNumbers.length,
    });
    this.#held.add({
      ...common,
      keys: [...this.#padded(held.keys), held.quantities],
      quantities: null,
      rowCount: held.rowNumbers.length,
      rowNumbers: held.rowNumbers,
    });
    this.#refuseFaulty();
  }

  /** @throws UnreadableUsageFile where more rows are rejected than anybody would correct: the export itself is at fault. */
  #refuseFaulty(): void {
    const [first] = [...this.#rejected.slice(0, 1), ...this.#grouping.rejected.slice(0, 1)];
    const count = this.#rejected.length + this.#grouping.rejected.length;
    if (count <= MOST_REJECTED || first === undefined) return;
    throw new UnreadableUsageFile(
      `${this.#layout.sheet} has more than ${MOST_REJECTED} rows that cannot be read, among them row ${first.row + 1}: ${first.reason}. Correct the export and try again.`,
    );
  }

  /** Groups have two key columns at least; a file with one of them has blanks for the other. */
  #padded(keys: readonly CellValue[][]): readonly CellValue[][] {
    return keys.length === 0 ? [[], []] : keys.length === 1 ? [...keys, []] : keys;
  }

  #addHeld(): void {
    for (let group = 0; group < this.#heldKeys.size; group += 1) {
      const texts = this.#heldKeys.textsOf(group);
      const rowNumbers = this.#held.rowsOf(group);
      const column = (text: string): readonly CellValue[] =>
        new Array<CellValue>(rowNumbers.length).fill(text);
      this.#grouping.add({
        kind: "columns",
        keys: texts.slice(0, -1).map(column),
        quantities: column(texts.at(-1) ?? ""),
        rowCount: rowNumbers.length,
        firstRow: 0,
        rowNumbers,
      });
    }
  }

  /** A last row that names nothing is the total of the file when it says the sum of the others, and usage otherwise. */
  #addNameless(): void {
    if (this.#nameless === null) return;
    const { row, cells } = this.#nameless;
    const quantity = this.#marks.parse(cells[this.#layout.columns.quantity ?? -1] ?? null);
    const groups = Array.from({ length: this.#grouping.keys.size }, (_, group) => group);
    const total = sum(groups.map((group) => this.#grouping.quantityOf(group)));
    if (quantity.kind === "number" && quantity.value.eq(total)) return;
    const [direct, held] = [this.#gathered(), this.#gathered()];
    this.#put(row, cells, direct, direct);
    this.#flush(direct, held);
  }

  #reject(row: number, reason: string): void {
    this.#rejected.push(this.#rejection(row, 0, reason));
  }

  #rejection(row: number, column: number, reason: string): RejectedRow {
    const { name, sheet } = this.#layout;
    return { source: name, sheet, row, reason: `${placeOf(this.#layout, row, column)}: ${reason}` };
  }
}

function isBlank(cell: CellValue | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "");
}

function textOf(cell: CellValue | undefined): string {
  return cell === undefined || cell === null || typeof cell === "object" ? "" : String(cell).trim();
}
