import {
  countOf,
  decimal,
  rowCountOf,
  sum,
  Total,
  ZERO,
  type Decimal,
  type IsoDate,
  type Period,
  type UsageRecord,
} from "../records";
import { idKey } from "../normalise";
import { cellText } from "../tables";
import { nextDay, quantityOverTime } from "./over-time";
import type { CountBasis, OverTime, Rule } from "./rule";

/** Usage of one service counted by its rule, or why it cannot be counted. */
export type Measured =
  | {
      readonly kind: "measured";
      readonly quantity: Decimal;
      /** What was counted, for the explanation: "devices", "distinct Serial", "Assigned". */
      readonly basis: string;
      readonly flags: readonly string[];
    }
  | { readonly kind: "problem"; readonly reason: string };

/** What a row counts for, before dates are considered. */
type Counted = (record: UsageRecord, position: number) => Decimal;

/**
 * Counts the usage rows of one client and service by the rule's count basis and over-time choice.
 * @param window The span whose usage is billed: spans of usage count with their days in it; `null` = all of them.
 */
export function measure(records: readonly UsageRecord[], rule: Rule, window: Period | null): Measured {
  const time = { overTime: rule.overTime, window };
  switch (rule.count.kind) {
    case "distinct":
      return countDistinct(records, rule.count.header);
    case "column":
      return sumColumn(records, rule.count.header, time);
    case "rows":
      return total(records, (record) => decimal(rowCountOf(record)), time, "rows");
    case "default":
    case "quantity":
      return countQuantity(records, rule.count, time);
  }
}

/** How dated usage becomes one quantity, and the span that is looked at. */
interface Time {
  readonly overTime: OverTime;
  readonly window: Period | null;
}

function countQuantity(records: readonly UsageRecord[], basis: CountBasis, time: Time): Measured {
  let withoutQuantity = 0;
  for (const { quantity } of records) if (quantity === null) withoutQuantity += 1;
  if (basis.kind === "quantity" && withoutQuantity > 0) {
    const sheet = records.find((record) => record.quantity === null)?.sheet ?? "";
    return {
      kind: "problem",
      reason: `the rule counts quantity, but "${sheet}" has no quantity column; use rows or distinct:HEADER`,
    };
  }
  const measured = total(
    records,
    countOf,
    time,
    withoutQuantity === records.length && withoutQuantity > 0 ? "rows" : "used",
  );
  if (measured.kind === "problem" || !hasRepeatedItem(records)) return measured;
  return { ...measured, flags: [...measured.flags, "duplicate-usage"] };
}

/** Rows that count themselves and name the same item twice: possibly one device reported by two agents (rule 27). */
function hasRepeatedItem(records: readonly UsageRecord[]): boolean {
  const seen = new Set<string>();
  for (const record of records) {
    if (record.quantity !== null || record.item === null) continue;
    const item = `${record.source}|${idKey(record.product ?? "")}|${idKey(record.item)}`;
    if (seen.has(item) || rowCountOf(record) > 1) return true;
    seen.add(item);
  }
  return false;
}

function countDistinct(records: readonly UsageRecord[], header: string): Measured {
  const values = new Set<string>();
  let blanks = 0;
  for (const record of records) {
    const value = record.attribute(header);
    if (value === undefined) return noColumn(record, header);
    const key = idKey(cellText(value));
    if (key === "") blanks += rowCountOf(record);
    else values.add(key);
  }
  return {
    kind: "measured",
    // A row without the value cannot be shown to repeat another, so each counts.
    quantity: decimal(values.size + blanks),
    basis: `distinct ${header}`,
    flags: blanks > 0 ? ["blank-in-distinct"] : [],
  };
}

function sumColumn(records: readonly UsageRecord[], header: string, time: Time): Measured {
  const counted: Decimal[] = [];
  for (const record of records) {
    const value = record.attribute(header);
    if (value === undefined) return noColumn(record, header);
    const text = cellText(value).replace(/,(?=\d{3}(\D|$))/g, "");
    if (!/^[+-]?\d+(\.\d+)?$/.test(text) && typeof value !== "number") {
      // A blank is not zero: nobody knows what the source would have said.
      const found = text === "" ? "nothing" : `"${cellText(value)}"`;
      return {
        kind: "problem",
        reason: `${found} in column ${header} of "${record.sheet}" row ${record.row + 1} is not a number`,
      };
    }
    const quantity = typeof value === "number" ? decimal(value) : decimal(text.replace("+", ""));
    counted.push(quantity.times(rowCountOf(record)));
  }
  return total(records, (_, position) => counted[position] ?? ZERO, time, header);
}

function noColumn(record: UsageRecord, header: string): Measured {
  return {
    kind: "problem",
    reason: `the rule names column "${header}", which "${record.sheet}" does not have`,
  };
}

function total(
  records: readonly UsageRecord[],
  counted: Counted,
  { overTime, window }: Time,
  basis: string,
): Measured {
  if (overTime === "default") return totalByDefault(records, counted, basis);
  if (overTime === "sum") return measuredAs(sum(records.map(counted)), basis);
  const dated = records.flatMap((record, i) => {
    const span = spanOf(record, window);
    return span === null ? [] : [{ quantity: counted(record, i), ...span }];
  });
  if (dated.length === 0) return measuredAs(sum(records.map(counted)), basis);
  if (dated.length < records.length) {
    return {
      kind: "problem",
      reason: `the rule takes the ${overTime} over time, but some usage rows have no date`,
    };
  }
  return measuredAs(quantityOverTime(dated, overTime), `${basis} ${OVER_TIME_WORDS[overTime]}`);
}

const OVER_TIME_WORDS = { peak: "at peak", average: "on average", latest: "at latest" } as const;

/** The days that a row speaks of, within the window; `null` when it names none. */
function spanOf(record: UsageRecord, window: Period | null): Period | null {
  const { date, periodStart, periodEnd } = record;
  if (date !== null) return { start: date, end: nextDay(date) };
  if (periodStart === null) return null;
  if (periodEnd === null) return { start: periodStart, end: nextDay(periodStart) };
  if (window === null) return { start: periodStart, end: periodEnd };
  return {
    start: periodStart < window.start ? window.start : periodStart,
    end: periodEnd > window.end ? window.end : periodEnd,
  };
}

/**
 * Without a choice: several point-in-time readings of the same item are snapshots, of which the latest counts;
 * everything else is summed.
 */
function totalByDefault(records: readonly UsageRecord[], counted: Counted, basis: string): Measured {
  const snapshots = new Map<string, { readonly date: IsoDate; readonly quantity: Decimal }>();
  const summed = new Total();
  let hasSuperseded = false;
  for (let i = 0; i < records.length; i += 1) {
    const record = records[i];
    if (record === undefined) continue;
    const { date } = record;
    const quantity = counted(record, i);
    if (date === null || record.item === null) {
      summed.add(quantity);
      continue;
    }
    const parts = [
      record.source,
      record.client,
      record.clientId,
      record.tenant,
      record.product,
      record.sku,
      record.item,
    ];
    const item = parts.map((part) => idKey(part ?? "")).join("|");
    const known = snapshots.get(item);
    if (known !== undefined && known.date !== date) hasSuperseded = true;
    if (known === undefined || known.date < date) snapshots.set(item, { date, quantity });
    // Twice on one day is a repeated row, not a later reading: both count, and duplicates are flagged.
    else if (known.date === date) snapshots.set(item, { date, quantity: known.quantity.plus(quantity) });
  }
  for (const { quantity } of snapshots.values()) summed.add(quantity);
  return measuredAs(summed.value, hasSuperseded ? `${basis} at latest` : basis);
}

function measuredAs(quantity: Decimal, basis: string): Measured {
  return { kind: "measured", quantity, basis, flags: [] };
}
