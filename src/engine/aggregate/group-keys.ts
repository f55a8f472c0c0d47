import type { CellValue } from "../records";
import { PairCodes } from "./pair-codes";
import { ERROR_CODE, TextCodes } from "./text-codes";

/**
 * The groups that rows fall into: rows with the same texts in every key column are one group, numbered from 0 by first
 * appearance. Groupings that share their keys number the same texts alike, so that they can be joined by number.
 *
 * Columns are coded one after the other and folded into pairs, so that no separator can make two keys one.
 */
export class GroupKeys {
  readonly columnCount: number;
  readonly #texts: readonly TextCodes[];
  /** Pairs of (first, second), then of (that pair, third), and so on. */
  readonly #pairs: readonly PairCodes[];
  readonly #codes: readonly Int32Array[];

  /**
   * @param columnCount Key columns, two at least: client and product come first.
   * @param sliceLength Most rows that are coded in one call.
   * @param keep See `TextCodes`.
   */
  constructor(columnCount: number, sliceLength: number, keep?: (text: string) => string) {
    this.columnCount = columnCount;
    this.#texts = Array.from({ length: columnCount }, () => new TextCodes(keep));
    this.#pairs = Array.from({ length: columnCount - 1 }, () => new PairCodes());
    this.#codes = Array.from({ length: columnCount - 1 }, () => new Int32Array(sliceLength));
  }

  /** How many groups there are. */
  get size(): number {
    return this.#pairs.at(-1)?.size ?? 0;
  }

  /**
   * Writes the group of each of `count` rows from position `from` on; -1 where a key cell shows an error.
   * @returns The key columns in which a cell is blank or shows an error.
   */
  groupAll(
    columns: readonly (readonly CellValue[])[],
    from: number,
    count: number,
    groups: Int32Array,
  ): ReadonlySet<number> {
    const lacking = new Set<number>();
    this.#texts.forEach((texts, i) => {
      const codes = i === 0 ? groups : this.#codes[i - 1];
      if (codes !== undefined && texts.codeAll(columns[i] ?? [], from, count, codes)) lacking.add(i);
    });
    this.#pairs.forEach((pairs, i) => {
      const codes = this.#codes[i];
      if (codes !== undefined) pairs.codeAll(groups, codes, count);
    });
    return lacking;
  }

  /** Gives up what only coding needs, until more rows come. */
  release(): void {
    for (const pairs of this.#pairs) pairs.release();
  }

  /** The text of a group in one key column, trimmed. */
  textAt(group: number, column: number): string {
    return this.textOf(column, this.codeAt(group, column));
  }

  /** The code of a group's text in one key column: texts that are the same have the same. */
  codeAt(group: number, column: number): number {
    let left = group;
    for (let i = this.#pairs.length - 1; i >= 0; i -= 1) {
      if (column === i + 1) return this.#pairs[i]?.rightOf(left) ?? ERROR_CODE;
      left = this.#pairs[i]?.leftOf(left) ?? ERROR_CODE;
    }
    return left;
  }

  /** The text that a code of a key column stands for, trimmed. */
  textOf(column: number, code: number): string {
    return this.#texts[column]?.textOf(code) ?? "";
  }

  /** The texts of a group, one per key column, trimmed. */
  textsOf(group: number): readonly string[] {
    return this.#texts.map((_, column) => this.textAt(group, column));
  }
}
