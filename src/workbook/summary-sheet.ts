import type { Reconciliation } from "../engine";
import { COLORED } from "./palette";
import { summaryPage } from "./summary";

/**
 * Writes the summary sheet anew; queues only.
 * @param lastRun A formula for the time of the last run.
 */
export function writeSummary(
  worksheet: Excel.Worksheet,
  reconciliation: Reconciliation,
  lastRun: string,
): void {
  const page = summaryPage(reconciliation, lastRun);
  worksheet.getRange().clear();
  const range = worksheet.getRangeByIndexes(0, 0, page.rows.length, page.width);
  range.numberFormat = page.rows.map((row, r) =>
    row.map((cell, c) => {
      const place = `${r}:${c}`;
      if (page.money.has(place)) return "#,##0.00";
      return typeof cell === "string" && place !== page.formula ? "@" : "General";
    }),
  );
  range.values = page.rows.map((row) => [...row]);
  range.format.horizontalAlignment = Excel.HorizontalAlignment.left;
  for (const row of page.titles) worksheet.getRangeByIndexes(row, 0, 1, page.width).format.font.bold = true;
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.font.size = 16;
  page.legend.forEach((row, i) => {
    const colors = COLORED[i]?.[1];
    if (colors === undefined) return;
    const cell = worksheet.getRangeByIndexes(row, 0, 1, 1);
    cell.format.fill.color = colors.fill;
    cell.format.font.color = colors.font;
  });
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.columnWidth = 170;
  worksheet.getRangeByIndexes(0, 1, 1, page.width - 1).format.columnWidth = 85;
}
