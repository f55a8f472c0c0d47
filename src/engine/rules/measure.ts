import { ONE, ZERO, decimal, sum, type Decimal, type UsageRecord } from "../records";
import { idKey } from "../normalise";
import { cellText } from "../tables";
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

/** What one row counts for, before dates are considered. */
interface CountedRow {
  readonly record: UsageRecord;
  readonly quantity: Decimal;
}

/** Counts the usage rows of one client and service by the rule's count basis and over-time choice. */
export function measure(records: readonly UsageRecord[], rule: Rule): Measured {
  switch (rule.count.kind) {
    case "distinct":
      return countDistinct(records, rule.count.header);
    case "column":
      return sumColumn(records, rule.count.header, rule.overTime);
    case "rows":
      return total(
        records.map((record) => ({ record, quantity: ONE })),
        rule.overTime,
        "rows",
      );
    case "default":
    case "quantity":
      return countQuantity(records, rule.count, rule.overTime);
  }
}

function countQuantity(records: readonly UsageRecord[], basis: CountBasis, overTime: OverTime): Measured {
  const withoutQuantity = records.filter((record) => record.quantity === null).length;
  if (basis.kind === "quantity" && withoutQuantity > 0) {
    const sheet = records.find((record) => record.quantity === null)?.sheet ?? "";
    return {
      kind: "problem",
      reason: `the rule counts quantity, but "${sheet}" has no quantity column; use rows or distinct:HEADER`,
    };
  }
  const counted = records.map((record) => ({ record, quantity: record.quantity ?? ONE }));
  const measured = total(
    counted,
    overTime,
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
    if (seen.has(item)) return true;
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
    if (key === "") blanks += 1;
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

function sumColumn(records: readonly UsageRecord[], header: string, overTime: OverTime): Measured {
  const counted: CountedRow[] = [];
  for (const record of records) {
    const value = record.attribute(header);
    if (value === undefined) return noColumn(record, header);
    const text = cellText(value).replace(/,(?=\d{3}(\D|$))/g, "");
    if (text !== "" && !/^[+-]?\d+(\.\d+)?$/.test(text)) {
      return {
        kind: "problem",
        reason: `"${cellText(value)}" in column ${header} of "${record.sheet}" row ${record.row + 1} is not a number`,
      };
    }
    const quantity =
      typeof value === "number" ? decimal(value) : text === "" ? ZERO : decimal(text.replace("+", ""));
    counted.push({ record, quantity });
  }
  return total(counted, overTime, header);
}

function noColumn(record: UsageRecord, header: string): Measured {
  return {
    kind: "problem",
    reason: `the rule names column "${header}", which "${record.sheet}" does not have`,
  };
}

/** A usage row's stamp: the day it was counted, or the end of the span that it covers. */
function stampOf(record: UsageRecord): string | null {
  return record.date ?? record.periodStart;
}

function total(rows: readonly CountedRow[], overTime: OverTime, basis: string): Measured {
  const dates = new Set(rows.map(({ record }) => stampOf(record)));
  if (overTime === "default") return totalByDefault(rows, basis);
  if (dates.size < 2 || overTime === "sum") return measuredAs(sum(rows.map((row) => row.quantity)), basis);
  if (dates.has(null)) {
    return {
      kind: "problem",
      reason: `the rule takes the ${overTime} over time, but some usage rows have no date`,
    };
  }
  const perDate = new Map<string, Decimal>();
  for (const { record, quantity } of rows) {
    const date = stampOf(record) ?? "";
    perDate.set(date, (perDate.get(date) ?? ZERO).plus(quantity));
  }
  const byDate = [...perDate].sort(([a], [b]) => (a < b ? -1 : 1));
  switch (overTime) {
    case "peak":
      return measuredAs(
        byDate.reduce((peak, [, quantity]) => (quantity.gt(peak) ? quantity : peak), byDate[0]?.[1] ?? ZERO),
        `${basis} at peak`,
      );
    case "average":
      return measuredAs(
        sum(byDate.map(([, quantity]) => quantity)).div(byDate.length),
        `${basis} on average`,
      );
    case "latest":
      return measuredAs(byDate.at(-1)?.[1] ?? ZERO, `${basis} at latest`);
  }
}

/**
 * Without a choice: several point-in-time readings of the same item are snapshots, of which the latest counts;
 * everything else is summed.
 */
function totalByDefault(rows: readonly CountedRow[], basis: string): Measured {
  const snapshots = new Map<string, CountedRow>();
  const summed: Decimal[] = [];
  let hasSuperseded = false;
  for (const row of rows) {
    const { record } = row;
    if (record.date === null || record.item === null) {
      summed.push(row.quantity);
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
    if (known === undefined) {
      snapshots.set(item, row);
    } else if (known.record.date === record.date) {
      // Twice on one day is a repeated row, not a later reading: both count, and duplicates are flagged.
      summed.push(row.quantity);
    } else {
      hasSuperseded = true;
      if ((known.record.date ?? "") < record.date) snapshots.set(item, row);
    }
  }
  const quantity = sum([...summed, ...[...snapshots.values()].map((row) => row.quantity)]);
  return measuredAs(quantity, hasSuperseded ? `${basis} at latest` : basis);
}

function measuredAs(quantity: Decimal, basis: string): Measured {
  return { kind: "measured", quantity, basis, flags: [] };
}
