import type { ClientPage } from "../engine";
import { asText, type OutgoingCell } from "./text";

/** The rows of a client's page; `titles` and `money` name cells by 0-based positions. */
export interface ClientCells {
  readonly rows: readonly (readonly OutgoingCell[])[];
  readonly titles: readonly number[];
  /** Cells that hold money, as `row:column`. */
  readonly money: ReadonlySet<string>;
  readonly width: number;
}

const COLUMNS = [
  "Service",
  "Outcome",
  "Billed",
  "Expected",
  "Difference",
  "Money per month",
  "Currency",
  "Why",
  "Decision",
] as const;

/** Widths in points, so that the page is readable when it is fitted to one sheet of paper. */
const WIDTHS: readonly number[] = [170, 85, 60, 60, 65, 95, 60, 320, 95];
const SIGN_HERE = "______________________";

/** Lays a client's page out: period, totals by outcome, what differs with its reason and decision, and the sign-off. */
export function clientCells({ client, period, ranAt, outcomes, discrepancies }: ClientPage): ClientCells {
  const rows: OutgoingCell[][] = [];
  const titles: number[] = [];
  const money = new Set<string>();
  const title = (...cells: string[]): void => {
    if (rows.length > 0) rows.push([]);
    titles.push(rows.length);
    rows.push(cells);
  };
  title(asText(`Billing reconciliation: ${client}`));
  const days = period === null ? "not stated by the workbook" : `${period.start} to before ${period.end}`;
  rows.push(["Period", days], ["Run (UTC)", ranAt.slice(0, 16).replace("T", " ")]);
  const currencies = [...new Set(outcomes.flatMap((outcome) => Object.keys(outcome.money)))].sort();
  title("Outcome", "Rows", ...currencies.map((currency) => `Money${currency === "" ? "" : ` ${currency}`}`));
  for (const { outcome, rows: count, money: amounts } of outcomes) {
    currencies.forEach((_, i) => money.add(`${rows.length}:${i + 2}`));
    rows.push([outcome, count, ...currencies.map((currency) => amounts[currency] ?? "")]);
  }
  title(...COLUMNS);
  for (const result of discrepancies) {
    money.add(`${rows.length}:5`);
    rows.push([
      asText(result.service),
      result.outcome,
      result.billedQuantity ?? "",
      result.expectedQuantity ?? "",
      result.difference ?? "",
      result.impact ?? "",
      asText(result.currency ?? ""),
      asText(result.why),
      asText(result.decision.decision),
    ]);
  }
  if (discrepancies.length === 0) rows.push(["Nothing differs."]);
  title("Sign-off");
  for (const role of ["Prepared by", "Approved by"]) rows.push([role, SIGN_HERE, "", "", "Date", SIGN_HERE]);
  const width = Math.max(...rows.map((row) => row.length));
  return {
    rows: rows.map((row) => [...row, ...Array<OutgoingCell>(width - row.length).fill("")]),
    titles,
    money,
    width,
  };
}

/** Writes the page onto its sheet, which is empty; queues only. */
export function writeClientCells(
  worksheet: Excel.Worksheet,
  { rows, titles, money, width }: ClientCells,
): void {
  const range = worksheet.getRangeByIndexes(0, 0, rows.length, width);
  range.numberFormat = rows.map((row, r) =>
    row.map((cell, c) => (money.has(`${r}:${c}`) ? "#,##0.00" : typeof cell === "string" ? "@" : "General")),
  );
  range.values = rows.map((row) => [...row]);
  range.format.horizontalAlignment = Excel.HorizontalAlignment.left;
  range.format.verticalAlignment = Excel.VerticalAlignment.top;
  for (const row of titles) worksheet.getRangeByIndexes(row, 0, 1, width).format.font.bold = true;
  worksheet.getRangeByIndexes(0, 0, 1, 1).format.font.size = 16;
  WIDTHS.slice(0, width).forEach((points, column) => {
    worksheet.getRangeByIndexes(0, column, 1, 1).format.columnWidth = points;
  });
  const why = COLUMNS.indexOf("Why");
  if (width > why) worksheet.getRangeByIndexes(0, why, rows.length, 1).format.wrapText = true;
}

/** Sets the page up for paper: its cells are the print area, landscape, one page wide; queues only (ExcelApi 1.9). */
export function layOutForPrint(worksheet: Excel.Worksheet, { rows, width }: ClientCells): void {
  const { pageLayout } = worksheet;
  pageLayout.orientation = Excel.PageOrientation.landscape;
  pageLayout.zoom = { horizontalFitToPages: 1 };
  pageLayout.setPrintArea(worksheet.getRangeByIndexes(0, 0, rows.length, width));
}
