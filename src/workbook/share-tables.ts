import { CHANGE_HEADERS, cellAddress, changeCells, type ChangeList, type EvidenceRow } from "../engine";
import type { TableBlock } from "./discrepancies";
import { asText, serialOf, type OutgoingCell } from "./text";

const CHANGE_FORMATS: Readonly<Partial<Record<(typeof CHANGE_HEADERS)[number], string>>> = {
  "Old quantity": "General",
  "New quantity": "General",
  "Unit price": "#,##0.00####",
  "Effective date": "yyyy-mm-dd",
};

/** tblChangeList: the invoice lines to change. */
export function changeBlock({ rows }: ChangeList): TableBlock {
  return {
    headers: CHANGE_HEADERS,
    formats: CHANGE_HEADERS.map((header) => CHANGE_FORMATS[header] ?? "@"),
    ownColumns: CHANGE_HEADERS.length,
    rows: rows.map((row) =>
      changeCells(row).map((cell, i): OutgoingCell => {
        if (cell === null) return "";
        if (typeof cell === "number") return cell;
        return CHANGE_HEADERS[i] === "Effective date" ? serialOf(cell) : asText(cell);
      }),
    ),
  };
}

export const EVIDENCE_HEADERS = [
  "Client",
  "Service",
  "Step",
  "What",
  "Quantity",
  "Rule",
  "Source",
  "Cell",
] as const;

/** tblEvidence: each step, and below it the rows that it rests on, with the address of each. */
export function evidenceBlock(rows: readonly EvidenceRow[]): TableBlock {
  return {
    headers: EVIDENCE_HEADERS,
    formats: EVIDENCE_HEADERS.map((header) => (header === "Step" || header === "Quantity" ? "General" : "@")),
    ownColumns: EVIDENCE_HEADERS.length,
    rows: rows.map(({ client, service, step, what, quantity, rule, source }) => [
      asText(client),
      asText(service),
      step,
      asText(what),
      quantity ?? "",
      asText(rule),
      source === null ? "" : asText(source.sheet),
      source === null ? "" : asText(sourceAddress(source)),
    ]),
  };
}

/** Address of a source row's quantity, or of its first cell where the whole row is meant. */
function sourceAddress({ sheet, row, column }: NonNullable<EvidenceRow["source"]>): string {
  return cellAddress(sheet, row, column ?? 0);
}

/** A cell of the evidence table, 0-based within its data rows, and where it leads. */
export interface EvidenceLink {
  readonly row: number;
  readonly column: number;
  readonly address: string;
}

/** Links of single cells are single calls: beyond this many the addresses alone have to do. */
const MOST_LINKS = 2_000;

/** Where the addresses of rules and source rows lead. */
export function evidenceLinks(rows: readonly EvidenceRow[]): readonly EvidenceLink[] {
  const [ruleColumn, cellColumn] = [EVIDENCE_HEADERS.indexOf("Rule"), EVIDENCE_HEADERS.indexOf("Cell")];
  return rows
    .flatMap(({ rule, source }, row) => [
      ...(rule.includes("!") ? [{ row, column: ruleColumn, address: rule }] : []),
      ...(source === null ? [] : [{ row, column: cellColumn, address: sourceAddress(source) }]),
    ])
    .slice(0, MOST_LINKS);
}
