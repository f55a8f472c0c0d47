import { decimalMarkOf, parseNumber, type DecimalMark } from "../normalise";
import { ZERO, type Decimal } from "../records";
import { cellAt, rowsOf, type Region } from "./region";

interface Sums {
  /** How the column writes numbers; settled when its first sum is asked for. */
  mark: DecimalMark | null | undefined;
  block: Decimal;
  all: Decimal;
}

/** The sums of number columns over the rows read so far: what a total row has to agree with. */
export class RunningSums {
  readonly #sums: ReadonlyMap<number, Sums>;
  /** Rows and ends of blocks that are not added yet: most sheets never ask for a sum. */
  #pending: (number | "close")[] = [];
  #rowsInBlock = 0;
  #rows = 0;

  readonly #region: Region;

  constructor(region: Region, columns: readonly number[]) {
    this.#region = region;
    this.#sums = new Map(columns.map((column) => [column, { mark: undefined, block: ZERO, all: ZERO }]));
  }

  add(row: number): void {
    this.#pending.push(row);
    this.#rows += 1;
    this.#rowsInBlock += 1;
  }

  closeBlock(): void {
    this.#pending.push("close");
    this.#rowsInBlock = 0;
  }

  /** Whether every number of a row equals the sum above it: of its block, or of all rows. A row without numbers does not. */
  tie(row: number): boolean {
    this.#catchUp();
    const values = [...this.#sums].flatMap(([column, sums]) => {
      const value = this.#valueAt(row, column, sums.mark ?? null);
      return value === null ? [] : [{ value, sums }];
    });
    if (values.length === 0 || this.#rows < 2) return false;
    return (
      (this.#rowsInBlock > 0 && values.every(({ value, sums }) => value.eq(sums.block))) ||
      values.every(({ value, sums }) => value.eq(sums.all))
    );
  }

  #catchUp(): void {
    for (const [column, sums] of this.#sums) {
      if (sums.mark === undefined) sums.mark = this.#markOf(column);
      for (const step of this.#pending) {
        const value = step === "close" ? null : this.#valueAt(step, column, sums.mark);
        if (step === "close") sums.block = ZERO;
        if (value === null) continue;
        sums.block = sums.block.plus(value);
        sums.all = sums.all.plus(value);
      }
    }
    this.#pending = [];
  }

  #markOf(column: number): DecimalMark | null {
    const { sheet, area } = this.#region;
    return decimalMarkOf(rowsOf(area).map((row) => cellAt(sheet, row, column)));
  }

  #valueAt(row: number, column: number, mark: DecimalMark | null): Decimal | null {
    const parsed = parseNumber(cellAt(this.#region.sheet, row, column), mark);
    return parsed.kind === "number" ? parsed.value : null;
  }
}
