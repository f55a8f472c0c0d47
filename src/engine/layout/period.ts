import { dayOrderOf, foldText, parseDate } from "../normalise";
import type { Extraction, IsoDate, Period, SheetGrid, SourceLayout } from "../records";
import { cellAt, columnsOf, formatAt, textOf } from "./region";

/**
 * The billing period that the workbook states: the span that most billed lines have, else what a letterhead says
 * ("Billing period: May 2026"), else the month in which most billed lines start. `null` when it says nothing: then
 * nothing is compared with dates.
 */
export function detectPeriod(
  sheets: readonly SheetGrid[],
  layouts: readonly SourceLayout[],
  extractions: readonly Extraction[],
): Period | null {
  const lines = extractions.flatMap((extraction) => extraction.lines);
  const months = mostFrequent(
    lines.flatMap(({ periodStart, periodEnd }) =>
      periodStart !== null && periodEnd !== null && isAboutAMonth(periodStart, periodEnd)
        ? [`${periodStart}/${periodEnd}`]
        : [],
    ),
  );
  if (months !== null) {
    const [start = "", end = ""] = months.split("/");
    // Lines that begin in the middle of a month are charge cycles; the invoice is that of the month they begin in.
    return start.endsWith("-01") ? { start, end } : monthOf(start);
  }
  const stated = layouts
    .filter((layout) => layout.role === "billed")
    .map((layout) => statedPeriod(sheets, layout));
  const [first] = stated.filter((period) => period !== null);
  if (first !== undefined) return first;
  const starts = mostFrequent(
    lines.flatMap(({ periodStart }) => (periodStart === null ? [] : [periodStart.slice(0, 7)])),
  );
  return starts === null ? null : monthOf(`${starts}-01`);
}

/** Labels of dates above the header: the period itself before the invoice's own date; what is due later says nothing. */
const PERIOD_LABEL = /period|month|zeitraum|monat|periode|mes\b|mois/;
const OTHER_DATE_LABEL = /due|payable|pay by|fallig|zahlbar|payment|printed|exported|echeance|vencimiento/;

/** A date or month in the rows above the header; a span or a month names the period, a day its month. */
function statedPeriod(sheets: readonly SheetGrid[], layout: SourceLayout): Period | null {
  const sheet = sheets.find((candidate) => candidate.name === layout.sheet);
  if (sheet === undefined || sheet.area === null || layout.area === null || layout.headerRow === null)
    return null;
  // A letterhead above a table is outside its area.
  const found: { readonly period: Period; readonly rank: number }[] = [];
  for (let row = sheet.area.firstRow; row < layout.headerRow; row += 1) {
    let label = "";
    for (const column of columnsOf(sheet.area)) {
      const value = cellAt(sheet, row, column);
      const text = textOf(value);
      if (text === "") continue;
      const tail = typeof value === "string" ? text.replace(/^[^:]*:\s*/, "") : value;
      const own = typeof tail === "string" && tail !== text ? text.slice(0, -tail.length) : "";
      const parsed = parseDate(tail, formatAt(sheet, row, column), dayOrderOf([tail]));
      const said = foldText(own === "" ? label : own);
      label = text;
      if (OTHER_DATE_LABEL.test(said)) continue;
      const rank = PERIOD_LABEL.test(said) ? 0 : 2;
      if (parsed.kind === "span") found.push({ rank, period: { start: parsed.start, end: parsed.end } });
      if (parsed.kind === "date") found.push({ rank: rank + 1, period: monthOf(parsed.date) });
    }
  }
  return found.sort((a, b) => a.rank - b.rank)[0]?.period ?? null;
}

function monthOf(date: IsoDate): Period {
  const [year = 0, month = 1] = date.split("-").map(Number);
  const first = (index: number): IsoDate => new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10);
  return { start: first(month - 1), end: first(month) };
}

function isAboutAMonth(start: IsoDate, end: IsoDate): boolean {
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
  return days >= 27 && days <= 32;
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
