import { ZERO, decimal, sum, type BilledLine, type Decimal } from "../records";
import type { Rule } from "../rules";
import { monthsBetween } from "./timing";

/** What the lines of one client and service charge for one billed unit. */
export interface Price {
  /** `null` when no line states one, or when lines disagree. */
  readonly unitPrice: Decimal | null;
  readonly months: number;
  readonly flags: readonly string[];
}

/** A line whose own period is about a year bills a year at once (rule 23). */
const ANNUAL_MONTHS = 12;

export function priceOf(lines: readonly BilledLine[], rule: Rule): Price {
  const prices = distinct(lines.flatMap((line) => unitPriceOf(line) ?? []));
  const isAnnual = rule.months === null && lines.length > 0 && lines.every(isAnnualLine);
  const months = rule.months ?? (isAnnual ? ANNUAL_MONTHS : 1);
  const flags: string[] = isAnnual ? ["annual-line"] : [];
  if (lines.length === 0)
    return { unitPrice: rule.listPrice, months, flags: rule.listPrice === null ? ["no-price"] : [] };
  const [price = null] = prices;
  if (prices.length > 1) return { unitPrice: null, months, flags: [...flags, "mixed-price"] };
  if (price === null) return { unitPrice: null, months, flags: [...flags, "no-price"] };
  if (price.eq(0) && !sum(lines.map((line) => line.quantity)).eq(0)) flags.push("zero-price");
  if (rule.unitCost?.gt(price) === true) flags.push("margin-below-zero");
  if (rule.listPrice?.eq(price) === false) flags.push("price-differs-from-list");
  return { unitPrice: price, months, flags };
}

/** The stated price, else what the amount makes of one unit; a quantity of zero states none. */
function unitPriceOf(line: BilledLine): Decimal | null {
  if (line.unitPrice !== null) return line.unitPrice;
  if (line.amount === null || line.quantity.eq(0)) return null;
  return line.amount.div(line.quantity);
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
