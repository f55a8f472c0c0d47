import { decimalMarkOf, parseNumber, type DecimalMark, type ParsedNumber } from "../normalise";
import type { CellValue } from "../records";
import { UnreadableUsageFile } from "./file-rows";

/**
 * Which sign separates decimals in the quantities of a file, found while it streams by: what one of them proves, else what
 * the other number columns prove. Until then a quantity with a point or comma is held back.
 */
export class DecimalMarks {
  readonly #file: string;
  readonly #header: string;
  #own: DecimalMark | null = null;
  readonly #others = new Set<DecimalMark>();

  constructor(file: string, header: string) {
    this.#file = file;
    this.#header = header;
  }

  get isProven(): boolean {
    return this.#own !== null;
  }

  get isPoint(): boolean {
    return this.#own === ".";
  }

  /** Looks at a quantity and at the other numbers of its row; true when the quantity cannot be read yet. */
  isHeldBack(quantity: CellValue, others: readonly CellValue[]): boolean {
    for (const other of others) {
      const proven = hasMark(other) ? decimalMarkOf([other]) : null;
      if (proven !== null) this.#others.add(proven);
    }
    if (!hasMark(quantity)) return false;
    this.#own = decimalMarkOf([quantity]);
    return this.#own === null;
  }

  /** Nothing more will prove anything: the other columns decide, where they agree. */
  settle(): void {
    const [only, ...more] = this.#others;
    if (this.#own === null && more.length === 0) this.#own = only ?? null;
  }

  /**
   * Reads a quantity the way its column is written.
   * @throws UnreadableUsageFile where it proves the other way: then none of them is certain.
   */
  parse(cell: CellValue): ParsedNumber {
    const proven = hasMark(cell) ? decimalMarkOf([cell]) : null;
    if (hasMark(cell) && this.#own !== null && proven !== null && proven !== this.#own)
      throw new UnreadableUsageFile(
        `${this.#file} writes decimals in column ${this.#header} with a point and with a comma ("${cell}"). Export it with one of them.`,
      );
    return parseNumber(cell, this.#own);
  }
}

function hasMark(cell: CellValue): cell is string {
  return typeof cell === "string" && (cell.includes(",") || cell.includes("."));
}
