import { decimal, rowCountOf, sum, type Decimal, type UsageRecord } from "../records";
import { idKey } from "../normalise";
import { cellText } from "../tables";
import { quantityOverTime, type DatedQuantity } from "./over-time";
import { readingsOf, spanOf, type Time } from "./readings";

/** Different values of a column among usage rows, or why they cannot be counted over time. */
export type DistinctCount =
  | { readonly kind: "counted"; readonly quantity: Decimal; readonly hasBlanks: boolean }
  | { readonly kind: "no-column"; readonly record: UsageRecord }
  | { readonly kind: "no-date" };

/**
 * Counts the different values of a column: over all rows, or those of each day where the rule chooses over time. A row
 * without the value cannot be shown to repeat another, so each counts.
 */
export function distinctOf(records: readonly UsageRecord[], header: string, time: Time): DistinctCount {
  const keys = new Map<UsageRecord, string>();
  for (const record of records) {
    const value = record.attribute(header);
    if (value === undefined) return { kind: "no-column", record };
    keys.set(record, idKey(cellText(value)));
  }
  const count = (some: readonly UsageRecord[]): Decimal => {
    const values = new Set<string>();
    let blanks = 0;
    for (const record of some) {
      const key = keys.get(record) ?? "";
      if (key === "") blanks += rowCountOf(record);
      else values.add(key);
    }
    return decimal(values.size + blanks);
  };
  const hasBlanks = [...keys.values()].includes("");
  const { overTime, window } = time;
  const isDated = records.some((record) => spanOf(record, window) !== null);
  if (overTime === "default" || !isDated) return { kind: "counted", quantity: count(records), hasBlanks };
  const stretches = stretchesOf(records, time);
  if (stretches === null) return { kind: "no-date" };
  const counted = stretches.map(({ start, end, rows }): DatedQuantity => ({
    start,
    end,
    quantity: count(rows),
  }));
  const quantity =
    overTime === "sum" ? sum(counted.map((day) => day.quantity)) : quantityOverTime(counted, overTime);
  return { kind: "counted", quantity, hasBlanks };
}

interface Stretch {
  readonly start: string;
  readonly end: string;
  readonly rows: UsageRecord[];
}

/** The rows of each stretch of days between which none begins or ends; `null` where one has no date. */
function stretchesOf(records: readonly UsageRecord[], { window }: Time): readonly Stretch[] | null {
  const readings = readingsOf(
    records.map((record) => ({ record, quantity: decimal(1) })),
    window,
  );
  if (readings === null) return null;
  const days = [...new Set(readings.flatMap(({ span }) => [span.start, span.end]))].sort();
  const stretches = days
    .slice(0, -1)
    .map((start, i): Stretch => ({ start, end: days[i + 1] ?? "", rows: [] }));
  const position = new Map(days.map((day, i) => [day, i]));
  for (const { record, span } of readings) {
    const end = position.get(span.end) ?? 0;
    for (let i = position.get(span.start) ?? 0; i < end; i += 1) stretches[i]?.rows.push(record);
  }
  return stretches.filter(({ rows }) => rows.length > 0);
}
