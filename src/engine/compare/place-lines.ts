import type { BilledLine, Period } from "../records";
import { clientKey, idKey, productKey } from "../normalise";
import { billedTarget, type PlacedLine, type TableIndex } from "../match";
import type { ChosenRule } from "../rules";
import { daysOf, isWholeMonths, monthsBetween, touches, usageWindow } from "./timing";

/** The billed lines by client and service, and those that take no part with the reason. */
export interface PlacedLines {
  readonly placed: readonly PlacedLine[];
  /** Placed lines, and those of other periods: a client or service that was billed once is known by its name. */
  readonly known: readonly PlacedLine[];
  readonly excluded: readonly { readonly line: BilledLine; readonly reason: string }[];
}

/** What placing lines needs to know. */
export interface LineContext {
  readonly clients: TableIndex;
  readonly services: TableIndex;
  readonly period: Period | null;
  readonly chooseRule: (client: string, service: string) => ChosenRule;
}

/** Statuses of a line that bills nothing. */
const NOT_BILLED = new Set([
  "cancelled",
  "canceled",
  "void",
  "voided",
  "deleted",
  "gekundigt",
  "gekündigt",
  "storniert",
]);

/** Puts every line to its client and service, or says why it takes no part. */
export function placeLines(lines: readonly BilledLine[], context: LineContext): PlacedLines {
  const known: PlacedLine[] = [];
  const candidates: PlacedLine[] = [];
  const excluded: { line: BilledLine; reason: string }[] = [];
  for (const line of lines) {
    const client = billedTarget(line.source, line.client, context.clients, clientKey);
    const service = billedTarget(line.source, line.service, context.services, productKey);
    if (client === null || service === null) {
      excluded.push({ line, reason: "ignored by the mapping table" });
      continue;
    }
    known.push({ line, client, service });
    const reason = reasonAgainst(line, client.key, service.key, context);
    if (reason === null) candidates.push({ line, client, service });
    else excluded.push({ line, reason });
  }
  const { period } = context;
  if (period === null) return { placed: candidates, known, excluded };
  const ofInvoice = earlierInvoices(lines, excluded, period);
  const current = candidates.filter(({ line }) => !ofInvoice.has(line.source));
  const begun = earlierCycles(current, period, context.chooseRule);
  const because = (placed: Iterable<PlacedLine>, reason: string) =>
    [...placed].map(({ line }) => ({ line, reason }));
  return {
    known,
    placed: current.filter((candidate) => !begun.has(candidate)),
    excluded: [
      ...excluded,
      ...because(
        candidates.filter(({ line }) => ofInvoice.has(line.source)),
        "on the invoice of an earlier period",
      ),
      ...because(begun, "its charge cycle began before the period"),
    ],
  };
}

/**
 * Invoices beside the one of the period, of which nothing bills the period and something is outside of it altogether: what
 * they bill for the month before is no arrears of this period (domain rule 10).
 */
function earlierInvoices(
  lines: readonly BilledLine[],
  excluded: PlacedLines["excluded"],
  period: Period,
): ReadonlySet<string> {
  const current = new Set(lines.filter((line) => touches(line, period)).map(({ source }) => source));
  if (current.size === 0) return current;
  const outside = excluded.filter(({ reason }) => reason === OUTSIDE).map(({ line }) => line.source);
  return new Set(outside.filter((source) => !current.has(source)));
}

const OUTSIDE = "outside the billing period";

/** Why a line takes no part, or `null`. */
function reasonAgainst(
  line: BilledLine,
  client: string,
  service: string,
  { period, chooseRule }: LineContext,
): string | null {
  // A cancelled line that still names its end is billed until then; without one it bills nothing.
  if (isCancelled(line) && line.periodEnd === null) return `status ${line.status ?? ""}`;
  if (period === null) return null;
  const chosen = chooseRule(client, service);
  const billedIn = chosen.kind === "rule" ? chosen.rule.billedIn : "advance";
  // What is billed in arrears names the span of its usage, which is the period before (domain rule 10).
  const before = billedIn === "arrears" ? usageWindow(period, billedIn, []) : null;
  const isInArrears = before !== null && touches(line, before);
  if (!touches(line, period) && !isInArrears) return OUTSIDE;
  const billed = isInArrears ? before : period;
  return endsWithin(line, billed) ? `ends ${String(line.periodEnd)}, within the period` : null;
}

function isCancelled({ status }: BilledLine): boolean {
  return status !== null && NOT_BILLED.has(idKey(status));
}

/** Some exports end a month on its 30th day; what ends before is meant to end. */
const DAYS_SHORT = 2;

/** Whether a line ends within the period and is no whole cycle: partial now, absent next time (domain rule 22). */
function endsWithin(line: BilledLine, period: Period): boolean {
  const { periodStart, periodEnd } = line;
  if (periodEnd === null || daysOf(periodEnd, period.end) <= DAYS_SHORT || isWholeMonths(line)) return false;
  // An end alone may be a renewal; the same day twice is the day of the invoice.
  return periodStart === null ? isCancelled(line) : daysOf(periodStart, periodEnd) > 1;
}

/**
 * Monthly lines whose charge cycle began before the period belong to the invoice of the month before, where the next
 * cycle of the same service is there too (domain rule 3); in arrears those whose cycle ended before the period did begin.
 * Alone they are this invoice's, in whatever cycle.
 */
function earlierCycles(
  candidates: readonly PlacedLine[],
  period: Period,
  chooseRule: LineContext["chooseRule"],
): ReadonlySet<PlacedLine> {
  const ofThisInvoice = new Set<string>();
  const before = candidates.filter((candidate) => {
    const { client, service, line } = candidate;
    const { periodStart, periodEnd } = line;
    if (periodStart === null || periodEnd === null) return false;
    if (monthsBetween(periodStart, periodEnd) !== 1 || !isWholeMonths(line)) return false;
    const chosen = chooseRule(client.key, service.key);
    const isAdvance = chosen.kind !== "rule" || chosen.rule.billedIn === "advance";
    const isBefore = isAdvance ? periodStart < period.start : daysOf(periodEnd, period.start) > DAYS_SHORT;
    if (!isBefore) ofThisInvoice.add(keyOf(candidate));
    return isBefore;
  });
  return new Set(before.filter((candidate) => ofThisInvoice.has(keyOf(candidate))));
}

const keyOf = ({ client, service }: PlacedLine): string => `${client.key}|${service.key}`;
