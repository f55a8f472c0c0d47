import { grownInts } from "./growing";

/** Rows are kept in blocks, so that nothing is copied and little is empty as they grow. */
const BLOCK_BITS = 14;
const BLOCK_LENGTH = 1 << BLOCK_BITS;
const NO_BLOCK = new Int32Array(0);

/**
 * The rows of every group: each row points to the row of its group before it, so that evidence costs one integer a row.
 * Row numbers are whatever the caller counts by; a row belongs to one group at most.
 */
export class RowLists {
  /** Position + 1 of the row before it in its group, by position, in blocks; 0 for the first one. */
  readonly #before: Int32Array[] = [];
  /** Of each group side by side: position + 1 of its last row, 0 while it has none, and how many rows it has. */
  #heads = new Int32Array(0);

  makeRoom(groups: number, rows: number): void {
    while (this.#before.length * BLOCK_LENGTH < rows) this.#before.push(new Int32Array(BLOCK_LENGTH));
    this.#heads = grownInts(this.#heads, 2 * groups);
  }

  /**
   * Adds `count` rows to their groups; those of group -1 are left out.
   * @param rowNumbers Their numbers, from position `from` on; `null`: they are numbered on from `firstRow`.
   */
  addAll(
    groups: Int32Array,
    count: number,
    firstRow: number,
    rowNumbers: Readonly<ArrayLike<number>> | null,
    from: number,
  ): void {
    const heads = this.#heads;
    let block: Int32Array = NO_BLOCK;
    let blockNumber = -1;
    for (let i = 0; i < count; i += 1) {
      const group = groups[i] ?? -1;
      if (group < 0) continue;
      const row = rowNumbers === null ? firstRow + i : (rowNumbers[from + i] ?? 0);
      if (row >> BLOCK_BITS !== blockNumber) {
        blockNumber = row >> BLOCK_BITS;
        block = this.#before[blockNumber] ?? NO_BLOCK;
      }
      const head = 2 * group;
      block[row & (BLOCK_LENGTH - 1)] = heads[head] ?? 0;
      heads[head] = row + 1;
      heads[head + 1] = (heads[head + 1] ?? 0) + 1;
    }
  }

  countOf(group: number): number {
    return this.#heads[2 * group + 1] ?? 0;
  }

  /** The smallest row number of a group; -1 while it has none. */
  firstOf(group: number): number {
    let at = this.#heads[2 * group] ?? 0;
    let first = at - 1;
    while (at > 0) {
      if (at - 1 < first) first = at - 1;
      at = this.#rowBefore(at - 1);
    }
    return first;
  }

  /** The rows of a group, ascending. */
  rowsOf(group: number): Int32Array {
    const rows = new Int32Array(this.countOf(group));
    let at = this.#heads[2 * group] ?? 0;
    for (let i = rows.length - 1; i >= 0; i -= 1) {
      rows[i] = at - 1;
      at = this.#rowBefore(at - 1);
    }
    return rows.sort();
  }

  #rowBefore(row: number): number {
    return this.#before[row >> BLOCK_BITS]?.[row & (BLOCK_LENGTH - 1)] ?? 0;
  }
}
