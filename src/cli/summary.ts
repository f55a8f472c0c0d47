import { OUTCOMES, ratesText, type Reconciliation } from "../engine";

/** The short summary for standard output: outcomes, money, completeness, and what still wants a person. */
export function summaryText(reconciliation: Reconciliation): string {
  const { period, results, totals, converted, sources, unmapped, rejected, tableIssues } = reconciliation;
  const lines: string[] = [
    period === null
      ? "Period: not stated by the workbook"
      : `Period: ${period.start} to before ${period.end}`,
  ];
  for (const { name, role, rows, problems } of sources) {
    if (role === "other") lines.push(`  ${name}: not used`);
    else
      lines.push(
        `  ${name}: ${role}, ${rows.read} rows${problems.length === 0 ? "" : `; ${problems.join("; ")}`}`,
      );
  }
  for (const outcome of OUTCOMES) {
    const count = results.filter((result) => result.outcome === outcome).length;
    if (count > 0) lines.push(`${outcome}: ${count}`);
  }
  for (const [currency, { underbilled, overbilled }] of Object.entries(totals)) {
    lines.push(
      `Per month${currency === "" ? "" : ` in ${currency}`}: underbilled ${underbilled.toFixed(2)}, overbilled ${overbilled.toFixed(2)}`,
    );
  }
  for (const { currency, underbilled, overbilled, rates } of converted?.totals ?? []) {
    lines.push(
      `Per month, all in ${currency}: underbilled ${underbilled.toFixed(2)}, overbilled ${overbilled.toFixed(2)} (${ratesText(rates)})`,
    );
  }
  for (const remark of converted?.remarks ?? []) lines.push(`Not added together: ${remark}`);
  if (unmapped.length > 0) lines.push(`Unmapped: ${unmapped.length} names; see the Mappings sheet`);
  if (rejected.length > 0) lines.push(`Rejected: ${rejected.length} rows; see the Reconcile Summary sheet`);
  if (tableIssues.length > 0)
    lines.push(`Not understood: ${tableIssues.map(({ cell, message }) => `${cell} ${message}`).join(" ")}`);
  lines.push(reconciliation.completeness);
  return lines.join("\n");
}
