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
  const total = new Total();
  for (const value of values) total.add(value);
  return total.value;
}

/**
 * A sum that grows. What is a whole number of millionths is added as an integer while that is safe, because a decimal of its
 * own for every step would be most of the work; the rest is added as decimals. The sum is exact all the same.
 */
export class Total {
  #millionths = 0;
  #decimals: Decimal = ZERO;

  add(value: Decimal): void {
    const digits = safeDigitsOf(value);
    const scale = PLACES - decimalsOf(value);
    if (digits !== null && scale >= 0 && scale <= MOST_SCALE) {
      const millionths = digits * (POWERS[scale] ?? 1);
      const after = this.#millionths + millionths;
      // What is no safe integer may have been rounded already.
      if (Number.isSafeInteger(millionths) && Number.isSafeInteger(after)) {
        this.#millionths = after;
        return;
      }
    }
    this.#decimals = this.#decimals.plus(value);
  }

  get value(): Decimal {
    return this.#millionths === 0
      ? this.#decimals
      : this.#decimals.plus(new Big(this.#millionths).times(ONE_MILLIONTH));
  }
}

const PLACES = 6;
const ONE_MILLIONTH: Decimal = new Big("0.000001");
/** Ten to the power of the position: doubles hold each of them exactly. */
const POWERS: readonly number[] = Array.from({ length: 16 }, (_, power) => Number(`1e${power}`));
const MOST_SCALE = POWERS.length - 1;
/** So many digits are always an integer that doubles hold exactly. */
const SAFE_DIGITS = 15;

/** The digits of a decimal as an integer with its sign, its point left out; `null` where they are too many to be exact. */
function safeDigitsOf({ c, s }: Decimal): number | null {
  if (c.length > SAFE_DIGITS) return null;
  let digits = 0;
  for (const digit of c) digits = digits * 10 + digit;
  return s * digits;
}

/** Digits behind the point; below zero where the last digits before it are zeros that are not kept. */
function decimalsOf({ c, e }: Decimal): number {
  return c.length - 1 - e;
}

/** A quantity to the six decimals that cells and reports show, half away from zero. */
export function asShown(value: Decimal): Decimal {
  return value.round(6, Big.roundHalfUp);
}

/** A quantity as a number for cells and reports: six decimals, half away from zero. */
export function toQuantity(value: Decimal): number {
  return toNumber(value, 6);
}

/** An amount of money as a number for cells and reports: to the cent, half away from zero. */
export function toMoney(value: Decimal): number {
  return toNumber(value, 2);
}

/** The double nearest to a decimal that is rounded to so many places. */
function toNumber(value: Decimal, places: number): number {
  const digits = safeDigitsOf(value);
  const decimals = decimalsOf(value);
  // Dividing integers that doubles hold rounds once, as reading the decimal's text does.
  if (digits !== null && decimals <= places && decimals >= 0) return digits / (POWERS[decimals] ?? 1);
  return value.round(places, Big.roundHalfUp).toNumber();
}
