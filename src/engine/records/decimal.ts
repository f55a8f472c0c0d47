import Big from "big.js";

/** An exact decimal: quantities and money are never binary floating point inside the engine. */
export type Decimal = Big;

export const ZERO: Decimal = new Big(0);
export const ONE: Decimal = new Big(1);

/**
 * A decimal from a number or from plain decimal text ("1562.50", "-3"). A number counts as the decimal it prints as,
 * so that the cell 0.1 is exactly one tenth. Excel keeps 15 significant digits; further digits are binary noise of a
 * calculated cell (0.1 + 0.2 reads 0.30000000000000004) and are rounded away.
 * @throws Error when the text is not a finite decimal number.
 */
export function decimal(value: number | string): Decimal {
  return typeof value === "number" ? new Big(Number(value.toPrecision(15))) : new Big(value);
}

/** The exact sum; zero for no values. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** A quantity to the six decimals that cells and reports show, half away from zero. */
export function asShown(value: Decimal): Decimal {
  return value.round(6, Big.roundHalfUp);
}

/** A quantity as a number for cells and reports: six decimals, half away from zero. */
export function toQuantity(value: Decimal): number {
  return asShown(value).toNumber();
}

/** An amount of money as a number for cells and reports: to the cent, half away from zero. */
export function toMoney(value: Decimal): number {
  return value.round(2, Big.roundHalfUp).toNumber();
}
