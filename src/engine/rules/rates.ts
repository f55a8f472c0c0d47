import {
  decimal,
  type Decimal,
  type IsoDate,
  type Period,
  type TableGrid,
  type TableIssue,
} from "../records";
import { cellDate, cellText, tableRows, type TableRow } from "../tables";

/** What one unit of a currency is in another, as the user gave it; it holds in this direction only. */
export interface CurrencyRate {
  readonly from: string;
  readonly to: string;
  readonly rate: Decimal;
  /** Address of the row's Service cell. */
  readonly cell: string;
}

/** The rate between two currencies, or why there is none that can be used. */
export type FoundRate =
  | { readonly kind: "rate"; readonly rate: CurrencyRate }
  | { readonly kind: "problem"; readonly reason: string }
  | { readonly kind: "none" };

/** The currency rates of tblRules that apply to a period (domain rule 25). */
export interface CurrencyRates {
  /** Never the inverse of a rate in the other direction: the user did not give that one. */
  readonly find: (from: string, to: string) => FoundRate;
  /** Currencies that something can be converted to, in order. */
  readonly targets: readonly string[];
  readonly issues: readonly TableIssue[];
}

const ROW_NAME = /^currency rate\b/i;
const PAIR = /^currency rate\s*:?\s*([a-z]{3})\s*(?:to|→|->)\s*([a-z]{3})$/i;

/** Whether a row of tblRules gives a currency rate; such a row is no rule of a service. */
export function isRateRow(row: TableRow): boolean {
  return ROW_NAME.test(row.text("Service"));
}

interface RateRow {
  readonly pair: string;
  readonly cell: string;
  readonly found: FoundRate;
  readonly issue: TableIssue | null;
}

/**
 * Reads the rows "Currency rate: EUR to USD" of tblRules: List price is the price of one EUR in USD. A row applies to a
 * period that has a day in common with From and Until. What cannot be understood, and a second rate of one pair, is an
 * issue with its cell, and nothing is converted by it.
 */
export function parseRates(table: TableGrid | undefined, period: Period | null): CurrencyRates {
  const rows = (table === undefined ? [] : tableRows(table)).filter(isRateRow);
  const issues: TableIssue[] = [];
  const byPair = new Map<string, RateRow>();
  for (const row of rows) {
    const dates = { from: dateOf(row, "From", issues), until: dateOf(row, "Until", issues) };
    if (!applies(dates, period)) continue;
    const read = readRate(row);
    if (read.issue !== null) issues.push(read.issue);
    const first = byPair.get(read.pair);
    if (first === undefined || read.pair === "") {
      byPair.set(read.pair, read);
      continue;
    }
    const reason = `${first.cell} and ${read.cell} both give a rate from ${read.pair}; keep one, or part them by From and Until`;
    issues.push({ cell: read.cell, message: `${reason}.` });
    byPair.set(read.pair, { ...first, found: { kind: "problem", reason } });
  }
  const usable = [...byPair.values()].flatMap(({ found }) => (found.kind === "rate" ? [found.rate.to] : []));
  return {
    find: (from, to) => byPair.get(pairName(from, to))?.found ?? { kind: "none" },
    targets: [...new Set(usable)].sort(),
    issues,
  };
}

function readRate(row: TableRow): RateRow {
  const cell = row.cell("Service");
  const [, from = "", to = ""] = PAIR.exec(row.text("Service")) ?? [];
  const pair = pairName(from, to);
  const wrong = (header: string, message: string): RateRow => ({
    pair,
    cell,
    found: { kind: "problem", reason: `${row.cell(header)}: ${message.replace(/\.$/, "")}` },
    issue: { cell: row.cell(header), message },
  });
  if (from === "" || from.toUpperCase() === to.toUpperCase()) {
    const message = `"${row.text("Service")}" names no two currencies; write for example Currency rate: EUR to USD.`;
    return { ...wrong("Service", message), pair: "" };
  }
  if (row.text("Client") !== "" && row.text("Client") !== "*")
    return wrong("Client", "A currency rate is for every client; leave Client blank.");
  const value = row.value("List price");
  const text = cellText(value);
  const rate =
    typeof value === "number" || /^\+?\d+(\.\d+)?$/.test(text) ? decimal(plain(value, text)) : null;
  if (rate?.gt(0) !== true) {
    const found = text === "" ? "Nothing is written" : `"${text}" cannot be used`;
    const [one, other] = pair.split(" to ");
    return wrong(
      "List price",
      `${found} as a currency rate; write what 1 ${one ?? ""} is in ${other ?? ""}, a number above 0 such as 1.08.`,
    );
  }
  const found: CurrencyRate = { from: from.toUpperCase(), to: to.toUpperCase(), rate, cell };
  return { pair, cell, found: { kind: "rate", rate: found }, issue: null };
}

function plain(value: unknown, text: string): number | string {
  return typeof value === "number" ? value : text.replace("+", "");
}

function pairName(from: string, to: string): string {
  return `${from.trim().toUpperCase()} to ${to.trim().toUpperCase()}`;
}

function dateOf(row: TableRow, header: string, issues: TableIssue[]): IsoDate | null {
  if (row.text(header) === "") return null;
  const date = cellDate(row.value(header));
  if (date === null)
    issues.push({
      cell: row.cell(header),
      message: `"${row.text(header)}" is not understood as ${header}; write a date such as 2026-05-01.`,
    });
  return date;
}

function applies(
  { from, until }: { readonly from: IsoDate | null; readonly until: IsoDate | null },
  period: Period | null,
): boolean {
  if (period === null) return true;
  return (from === null || from < period.end) && (until === null || until > period.start);
}
