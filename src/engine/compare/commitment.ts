import { sum, ZERO, type Decimal, type IsoDate, type Period, type UsageRecord } from "../records";
import { cellDate, cellText } from "../tables";

/** What a vendor bills until a term ends, whatever is used (domain rule 4). */
export interface Commitment {
  readonly quantity: Decimal;
  /** Last known end of the terms; `null` when the source names the term only. */
  readonly until: IsoDate | null;
}

const TERM_HEADERS = [
  "Term",
  "Commitment",
  "Commitment term",
  "Term duration",
  "Billing term",
  "Term and billing cycle",
];
const END_HEADERS = [
  "Commitment end",
  "Commitment end date",
  "Term end",
  "Term end date",
  "End of term",
  "Subscription end date",
  "Renewal date",
];
/** Headers of every column that tells of a commitment. */
export const COMMITMENT_HEADERS: readonly string[] = [...TERM_HEADERS, ...END_HEADERS];
/** Terms longer than a month: annual, P1Y, P3Y, 12 months, 3 years. */
const LONG_TERM = /\bannual|\byear|\bp[135]y\b|\b(12|24|36|60)[ -]?months?\b|\bjahr|\bj[aä]hrlich/i;

/**
 * The purchased quantity whose term runs on after the period; `null` where no source says so. Its quantity is the
 * source's own, not what a rule counts instead.
 */
export function commitmentOf(records: readonly UsageRecord[], period: Period | null): Commitment | null {
  if (period === null) return null;
  let quantity = ZERO;
  let until: IsoDate | null = null;
  const sources = new Map<string, boolean>();
  for (const record of records) {
    let hasColumns = sources.get(record.source);
    if (hasColumns === undefined) {
      hasColumns = TERM_HEADERS.some((header) => record.attribute(header) !== undefined);
      sources.set(record.source, hasColumns);
    }
    // Without a term nothing is committed.
    if (!hasColumns) continue;
    const end = firstOf(record, END_HEADERS, (value) => cellDate(value));
    const term = firstOf(record, TERM_HEADERS, (value) => (LONG_TERM.test(cellText(value)) ? true : null));
    if (record.quantity === null || (end === null && term === null)) continue;
    // A renewal date without a long term is that of a monthly subscription.
    if (term === null || (end !== null && end <= period.end)) continue;
    quantity = sum([quantity, record.quantity]);
    if (end !== null && (until === null || end > until)) until = end;
  }
  return quantity.eq(0) ? null : { quantity, until };
}

function firstOf<T>(
  record: UsageRecord,
  headers: readonly string[],
  read: (value: NonNullable<ReturnType<UsageRecord["attribute"]>>) => T | null,
): T | null {
  for (const header of headers) {
    const value = record.attribute(header);
    const found = value === undefined || value === null ? null : read(value);
    if (found !== null) return found;
  }
  return null;
}
