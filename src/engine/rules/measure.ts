import {
  countOf,
  decimal,
  rowCountOf,
  sum,
  Total,
  type Decimal,
  type IsoDate,
  type UsageRecord,
} from "../records";
import { idKey } from "../normalise";
import { cellText } from "../tables";
import { distinctOf } from "./distinct";
import { nextDay, quantityOverTime } from "./over-time";
import {
  latestOf,
  readingsOf,
  spanOf,
  isRepeated,
  type CountedRow,
  type Reading,
  type Time,
  type TimeView,
} from "./readings";
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

/**
 * Counts the usage rows of one client and service by the rule's count basis and over-time choice.
 */
export function measure(records: readonly UsageRecord[], rule: Rule, view: TimeView): Measured {
  const time = { ...view, overTime: rule.overTime };
  switch (rule.count.kind) {
    case "distinct":
      return countDistinct(records, rule.count.header, time);
    case "column":
      return sumColumn(records, rule.count.header, time);
    case "rows":
      return total(
        records.map((record) => ({ record, quantity: decimal(rowCountOf(record)) })),
        time,
        "rows",
      );
    case "default":
    case "quantity":
      return countQuantity(records, rule.count, time);
  }
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
  const counted = records.map((record) => ({ record, quantity: countOf(record) }));
  const measured = total(
    counted,
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

function countDistinct(records: readonly UsageRecord[], header: string, time: Time): Measured {
  const counted = distinctOf(records, header, time);
  switch (counted.kind) {
    case "no-column":
      return noColumn(counted.record, header);
    case "no-date":
      return noDate(time.overTime);
    case "counted":
      return {
        kind: "measured",
        quantity: counted.quantity,
        basis: `distinct ${header}${OVER_TIME_WORDS[time.overTime]}`,
        flags: counted.hasBlanks ? ["blank-in-distinct"] : [],
      };
  }
}

function sumColumn(records: readonly UsageRecord[], header: string, time: Time): Measured {
  const counted: CountedRow[] = [];
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
    counted.push({ record, quantity: quantity.times(rowCountOf(record)) });
  }
  return total(counted, time, header);
}

function noColumn(record: UsageRecord, header: string): Measured {
  return {
    kind: "problem",
    reason: `the rule names column "${header}", which "${record.sheet}" does not have`,
  };
}

function noDate(overTime: OverTime): Measured {
  return {
    kind: "problem",
    reason: `the rule takes the ${overTime} over time, but some usage rows have no date`,
  };
}

function total(rows: readonly CountedRow[], time: Time, basis: string): Measured {
  const { overTime, window } = time;
  if (overTime === "default") return totalByDefault(rows, time, basis);
  const isDated = rows.some(({ record }) => spanOf(record, window) !== null);
  if (overTime === "sum" || !isDated) return measuredAs(sum(rows.map((row) => row.quantity)), basis);
  const readings = readingsOf(rows, window);
  if (readings === null) return noDate(overTime);
  const quantity =
    overTime === "latest"
      ? latestOf(readings)
      : quantityOverTime(
          readings.map(({ span, quantity: held }) => ({ ...span, quantity: held })),
          overTime,
        );
  return measuredAs(quantity, `${basis}${OVER_TIME_WORDS[overTime]}`);
}

const OVER_TIME_WORDS: Readonly<Record<OverTime, string>> = {
  default: "",
  sum: "",
  peak: " at peak",
  average: " on average",
  latest: " at latest",
};

/**
 * Without a choice: several point-in-time readings of the same item are snapshots, of which the latest counts, and so are
 * the rows of a source that says when it was read; everything else is summed.
 */
function totalByDefault(rows: readonly CountedRow[], { isSnapshot }: Time, basis: string): Measured {
  const snapshots = new Map<string, { readonly date: IsoDate; readonly quantity: Decimal }>();
  const summed = new Total();
  const read: Reading[] = [];
  let hasSuperseded = false;
  for (const { record, quantity } of rows) {
    const { date } = record;
    if (date !== null && record.item === null && isSnapshot(record.source)) {
      read.push({ record, quantity, span: { start: date, end: nextDay(date) } });
      continue;
    }
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
  if (read.length > 0) summed.add(latestOf(read));
  hasSuperseded ||= isRepeated(read);
  return measuredAs(summed.value, hasSuperseded ? `${basis} at latest` : basis);
}

function measuredAs(quantity: Decimal, basis: string): Measured {
  return { kind: "measured", quantity, basis, flags: [] };
}
