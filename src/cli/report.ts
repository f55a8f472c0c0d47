import { cellAddress, type Reconciliation } from "../engine";
import { REPORT, type Report } from "./report-schema";

/** The report of a run, checked against its schema: rows count from 1, cells are addresses. */
export function reportOf(reconciliation: Reconciliation): Report {
  return REPORT.parse({
    version: 1,
    period: reconciliation.period,
    sources: reconciliation.sources.map(
      ({ name, sheet, role, headerRow, columns, countsRows, rows, problems }) => ({
        name,
        sheet,
        role,
        headerRow: headerRow === null ? null : headerRow + 1,
        columns,
        countsRows,
        rows,
        problems,
      }),
    ),
    results: reconciliation.results.map((result) => ({
      key: result.key,
      client: result.client,
      service: result.service,
      outcome: result.outcome,
      billedQuantity: result.billedQuantity,
      expectedQuantity: result.expectedQuantity,
      difference: result.difference,
      unitPrice: result.unitPrice,
      currency: result.currency,
      impact: result.impact,
      billedCells: result.billedCells.flatMap(({ sheet, row, column }) =>
        column === null ? [] : [cellAddress(sheet, row, column)],
      ),
      evidence: result.evidence.map(({ sheet, rows }) => ({
        sheet,
        rows: Array.from(rows, (row) => row + 1),
      })),
      why: result.why,
      flags: result.flags,
    })),
    unmapped: reconciliation.unmapped,
    rejected: reconciliation.rejected.map(({ sheet, row, reason }) => ({ sheet, row: row + 1, reason })),
    tableIssues: reconciliation.tableIssues,
    totals: reconciliation.totals,
    ...(reconciliation.converted === undefined ? {} : { converted: reconciliation.converted }),
    complete: reconciliation.complete,
  });
}
