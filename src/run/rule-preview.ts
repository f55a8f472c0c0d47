import { askedHeaders } from "../engine";
import type { MoneyTotals, Outcome, Reconciliation, ResultRow, WorkbookSnapshot } from "../engine/records";
import type { RuleEdit } from "./ports";

/** What a rule would do to this month. */
export interface RulePreview {
  /** Results whose outcome, expected quantity or money changes; `null` where the rule leaves the service out. */
  readonly changed: readonly {
    readonly client: string;
    readonly service: string;
    readonly from: Outcome | null;
    readonly to: Outcome | null;
  }[];
  /** Money as it is. */
  readonly totalsBefore: Readonly<Record<string, MoneyTotals>>;
  /** Money as it would be. */
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

/** Whether a month under an edited rule looks at columns that the month as it is does not. */
export function asksMore(before: WorkbookSnapshot, after: WorkbookSnapshot): boolean {
  const asked = askedHeaders(before.tables);
  return askedHeaders(after.tables).some((header) => !asked.includes(header));
}

/** Compares the month as it is with the month under an edited rule. */
export function previewOf(before: Reconciliation, after: Reconciliation): RulePreview {
  const was = new Map(before.results.map((row) => [row.key, row]));
  const is = new Map(after.results.map((row) => [row.key, row]));
  const known = new Set(before.tableIssues.map(({ cell, message }) => `${cell}: ${message}`));
  return {
    changed: [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key) => {
      const [from, to] = [was.get(key), is.get(key)];
      const { client, service } = to ?? from ?? { client: "", service: "" };
      return isSame(from, to)
        ? []
        : [{ client, service, from: from?.outcome ?? null, to: to?.outcome ?? null }];
    }),
    totalsBefore: before.totals,
    totals: after.totals,
    issues: after.tableIssues
      .map(({ cell, message }) => `${cell}: ${message}`)
      .filter((issue) => !known.has(issue)),
  };
}

function isSame(from: ResultRow | undefined, to: ResultRow | undefined): boolean {
  return (
    from?.outcome === to?.outcome &&
    from?.expectedQuantity === to?.expectedQuantity &&
    from?.impact === to?.impact
  );
}
