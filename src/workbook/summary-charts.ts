import { columnLetters } from "../engine";
import type { SummaryPage } from "./summary";

/** Marks a chart as the add-in's: a run replaces those, and keeps the charts of people. */
export const CHART_PREFIX = "rc_chart_";

/** A rectangle on the summary sheet, 0-based. */
interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** One chart: its values, one column a series, their names, and what stands along its axis. */
export interface ChartPlan {
  readonly name: string;
  readonly title: string;
  readonly values: Block;
  readonly series: readonly string[];
  readonly categories: Block;
  /** Addresses of the corner cells between which it stands. */
  readonly from: string;
  readonly to: string;
}

/** Most clients of one chart: more bars cannot be told apart. */
const MOST_CLIENTS = 10;
const CHART_COLUMNS = 4;

/** The charts of a summary: money by outcome and by client, one of each per currency (currencies share no axis). */
export function chartPlans({ charted }: SummaryPage): readonly ChartPlan[] {
  const { outcomes, clients, room } = charted;
  let column = room.column;
  const place = (): Pick<ChartPlan, "from" | "to"> => {
    const from = `${columnLetters(column)}${room.row + 1}`;
    const to = `${columnLetters(column + CHART_COLUMNS - 1)}${room.row + room.rows}`;
    column += CHART_COLUMNS;
    return { from, to };
  };
  return [
    ...outcomes.map(({ currency, row, rows, valueColumn }): ChartPlan => ({
      name: `${CHART_PREFIX}outcome_${currency}`,
      title: `Money per month by outcome${named(currency)}`,
      values: { row, column: valueColumn, rows, columns: 1 },
      series: ["Money"],
      categories: { row, column: 0, rows, columns: 1 },
      ...place(),
    })),
    ...clients.map(({ currency, row, rows, valueColumn }): ChartPlan => {
      const shown = Math.min(rows, MOST_CLIENTS);
      return {
        name: `${CHART_PREFIX}client_${currency}`,
        title: `Money per month by client${named(currency)}`,
        values: { row, column: valueColumn, rows: shown, columns: 2 },
        series: ["Underbilled", "Overbilled"],
        categories: { row, column: 0, rows: shown, columns: 1 },
        ...place(),
      };
    }),
  ];
}

function named(currency: string): string {
  return currency === "" ? "" : `, ${currency}`;
}

/**
 * Replaces the add-in's charts on the summary sheet, and takes the line away that stands for them (ExcelApi 1.9).
 * @param areDrawn Whether the figures are those of the last run and its charts were drawn: those that are there stay.
 */
export async function writeCharts(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  page: SummaryPage,
  areDrawn: boolean,
): Promise<void> {
  const charts = worksheet.charts.load("items/name");
  await context.sync();
  const plans = chartPlans(page);
  const own = charts.items.filter(({ name }) => name.startsWith(CHART_PREFIX));
  const namesOf = (named: readonly { readonly name: string }[]): string =>
    JSON.stringify(named.map(({ name }) => name).sort());
  if (areDrawn && namesOf(own) === namesOf(plans)) return;
  for (const chart of own) chart.delete();
  const rangeOf = ({ row, column, rows, columns }: Block): Excel.Range =>
    worksheet.getRangeByIndexes(row, column, rows, columns);
  for (const { name, title, values, series, categories, from, to } of plans) {
    const chart = worksheet.charts.add(
      Excel.ChartType.barClustered,
      rangeOf(values),
      Excel.ChartSeriesBy.columns,
    );
    chart.name = name;
    chart.title.text = title;
    chart.legend.visible = series.length > 1;
    series.forEach((words, i) => {
      const one = chart.series.getItemAt(i);
      one.name = words;
      one.setXAxisValues(rangeOf(categories));
    });
    chart.setPosition(from, to);
  }
  worksheet.getRangeByIndexes(page.charted.line, 0, 1, 1).values = [[""]];
  await context.sync();
}
