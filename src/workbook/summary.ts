import { clientTotals } from "./totals";
import { outcomeTotals, type Reconciliation, type RunMemory } from "../engine";
import { ratesText } from "../engine";
import { COLORED } from "./palette";
import { excludedRows } from "./summary-excluded";
import { MOVEMENT_MONEY, MOVEMENT_TITLE, movementRows } from "./summary-movement";
import { asText, type OutgoingCell } from "./text";

/** The rows of the summary sheet; `titles` are the 0-based rows that are set as headings. */
export interface SummaryPage {
  readonly rows: readonly (readonly OutgoingCell[])[];
  readonly titles: readonly number[];
  /** 0-based rows of the legend, in the order of the palette. */
  readonly legend: readonly number[];
  /** Cells that hold money, as `row:column`, 0-based. */
  readonly money: ReadonlySet<string>;
  /** The one cell that holds a formula, as `row:column`, 0-based: all other text is data. */
  readonly formula: string;
  readonly width: number;
  readonly charted: Charted;
}

/** Rows of one currency to draw: its first value column, and how many rows. */
export interface ChartedRows {
  readonly currency: string;
  readonly row: number;
  readonly rows: number;
  readonly valueColumn: number;
}

/** What the summary's charts draw, and where they have room beside the figures; all 0-based. */
export interface Charted {
  readonly outcomes: readonly ChartedRows[];
  readonly clients: readonly ChartedRows[];
  readonly room: { readonly row: number; readonly rows: number; readonly column: number };
  /** The row whose first cell stands for the charts where there are none. */
  readonly line: number;
}

const NO_CHARTS =
  "No charts: they need an Excel with ExcelApi 1.9. The figures here are what they would show.";

/**
 * Lays the summary out: what is at stake, whether everything was counted, by outcome, by client, and the legend.
 * @param lastRun A formula for the time of the last run.
 * @param baseline What the run before left open; `null` where none is known.
 */
export function summaryPage(
  reconciliation: Reconciliation,
  lastRun: string,
  baseline: RunMemory | null,
): SummaryPage {
  const { results, sources, totals, period } = reconciliation;
  const rows: OutgoingCell[][] = [];
  const titles: number[] = [];
  const legend: number[] = [];
  const money = new Set<string>();
  const moneyAt = (...columns: number[]): void => {
    for (const column of columns) money.add(`${rows.length}:${column}`);
  };
  const title = (...cells: string[]): void => {
    if (rows.length > 0) rows.push([]);
    titles.push(rows.length);
    rows.push(cells);
  };
  title("Billing reconciliation");
  rows.push([
    "Period",
    period === null ? "not stated by the workbook" : `${period.start} to before ${period.end}`,
  ]);
  // The time stands in the log only, so that a run that changes nothing leaves this sheet as it is.
  const formula = `${rows.length}:1`;
  rows.push(["Last run (UTC)", lastRun]);
  rows.push(["Completeness", reconciliation.completeness]);
  const line = rows.length;
  rows.push([NO_CHARTS]);
  title("Money per month", "Underbilled", "Overbilled");
  const firstRow = rows.length - 1;
  for (const [currency, { underbilled, overbilled }] of Object.entries(totals)) {
    moneyAt(1, 2);
    rows.push([currency === "" ? "no currency named" : asText(currency), underbilled, overbilled]);
  }
  if (Object.keys(totals).length === 0) rows.push(["nothing under- or overbilled"]);
  for (const { currency, underbilled, overbilled, rates } of reconciliation.converted?.totals ?? []) {
    moneyAt(1, 2);
    rows.push([asText(`all in ${currency}, converted`), underbilled, overbilled, asText(ratesText(rates))]);
  }
  for (const remark of reconciliation.converted?.remarks ?? []) rows.push([asText(remark)]);
  title(...MOVEMENT_TITLE);
  for (const cells of movementRows(results, baseline)) {
    moneyAt(...MOVEMENT_MONEY);
    rows.push([...cells]);
  }
  const byOutcome = outcomeTotals(results);
  const currencies = [...new Set(byOutcome.flatMap((total) => Object.keys(total.money)))].sort();
  title("Outcome", "Rows", ...currencies.map((currency) => asText(`Money ${currency}`.trim())));
  const outcomes = currencies.map((currency, i) => ({
    currency,
    row: rows.length,
    rows: byOutcome.length,
    valueColumn: 2 + i,
  }));
  for (const { outcome, rows: count, money: amounts } of byOutcome) {
    moneyAt(...currencies.map((_, i) => 2 + i));
    rows.push([outcome, count, ...currencies.map((currency) => amounts[currency] ?? 0)]);
  }
  const room = {
    row: firstRow,
    rows: rows.length - firstRow,
    column: Math.max(MOVEMENT_TITLE.length, 2 + currencies.length) + 1,
  };
  title(
    "Source",
    "Role",
    "Rows read",
    "Matched",
    "Discrepant",
    "Excluded",
    "Unmapped",
    "Rejected",
    "Not checked",
    "Quantity read",
    "Quantity counted",
    "Ties",
    "Remark",
  );
  for (const source of sources) {
    const { read, matched, discrepant, excluded, unmapped, rejected, notChecked } = source.rows;
    const { controlTotal } = source;
    const remark = [...source.problems, ...(source.role === "other" ? source.layout.reasons : [])].join("; ");
    rows.push([
      asText(source.name),
      source.role,
      read,
      matched,
      discrepant,
      excluded,
      unmapped,
      rejected,
      notChecked,
      controlTotal.read,
      controlTotal.landed,
      controlTotal.ties ? "yes" : "no",
      asText(remark),
    ]);
  }
  title("Client", "Discrepancies", "Currency", "Underbilled", "Overbilled");
  const byClient = clientTotals(results);
  const clients = [...new Set(byClient.map(({ currency }) => currency))].map((currency) => ({
    currency,
    row: rows.length + byClient.findIndex((total) => total.currency === currency),
    rows: byClient.filter((total) => total.currency === currency).length,
    valueColumn: 3,
  }));
  for (const { client, count, currency, underbilled, overbilled } of byClient) {
    moneyAt(3, 4);
    rows.push([asText(client), count, asText(currency), underbilled, overbilled]);
  }
  if (reconciliation.rejected.length > 0) {
    title("Rejected row", "Reason");
    for (const { sheet, row, reason } of reconciliation.rejected)
      rows.push([asText(`${sheet} row ${row + 1}`), asText(reason)]);
  }
  const { shown, rest } = excludedRows(reconciliation.excluded ?? []);
  if (shown.length > 0) title("Excluded", "Rows", "Quantity", "Which, and why");
  rows.push(...shown, ...rest);
  if (reconciliation.tableIssues.length > 0) {
    title("Not understood", "Message");
    for (const { cell, message } of reconciliation.tableIssues) rows.push([asText(cell), asText(message)]);
  }
  title("Colour", "Meaning");
  for (const [outcome, colors] of COLORED) {
    legend.push(rows.length);
    rows.push([outcome, colors.legend]);
  }
  const width = Math.max(...rows.map((row) => row.length));
  return {
    rows: rows.map((row) => [...row, ...Array<OutgoingCell>(width - row.length).fill("")]),
    titles,
    legend,
    money,
    formula,
    width,
    charted: { outcomes, clients, room, line },
  };
}
