import { ONE, ZERO, decimal, sum, toQuantity, type BilledLine, type Decimal, type Period } from "../records";
import type { Rule } from "../rules";
import { daysOf, monthsBetween } from "./timing";

/** What the lines of one client and service charge for one billed unit. */
export interface Price {
  /** `null` when no line states one, or when lines disagree. */
  readonly unitPrice: Decimal | null;
  readonly months: number;
  readonly flags: readonly string[];
  /** What there is to know about the price, in words. */
  readonly notes: readonly string[];
}

/** A line whose own period is about a year bills a year at once (rule 23). */
const ANNUAL_MONTHS = 12;

/**
 * The price of one billed unit, and what is odd about it.
 * @param factorOf What one unit of a line's currency is in the currency of the result; left out = they are the same.
 */
export function priceOf(
  lines: readonly BilledLine[],
  rule: Rule,
  period: Period | null,
  factorOf: (line: BilledLine) => Decimal = () => ONE,
): Price {
  const annual = rule.months === null ? lines.filter(isAnnualLine).length : 0;
  const isAnnual = annual > 0 && annual === lines.length;
  const base: Price = {
    unitPrice: null,
    months: rule.months ?? (isAnnual ? ANNUAL_MONTHS : 1),
    flags: isAnnual ? ["annual-line"] : [],
    notes: [],
  };
  const without = (...flags: string[]): Price => ({
    ...base,
    flags: [...base.flags, ...flags],
  });
  if (lines.length === 0)
    return rule.listPrice === null ? without("no-price") : { ...base, unitPrice: rule.listPrice };
  const whole = lines.filter((line) => line.unitPrice !== null || !isProrated(line, period));
  const prices = pricesOf(whole, factorOf);
  const [price] = prices;
  // The same number for a year and for a month is not the same price.
  if (prices.length > 1 || (annual > 0 && !isAnnual)) return without("mixed-price");
  // What part of a month costs says nothing certain about a whole one.
  if (price === undefined) return without(whole.length < lines.length ? "prorated-price" : "no-price");
  const flags: string[] = [...base.flags];
  const notes: string[] = [];
  if (price.eq(0) && !sum(lines.map((line) => line.quantity)).eq(0)) flags.push("zero-price");
  if (rule.unitCost?.gt(price) === true) {
    flags.push("margin-below-zero");
    if (!price.eq(0)) {
      const margin = price.minus(rule.unitCost).div(price).times(100).round(1);
      notes.push(`margin ${margin.toString()} % at a cost of ${rule.unitCost.toString()}`);
    }
  }
  if (rule.listPrice?.eq(price) === false) {
    flags.push("price-differs-from-list");
    notes.push(`the list price is ${rule.listPrice.toString()}`);
  }
  if (base.months > 1 && !price.eq(0)) {
    const monthly = toQuantity(price.div(base.months));
    notes.push(`${toQuantity(price)} covers ${base.months} months: ${monthly} per month`);
  }
  const wrong = lines.filter((line) => !hasRightAmount(line, period));
  if (wrong.length > 0) {
    flags.push("amount-differs");
    notes.push(`the amount in row ${wrong.map((line) => line.row + 1).join(", ")} is not quantity × price`);
  }
  return { ...base, unitPrice: price, flags, notes };
}

/**
 * The different prices of some lines. A converted price is the same as a stated one when rounding it once to the decimals
 * of that one, at least to the cent, gives it.
 */
function pricesOf(lines: readonly BilledLine[], factorOf: (line: BilledLine) => Decimal): readonly Decimal[] {
  const found = lines.flatMap((line) => {
    const price = unitPriceOf(line);
    const factor = factorOf(line);
    return price === null ? [] : [{ price: price.times(factor), isStated: factor.eq(1) }];
  });
  const stated = found.flatMap(({ price, isStated }) => (isStated ? [price] : []));
  const converted = found.flatMap(({ price, isStated }) => (isStated ? [] : [price]));
  const others = converted.filter(
    (price) => !stated.some((other) => price.round(decimalsOf(other), HALF_AWAY_FROM_ZERO).eq(other)),
  );
  return distinct([...stated, ...others]);
}

const HALF_AWAY_FROM_ZERO = 1;

function decimalsOf(price: Decimal): number {
  return Math.max(2, price.toFixed().split(".")[1]?.length ?? 0);
}

/** The stated price, else what the amount makes of one unit; a quantity of zero states none. */
function unitPriceOf(line: BilledLine): Decimal | null {
  if (line.unitPrice !== null) return line.unitPrice;
  if (line.amount === null || line.quantity.eq(0)) return null;
  return line.amount.div(line.quantity);
}

/** Whether a line bills a part of the period only: it begins after the period does or ends before it. */
function isProrated({ periodStart, periodEnd }: BilledLine, period: Period | null): boolean {
  if (period === null || periodStart === null || periodEnd === null) return false;
  const days = daysOf(periodStart, periodEnd);
  return days > 1 && days < daysOf(period.start, period.end) && periodStart >= period.start;
}

/**
 * Whether an amount is quantity × price, to the cent and for the days that the line bills (domain rule 2); vendors round
 * the price of one unit or the whole. A line without all three says nothing.
 */
function hasRightAmount(line: BilledLine, period: Period | null): boolean {
  const { quantity, unitPrice, amount, periodStart, periodEnd } = line;
  if (unitPrice === null || amount === null) return true;
  const stated = amount.round(2);
  const whole = quantity.times(unitPrice);
  if (whole.round(2).eq(stated)) return true;
  const isPart = isProrated(line, period) && period !== null && periodStart !== null && periodEnd !== null;
  const days = isPart ? daysOf(periodStart, periodEnd) : 1;
  const of = isPart ? daysOf(period.start, period.end) : 1;
  const prorated = unitPrice.times(days).div(of);
  const candidates = [quantity.times(prorated).round(2), quantity.times(prorated.round(2))];
  return candidates.some((candidate) => candidate.round(2).eq(stated));
}

function isAnnualLine({ periodStart, periodEnd }: BilledLine): boolean {
  return (
    periodStart !== null && periodEnd !== null && monthsBetween(periodStart, periodEnd) === ANNUAL_MONTHS
  );
}

function distinct(values: readonly Decimal[]): readonly Decimal[] {
  return [...new Set(values.map((value) => value.round(6).toString()))].map(decimal);
}

/** Money at stake per month: difference × unit price ÷ months; `null` when the price is not known (product.md). */
export function impactOf(difference: Decimal | null, price: Price): Decimal | null {
  if (difference === null) return null;
  if (difference.eq(0)) return ZERO;
  if (price.unitPrice === null || price.months === 0) return null;
  return difference.times(price.unitPrice).div(price.months);
}
