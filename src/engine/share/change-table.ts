import type { ChangeList, ChangeRow } from "./change-list";
import { csvText, type CsvCell } from "./csv";

/** Columns of tblChangeList and of its CSV file, in order. */
export const CHANGE_HEADERS = [
  "Client",
  "Agreement",
  "Service",
  "Invoice line",
  "Old quantity",
  "New quantity",
  "Unit price",
  "Currency",
  "Effective date",
  "Reason",
  "Decision",
] as const;

/** The cells of a change, in the order of the columns; the date as ISO text. */
export function changeCells(row: ChangeRow): readonly CsvCell[] {
  return [
    row.client,
    row.agreement,
    row.service,
    row.line,
    row.oldQuantity,
    row.newQuantity,
    row.unitPrice,
    row.currency,
    row.effective,
    row.reason,
    row.decision,
  ];
}

/** The change list as the text of a CSV file. */
export function changeListCsv({ rows }: ChangeList): string {
  return csvText(CHANGE_HEADERS, rows.map(changeCells));
}
