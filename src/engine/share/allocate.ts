import { ZERO, decimal, toQuantity, type BilledCell, type Decimal } from "../records";

/** A billed line whose quantity changes, both quantities in billed units. */
export interface LineChange {
  readonly cell: BilledCell;
  readonly oldQuantity: number;
  readonly newQuantity: number;
}

/** The lines to change, and what no line could take. */
export interface Allocation {
  readonly changes: readonly LineChange[];
  /** The part of the difference that is left because there is no plain line: it needs a line of its own. */
  readonly rest: number;
}

/**
 * Gives a difference to billed lines: all of it to the last plain line, which is one that is not a credit. A line never
 * becomes negative: what it cannot give is taken from the plain line before it. Credits stay as they are.
 * @param difference Expected minus billed quantity.
 */
export function allocate(cells: readonly BilledCell[], difference: number): Allocation {
  const plain = cells.filter(({ quantity, isReversed }) => quantity >= 0 && !isReversed);
  let rest = decimal(difference);
  const changes: LineChange[] = [];
  for (const cell of [...plain].reverse()) {
    if (rest.eq(ZERO)) break;
    const old = decimal(cell.quantity);
    const wanted = old.plus(rest);
    const changed: Decimal = wanted.lt(ZERO) ? ZERO : wanted;
    rest = wanted.minus(changed);
    if (changed.eq(old)) continue;
    changes.push({ cell, oldQuantity: toQuantity(old), newQuantity: toQuantity(changed) });
  }
  return { changes: changes.reverse(), rest: toQuantity(rest) };
}
