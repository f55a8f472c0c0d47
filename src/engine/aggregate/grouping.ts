import type { CellValue, Decimal } from "../records";
import { parseNumber, type ParsedNumber } from "../normalise";
import { ExactSums } from "./exact-sums";
import { GroupKeys } from "./group-keys";
import { millionthsOf } from "./millionths";
import { RowLists } from "./row-lists";

/** Rows of a sheet or file, column by column. */
export interface ColumnBlock {
  readonly kind: "columns";
  /** The key columns: client, product, and what else tells groups apart. */
  readonly keys: readonly (readonly CellValue[])[];
  /** The quantity of each row; its length is that of the block. `null`: each row counts as one. */
  readonly quantities: readonly CellValue[] | null;
  readonly rowCount: number;
  /** Number of the first row; rows are numbered on from it unless `rowNumbers` says otherwise, ascending. */
  readonly firstRow: number;
  readonly rowNumbers?: Readonly<ArrayLike<number>>;
}

/** Rows of a sheet as it is read: one array of cells each. */
export interface RowBlock {
  readonly kind: "rows";
  readonly rows: readonly (readonly CellValue[])[];
  /** Positions of the key columns in a row. */
  readonly keys: readonly number[];
  /** Position of the quantity; `null`: each row counts as one. */
  readonly quantity: number | null;
  readonly firstRow: number;
}

/** A row that belongs to no group, and why. */
export interface RejectedInput {
  readonly row: number;
  readonly reason: string;
  /** The group that its texts name, where only its quantity could not be read. */
  readonly group?: number;
}

/** How a grouping reads its rows. */
export interface GroupingOptions {
  /** Key columns that every row has to fill, with their names for people; the client alone unless said otherwise. */
  readonly required?: ReadonlyMap<number, string>;
  /** Reads what is no plain number; numbers are written the English way unless said otherwise. */
  readonly parse?: (cell: CellValue) => ParsedNumber;
  /** Whether a lone point in a text separates decimals, asked again for every slice; true unless said otherwise. */
  readonly isPointDecimal?: () => boolean;
}

/** Rows are taken in slices that stay in the processor's cache while the columns are coded one after the other. */
const SLICE_LENGTH = 4096;
const CLIENT_REQUIRED: ReadonlyMap<number, string> = new Map([[0, "client"]]);

/** Makes the keys that the groupings of one comparison share. */
export function createGroupKeys(columnCount = 2, keep?: (text: string) => string): GroupKeys {
  return new GroupKeys(columnCount, SLICE_LENGTH, keep);
}

/**
 * Adds up quantities per group of rows, exactly, with the rows behind every sum. Every row that is added lands once: in a
 * group, or among the rejected ones. Row numbers must not repeat.
 */
export class Grouping {
  readonly keys: GroupKeys;
  readonly #required: readonly (readonly [number, string])[];
  readonly #parse: (cell: CellValue) => ParsedNumber;
  readonly #isPointDecimal: () => boolean;
  readonly #sums = new ExactSums();
  readonly #rows = new RowLists();
  readonly #rejected: RejectedInput[] = [];
  readonly #groups = new Int32Array(SLICE_LENGTH);

  constructor(keys: GroupKeys, options: GroupingOptions = {}) {
    this.keys = keys;
    this.#required = [...(options.required ?? CLIENT_REQUIRED)];
    this.#parse = options.parse ?? ((cell) => parseNumber(cell));
    this.#isPointDecimal = options.isPointDecimal ?? (() => true);
  }

  /** Rows that landed in no group, in the order in which they were added. */
  get rejected(): readonly RejectedInput[] {
    return this.#rejected;
  }

  /** Adds rows; blocks may come in any number and size. */
  add(block: ColumnBlock | RowBlock): void {
    const length = block.kind === "columns" ? block.rowCount : block.rows.length;
    for (let from = 0; from < length; from += SLICE_LENGTH) {
      const count = Math.min(SLICE_LENGTH, length - from);
      if (block.kind === "columns") this.#addSlice(block, from, count);
      else this.#addSlice(columnsOf(block, from, count), 0, count);
    }
  }

  /** How many rows are in a group; 0 for a group that only other groupings have. */
  rowCountOf(group: number): number {
    return this.#rows.countOf(group);
  }

  /** The number of the first row behind a group's sum; -1 where there is none. */
  firstRowOf(group: number): number {
    return this.#rows.firstOf(group);
  }

  /** The numbers of the rows behind a group's sum, ascending. */
  rowsOf(group: number): Int32Array {
    return this.#rows.rowsOf(group);
  }

  /** The exact sum of a group. */
  quantityOf(group: number): Decimal {
    return this.#sums.decimalOf(group);
  }

  /** The sum of a group in whole millionths; NaN where it is none. */
  millionthsOf(group: number): number {
    return this.#sums.millionthsOf(group);
  }

  #addSlice(block: ColumnBlock, from: number, count: number): void {
    const groups = this.#groups;
    const lacking = this.keys.groupAll(block.keys, from, count, groups);
    const firstRow = block.firstRow + from;
    const rowNumbers = block.rowNumbers ?? null;
    const rowAt = (i: number): number => rowNumbers?.[from + i] ?? firstRow + i;
    if (lacking.size > 0)
      for (let i = 0; i < count; i += 1) if ((groups[i] ?? 0) < 0) this.#reject(rowAt(i), SHOWS_ERROR);
    for (const [column, name] of this.#required) {
      if (!lacking.has(column)) continue;
      const cells = block.keys[column] ?? [];
      for (let i = 0; i < count; i += 1) {
        if ((groups[i] ?? -1) < 0 || !isBlank(cells[from + i])) continue;
        this.#reject(rowAt(i), `no ${name}; write the ${name} of this row`);
        groups[i] = -1;
      }
    }
    this.#sums.makeRoom(this.keys.size);
    if (block.quantities === null) this.#addOnes(count);
    else this.#addQuantities(block.quantities, from, count, rowAt);
    this.#rows.makeRoom(this.keys.size, rowAt(count - 1) + 1);
    this.#rows.addAll(groups, count, firstRow, rowNumbers, from);
  }

  #addOnes(count: number): void {
    const one = millionthsOf(1, true);
    for (let i = 0; i < count; i += 1) {
      const group = this.#groups[i] ?? -1;
      if (group >= 0) this.#sums.addMillionths(group, one);
    }
  }

  /** Adds each quantity to the group of its row; a row without one leaves its group. */
  #addQuantities(
    quantities: readonly CellValue[],
    from: number,
    count: number,
    rowAt: (i: number) => number,
  ): void {
    const groups = this.#groups;
    const isPointDecimal = this.#isPointDecimal();
    for (let i = 0; i < count; i += 1) {
      const group = groups[i] ?? -1;
      if (group < 0) continue;
      const cell = quantities[from + i] ?? null;
      const millionths = millionthsOf(cell, isPointDecimal);
      if (!Number.isNaN(millionths)) {
        this.#sums.addMillionths(group, millionths);
        continue;
      }
      const read = this.#read(cell);
      if (typeof read === "string") {
        this.#rejected.push({ row: rowAt(i), reason: read, group });
        groups[i] = -1;
      } else this.#sums.addDecimal(group, read);
    }
  }

  /** The quantity of a cell, or why it has none. */
  #read(cell: CellValue): Decimal | string {
    if (typeof cell === "number" && !Number.isFinite(cell))
      return `${cell} is no quantity; write it as a number`;
    const parsed = this.#parse(cell);
    switch (parsed.kind) {
      case "number":
        return parsed.value;
      case "blank":
        return "the quantity is blank; write 0 where nothing was used";
      case "problem":
        return `${parsed.message}; write the quantity as a number`;
    }
  }

  #reject(row: number, reason: string): void {
    this.#rejected.push({ row, reason });
  }
}

const SHOWS_ERROR = "a cell of its client or product shows an error; correct its formula";

/** The signs from "!" to "~" are no blanks; a text that begins with one is not trimmed to find out. */
function isBlank(cell: CellValue | undefined): boolean {
  if (typeof cell !== "string") return cell === undefined || cell === null;
  const first = cell.charCodeAt(0);
  return !(first > 32 && first < 127) && cell.trim() === "";
}

/** A slice of rows turned into columns, so that both kinds of blocks are read by the same code. */
function columnsOf({ rows, keys, quantity, firstRow }: RowBlock, from: number, count: number): ColumnBlock {
  const column = (at: number): readonly CellValue[] => {
    const cells = new Array<CellValue>(count);
    for (let i = 0; i < count; i += 1) cells[i] = rows[from + i]?.[at] ?? null;
    return cells;
  };
  return {
    kind: "columns",
    keys: keys.map(column),
    quantities: quantity === null ? null : column(quantity),
    rowCount: count,
    firstRow: firstRow + from,
  };
}
