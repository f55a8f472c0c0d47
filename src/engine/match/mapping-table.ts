import type { TableGrid, TableIssue } from "../records";
import { idKey } from "../normalise";
import { tableRows } from "../tables";

/** One row of tblClientMap or tblServiceMap that could be understood. */
export interface MappingRow {
  /** Source name folded by `idKey`, or `*`. */
  readonly source: string;
  /** The name, domain, id or product as the source writes it; `*` means every product. */
  readonly name: string;
  /** The billed client or service; blank for an ignored name. */
  readonly to: string;
  readonly status: "confirmed" | "suggested" | "ignored";
  readonly cell: string;
}

/** The rows of a mapping table, with an issue for each row that could not be understood and is left out. */
export interface MappingTable {
  readonly rows: readonly MappingRow[];
  readonly issues: readonly TableIssue[];
}

/** Reads tblClientMap (`Source client` → `Client`) or tblServiceMap (`Source product` → `Service`). */
export function readMappingTable(
  table: TableGrid | undefined,
  nameHeader: string,
  toHeader: string,
): MappingTable {
  const rows: MappingRow[] = [];
  const issues: TableIssue[] = [];
  for (const row of table === undefined ? [] : tableRows(table)) {
    const source = row.text("Source");
    const name = row.text(nameHeader);
    const to = row.text(toHeader);
    const status = row.text("Status").toLowerCase() || "confirmed";
    const cell = row.cell(nameHeader);
    if (status !== "confirmed" && status !== "suggested" && status !== "ignored") {
      issues.push({
        cell: row.cell("Status"),
        message: `"${row.text("Status")}" is not a status; write confirmed, suggested or ignored. The row is not used.`,
      });
    } else if (name === "") {
      issues.push({
        cell,
        message: `${nameHeader} is blank; write the name as the source writes it. The row is not used.`,
      });
    } else if (status === "confirmed" && to === "") {
      issues.push({
        cell: row.cell(toHeader),
        message: `${toHeader} is blank on a confirmed row; write where "${name}" belongs, or set the status to ignored.`,
      });
    } else {
      rows.push({ source: source === "" ? "*" : idKey(source), name, to, status, cell });
    }
  }
  return { rows, issues };
}
