import type { MoneyTotals, Outcome, Reconciliation, WorkbookSnapshot } from "../engine/records";
import type { RuleEdit } from "./ports";

/** What a rule would do to this month. */
export interface RulePreview {
  readonly changed: readonly {
    readonly client: string;
    readonly service: string;
    readonly from: Outcome;
    readonly to: Outcome;
  }[];
  readonly totals: Readonly<Record<string, MoneyTotals>>;
  /** What the rule's cells hold that is not understood. */
  readonly issues: readonly string[];
}

/** The workbook as it would be with an edited rule; its table is taken as it is. */
export function withRule(snapshot: WorkbookSnapshot, { row, cells }: RuleEdit): WorkbookSnapshot {
  const table = snapshot.tables.tblRules;
  if (table === undefined) return snapshot;
  const edited = table.headers.map((header, i) => {
    const before = row === null ? null : (table.rows[row]?.[i] ?? null);
    const text = cells[header.trim()];
    return text === undefined ? before : text === "" ? null : text;
  });
  const rows =
    row === null ? [...table.rows, edited] : table.rows.map((cells, i) => (i === row ? edited : cells));
  return { ...snapshot, tables: { ...snapshot.tables, tblRules: { ...table, rows } } };
}

/** Compares the month as it is with the month under an edited rule. */
export function previewOf(before: Reconciliation, after: Reconciliation): RulePreview {
  const outcomes = new Map(before.results.map((row) => [row.key, row]));
  const known = new Set(before.tableIssues.map(({ cell, message }) => `${cell}: ${message}`));
  return {
    changed: after.results.flatMap(({ key, client, service, outcome, expectedQuantity }) => {
      const was = outcomes.get(key);
      if (was === undefined || (was.outcome === outcome && was.expectedQuantity === expectedQuantity))
        return [];
      return [{ client, service, from: was.outcome, to: outcome }];
    }),
    totals: after.totals,
    issues: after.tableIssues
      .map(({ cell, message }) => `${cell}: ${message}`)
      .filter((issue) => !known.has(issue)),
  };
}
