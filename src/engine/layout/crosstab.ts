import type { Crosstab, Field } from "../records";
import type { Columns } from "./columns";
import { columnsOf, type Region } from "./region";
import { isSumOf, numbersOf } from "./ties";
import { isTotalHeader } from "./total-words";
import { isIncidental, saysState } from "./header-reading";
import { foldHeader, HEADER_WORDS, headerScore } from "./vocabulary";

/** Clients down and services across: several number columns whose headers are names rather than known columns. */
export function crosstabOf(
  region: Region,
  { headers, columns, profiles }: Columns,
  rows: readonly number[],
): Crosstab | null {
  if (columns.client === undefined || columns.unitPrice !== undefined || columns.amount !== undefined)
    return null;
  if (columns.product !== undefined && (profiles.get(columns.product)?.numbers ?? 0) < 0.5) return null;
  const names = columnsOf(region.area).filter((column) => {
    const header = headers.get(column) ?? "";
    const profile = profiles.get(column);
    if (
      foldHeader(header) === "" ||
      column === columns.client ||
      profile === undefined ||
      isTotalHeader(header, headers.values())
    )
      return false;
    const isKnown = (Object.keys(HEADER_WORDS) as Field[]).some(
      (field) => headerScore(foldHeader(header), field) > 0.9,
    );
    return !isKnown && (profile.numbers > 0.5 || profile.filled === 0);
  });
  const filled = names.filter((column) => (profiles.get(column)?.filled ?? 0) > 0);
  // "Allocated Devices" beside "Billable Devices": one thing in several states, not several things.
  const counts = [...profiles].flatMap(([column, { numbers }]) => (numbers > 0.5 ? [column] : []));
  // "Cores" beside "RAM", "Inbound messages" beside "Blocked messages": what a device is like, or what it did.
  const states = counts.filter((column) => {
    const header = headers.get(column) ?? "";
    const folded = foldHeader(header);
    return saysState(folded) || isIncidental(folded) || header.includes("%");
  });
  if (states.length > 1 && states.length * 2 >= counts.length) return null;
  const total = addedUpIn(region, filled, rows);
  return filled.length >= 2 ? { axis: "product", columns: names.filter((column) => column !== total) } : null;
}

/** The last column, where it holds what those before it add up to on every row ("All editions"): it would count everything twice. */
function addedUpIn(region: Region, columns: readonly number[], rows: readonly number[]): number | undefined {
  const last = columns.at(-1);
  const others = columns.slice(0, -1);
  if (last === undefined || others.length < 2) return undefined;
  const numbers = numbersOf(region, columns, rows);
  const sums = numbers.get(last) ?? [];
  // One number beside nothing adds up to itself: rows that add several must prove it, with different sums.
  const told = sums.filter((_, row) => others.filter((each) => numbers.get(each)?.[row]).length >= 2);
  return new Set(told).size >= 2 && isSumOf(numbers, last, others) ? last : undefined;
}

/** A crosstab's quantity columns are not fields; a quantity column that is the product's SKU stays. */
export function settle(
  columns: Readonly<Partial<Record<Field, number>>>,
  crosstab: Crosstab | null,
): Readonly<Partial<Record<Field, number>>> {
  if (crosstab === null) return columns;
  const across = new Set(crosstab.columns);
  return Object.fromEntries(
    Object.entries(columns).filter(([field, column]) => field !== "quantity" && !across.has(column)),
  );
}
