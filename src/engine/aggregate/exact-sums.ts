import type { Decimal } from "../records";
import { grownDoubles } from "./growing";
import { decimalOfMillionths } from "./millionths";

/**
 * Exact sums of quantities per group. Whole millionths are added as whole numbers as long as they are safe; what they
 * cannot hold goes to an exact decimal of the group.
 */
export class ExactSums {
  #millionths = new Float64Array(0);
  readonly #decimals = new Map<number, Decimal>();

  /** Makes room for as many groups. */
  makeRoom(groups: number): void {
    this.#millionths = grownDoubles(this.#millionths, groups);
  }

  addMillionths(group: number, millionths: number): void {
    const sums = this.#millionths;
    const before = sums[group] ?? 0;
    const after = before + millionths;
    if (after <= Number.MAX_SAFE_INTEGER && after >= -Number.MAX_SAFE_INTEGER) {
      sums[group] = after;
      return;
    }
    // The sum itself would be rounded: what was added so far moves to the decimal.
    this.addDecimal(group, decimalOfMillionths(before));
    sums[group] = millionths;
  }

  addDecimal(group: number, quantity: Decimal): void {
    this.#decimals.set(group, this.#decimals.get(group)?.plus(quantity) ?? quantity);
  }

  /** The sum in whole millionths; NaN when they cannot hold it. */
  millionthsOf(group: number): number {
    return this.#decimals.size > 0 && this.#decimals.has(group) ? NaN : (this.#millionths[group] ?? 0);
  }

  decimalOf(group: number): Decimal {
    const own = decimalOfMillionths(this.#millionths[group] ?? 0);
    return this.#decimals.get(group)?.plus(own) ?? own;
  }
}
