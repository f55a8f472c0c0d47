import { grownInts } from "./growing";

/**
 * The rows of every group: each row points to the row of its group before it, so that evidence costs one integer a row.
 * Row numbers are whatever the caller counts by; a row belongs to one group at most.
 */
export class RowLists {
  /** Position + 1 of the row before it in its group, by position; 0 for the first one. */
  #before = new Int32Array(0);
  /** Position + 1 of a group's last row; 0 while it has none. */
  #lasts = new Int32Array(0);
  #counts = new Int32Array(0);

  makeRoom(groups: number, rows: number): void {
    this.#before = grownInts(this.#before, rows);
    this.#lasts = grownInts(this.#lasts, groups);
    this.#counts = grownInts(this.#counts, groups);
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
    const [before, lasts, counts] = [this.#before, this.#lasts, this.#counts];
    for (let i = 0; i < count; i += 1) {
      const group = groups[i] ?? -1;
      if (group < 0) continue;
      const row = rowNumbers === null ? firstRow + i : (rowNumbers[from + i] ?? 0);
      before[row] = lasts[group] ?? 0;
      lasts[group] = row + 1;
      counts[group] = (counts[group] ?? 0) + 1;
    }
  }

  countOf(group: number): number {
    return this.#counts[group] ?? 0;
  }

  /** The smallest row number of a group; -1 while it has none. */
  firstOf(group: number): number {
    let at = this.#lasts[group] ?? 0;
    let first = at - 1;
    while (at > 0) {
      if (at - 1 < first) first = at - 1;
      at = this.#before[at - 1] ?? 0;
    }
    return first;
  }

  /** The rows of a group, ascending. */
  rowsOf(group: number): Int32Array {
    const rows = new Int32Array(this.countOf(group));
    let at = this.#lasts[group] ?? 0;
    for (let i = rows.length - 1; i >= 0; i -= 1) {
      rows[i] = at - 1;
      at = this.#before[at - 1] ?? 0;
    }
    return rows.sort();
  }
}
