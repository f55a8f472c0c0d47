import { decimal, type CellValue, type Decimal } from "../records";

/** Largest number of millionths that a cell's number can have and still be the decimal that it prints as (15 digits). */
const LARGEST = 1e15;
const MILLION = 1_000_000;
const ONE_MILLIONTH: Decimal = decimal("0.000001");

/**
 * A quantity in whole millionths, when it is one exactly; NaN otherwise, then the decimal has to be asked. Numbers count as
 * the decimal that they print as; texts are read here only when they are digits with a point at most, the other ways to
 * write a number are `parseNumber`'s.
 */
export function millionthsOf(cell: CellValue, isPointDecimal: boolean): number {
  if (typeof cell === "number") {
    const scaled = Math.round(cell * MILLION);
    // Dividing whole numbers rounds to the nearest double, which is how the decimal of that many millionths reads.
    return Math.abs(scaled) < LARGEST && scaled / MILLION === cell ? scaled : NaN;
  }
  return typeof cell === "string" ? millionthsOfText(cell, isPointDecimal) : NaN;
}

const ZERO_SIGN = 48;
const NINE_SIGN = 57;
const POINT = 46;
const MINUS = 45;

function millionthsOfText(text: string, isPointDecimal: boolean): number {
  const { length } = text;
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (length === first || length > 14) return NaN;
  let digits = 0;
  let fraction = -1;
  for (let i = first; i < length; i += 1) {
    const sign = text.charCodeAt(i);
    if (sign >= ZERO_SIGN && sign <= NINE_SIGN) {
      digits = digits * 10 + (sign - ZERO_SIGN);
      if (fraction >= 0) fraction += 1;
    } else if (sign === POINT && fraction < 0 && isPointDecimal && i > first && i < length - 1) fraction = 0;
    else return NaN;
  }
  if (fraction > 6) return NaN;
  const scaled = digits * 10 ** (6 - Math.max(fraction, 0));
  if (scaled >= LARGEST) return NaN;
  return first === 1 ? -scaled : scaled;
}

/** The exact decimal of whole millionths. */
export function decimalOfMillionths(millionths: number): Decimal {
  return decimal(String(millionths)).times(ONE_MILLIONTH);
}

/** Whole millionths as a number for cells and reports. Dividing rounds once, to the double that the decimal reads as. */
export function quantityOfMillionths(millionths: number): number {
  return millionths / MILLION;
}
