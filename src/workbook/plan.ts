import type { MappingProposal, Reconciliation, ResultRow, RunMemories } from "../engine";
import { sortResults, type Origin } from "./discrepancies";
import { addedHeaders } from "./extra-columns";
import { WorkbookProblem } from "./gateway";
import { highlightsFor, outcomeHighlights, type Highlight } from "./highlights";
import { keyRows, type KeyRow } from "./keys";
import { lookupNamesFor, type LookupNames } from "./keys-sheet";
import { invoiceColumns, type InvoiceColumns } from "./live-formulas";
import { TABLE_HEADERS, type OwnSheet, type OwnTable } from "./names";
import { chooseSheets, type SheetChoice } from "./own-sheets";
import { originOf, type TableSize } from "./own-tables";
import type { ReadWorkbook } from "./read";
import type { SummaryPage } from "./summary";
import { memoriesOf, summaryOf } from "./summary-sheet";

/** What every step of a write shares; each part is made once, because of a long result each takes a while. */
export interface Plan {
  readonly read: ReadWorkbook;
  readonly reconciliation: Reconciliation;
  readonly sheets: Readonly<Record<OwnSheet, SheetChoice>>;
  readonly sorted: readonly ResultRow[];
  readonly invoices: ReadonlyMap<string, InvoiceColumns>;
  /** Where the discrepancy table begins. */
  readonly origin: Origin;
  readonly lookups: LookupNames;
  /** The spellings on the invoice with their live states, in the order of the keys sheet. */
  readonly keys: readonly KeyRow[];
  /** What this run and the ones before left open. */
  readonly memories: RunMemories;
  readonly page: SummaryPage;
  readonly who: string;
}

/**
 * Decides where everything goes; nothing is asked of Excel.
 * @param pause Gives others a turn between two parts.
 */
export async function planOf(
  read: ReadWorkbook,
  reconciliation: Reconciliation,
  who: string,
  pause: () => Promise<void>,
): Promise<Plan> {
  const grids = new Map(read.snapshot.sheets.map((grid) => [grid.name, grid]));
  const invoices = new Map<string, InvoiceColumns>();
  for (const { layout } of reconciliation.sources) {
    const grid = grids.get(layout.sheet);
    const columns = layout.role === "billed" && grid !== undefined ? invoiceColumns(layout, grid) : null;
    if (columns !== null) invoices.set(layout.sheet, columns);
  }
  await pause();
  const sheets = chooseSheets(read);
  const sorted = sortResults(reconciliation.results);
  const origin = originOf(read.snapshot.tables.tblDiscrepancies, 0);
  await pause();
  const keys = await keyRows(sorted, sheets.discrepancies.name, origin, pause);
  await pause();
  const memories = memoriesOf(read, reconciliation);
  await pause();
  return {
    read,
    reconciliation,
    sheets,
    sorted,
    invoices,
    origin,
    lookups: lookupNamesFor(read),
    keys,
    memories,
    page: summaryOf({ read, reconciliation, sheets, memories }),
    who,
  };
}

/** Asked before anything is written, so that a protected sheet never leaves half a result. @throws WorkbookProblem */
export function needUnprotected({ read, reconciliation, sheets }: Plan): void {
  const billed = reconciliation.sources
    .filter(({ layout }) => layout.role === "billed")
    .map(({ layout }) => layout.sheet);
  const written = [...billed, ...Object.values(sheets).map(({ name }) => name)];
  const locked = [...new Set(written)].filter((name) => read.protectedSheets.includes(name));
  if (locked.length === 0) return;
  const names = locked.map((name) => `"${name}"`).join(", ");
  throw new WorkbookProblem(
    "AccessDenied",
    `The results go into ${names}, which is protected. Nothing was written. Unprotect the sheet and run again.`,
  );
}

/** How large each table will be. */
export function sizesOf({ read, reconciliation, sorted }: Plan): ReadonlyMap<OwnTable, TableSize> {
  const { tables } = read.snapshot;
  const proposed = (kind: MappingProposal["kind"]): number =>
    reconciliation.proposals.filter((proposal) => proposal.kind === kind).length;
  const grown = (name: OwnTable, rows: number): [OwnTable, TableSize] => [
    name,
    { rows: (tables[name]?.rows.length ?? 0) + rows, columns: tables[name]?.headers.length ?? 0 },
  ];
  const added = addedHeaders(tables.tblDiscrepancies).length;
  return new Map([
    ["tblDiscrepancies", { rows: sorted.length, columns: TABLE_HEADERS.tblDiscrepancies.length + added }],
    grown("tblClientMap", proposed("client")),
    grown("tblServiceMap", proposed("product")),
    grown("tblRules", reconciliation.newRuleServices.length),
    grown("tblLog", reconciliation.log.length),
    grown("tblLayoutMap", reconciliation.corrections?.length ?? 0),
  ]);
}

/** The conditional formats that a run wants to have on the invoice and on tblDiscrepancies. */
export function wantedHighlights({
  read,
  reconciliation,
  sheets,
  sorted,
  origin,
  keys,
  lookups,
}: Plan): readonly Highlight[] {
  if (sorted.length === 0) return [];
  const sheetNames = new Set(read.snapshot.sheets.map(({ name }) => name));
  return [
    ...highlightsFor(reconciliation, keys, { hasSheet: (sheet) => sheetNames.has(sheet), lookups }),
    ...outcomeHighlights(sheets.discrepancies.name, origin, sorted.length),
  ];
}
