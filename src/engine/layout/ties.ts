import { decimalMarkOf, parseNumber } from "../normalise";
import type { Field } from "../records";
import { cellAt, type Region } from "./region";

/** Three columns of which one is the product of the others on the rows that fill all three. */
export interface Tie {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
}

/** Enough rows to tell a rule from a coincidence. */
const LOOKED_AT = 30;
const ENOUGH = 3;
/** Share of the rows that must agree: credits and discounts may not. */
const MOST = 0.8;
/** More number columns than an export of lines has; their combinations would take too long. */
const MOST_COLUMNS = 24;

/** The numbers of some columns, `null` where a cell holds none. */
export type Numbers = ReadonlyMap<number, readonly (number | null)[]>;

/** Reads columns of numbers as they stand, for comparing them with each other. */
export function numbersOf(region: Region, columns: readonly number[], rows: readonly number[]): Numbers {
  const read = rows.slice(0, LOOKED_AT);
  return new Map(
    columns.slice(0, MOST_COLUMNS).map((column) => {
      const cells = read.map((row) => cellAt(region.sheet, row, column));
      const mark = decimalMarkOf(cells) ?? ".";
      const values = cells.map((cell) => {
        const parsed = parseNumber(cell, mark);
        return parsed.kind === "number" ? parsed.value.toNumber() : null;
      });
      return [column, values] as const;
    }),
  );
}

/** Every reading of the columns as quantity × price = amount; which factor is which, the header words must say. */
export function tiesOf(numbers: Numbers): readonly Tie[] {
  const columns = [...numbers.keys()].filter((column) => !isTrivial(numbers.get(column) ?? []));
  return columns.flatMap((quantity) =>
    columns.flatMap((unitPrice) =>
      columns.flatMap((amount): readonly Tie[] => {
        const isApart = quantity !== unitPrice && amount !== quantity && amount !== unitPrice;
        return isApart && isTied(numbers, quantity, unitPrice, amount)
          ? [{ quantity, unitPrice, amount }]
          : [];
      }),
    ),
  );
}

/** The fields that a tie settles. */
export const TIED = ["quantity", "unitPrice", "amount"] as const;
/** How much less the headers of a tie may say than those of the columns that words alone would choose. */
const AGAINST_WORDS = 0.3;

/** The tie whose headers fit best, when they fit about as well as those that words chose; it takes no other field's column. */
export function bestTie(
  ties: readonly Tie[],
  chosen: Readonly<Partial<Record<Field, number>>>,
  scoreOf: (field: Field, column: number) => number,
): Tie | null {
  const said = TIED.reduce((sum, field) => {
    const column = chosen[field];
    return column === undefined ? sum : sum + scoreOf(field, column);
  }, 0);
  // Points per unit multiply as well: somewhere the headers must say money, and nowhere that it is something counted.
  const isMoney = ({ unitPrice, amount }: Tie): boolean =>
    Math.max(scoreOf("unitPrice", unitPrice), scoreOf("amount", amount)) >= 0.4 &&
    scoreOf("quantity", unitPrice) <= scoreOf("unitPrice", unitPrice) &&
    scoreOf("quantity", amount) <= scoreOf("amount", amount);
  const isFree = (column: number): boolean =>
    Object.entries(chosen).every(([field, taken]) => taken !== column || TIED.some((each) => each === field));
  const [best] = ties
    .filter((tie) => isMoney(tie) && TIED.every((field) => isFree(tie[field])))
    .map((tie) => ({ tie, score: TIED.reduce((sum, field) => sum + scoreOf(field, tie[field]), 0) }))
    .sort((a, b) => b.score - a.score);
  return best === undefined || best.score < 0.8 || best.score < said - AGAINST_WORDS ? null : best.tie;
}

/** Nothing but zeros, ones and blanks multiplies with anything. */
function isTrivial(values: readonly (number | null)[]): boolean {
  return values.every((value) => value === null || value === 0 || value === 1);
}

function isTied(numbers: Numbers, quantity: number, unitPrice: number, amount: number): boolean {
  const [counts = [], prices = [], amounts = []] = [quantity, unitPrice, amount].map((each) =>
    numbers.get(each),
  );
  let told = 0;
  let agreeing = 0;
  for (const [i, count] of counts.entries()) {
    const price = prices[i] ?? null;
    const sum = amounts[i] ?? null;
    if (count === null || price === null || sum === null || sum === 0) continue;
    told += 1;
    // Prices are shown rounded, so that the product may be off by half a unit of their last digit for each piece.
    if (Math.abs(count * price - sum) <= 0.006 + Math.abs(count) * 0.0006) agreeing += 1;
  }
  return told >= ENOUGH && agreeing >= told * MOST;
}

/** Whether a column is what the others add up to on nearly every row; blanks count as zero. */
export function isSumOf(numbers: Numbers, column: number, others: readonly number[]): boolean {
  const sums = numbers.get(column) ?? [];
  const told = sums.flatMap((sum, i) => {
    if (sum === null) return [];
    const added = others.reduce((total, other) => total + (numbers.get(other)?.[i] ?? 0), 0);
    return [Math.abs(added - sum) <= 0.006];
  });
  return told.length >= 2 && told.filter(Boolean).length >= told.length * 0.9;
}
