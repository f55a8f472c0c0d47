import type { Crosstab, Field, SheetGrid, SourceLayout } from "../records";
import { chooseColumns, type Columns } from "./columns";
import { findHeaderRow } from "./header-row";
import { columnsOf, regionsOf, rowsOf, type Region } from "./region";
import { chooseRole, type RoleChoice } from "./role";
import { isTotalHeader, sortRows } from "./rows";
import { foldHeader, HEADER_WORDS, headerScore } from "./vocabulary";

/**
 * Recognises what each table and sheet is: its role, its header row, what its columns mean and which rows are data.
 * Nothing is decided by a sheet's position; a hidden sheet is only listed.
 */
export function recogniseSources(sheets: readonly SheetGrid[]): readonly SourceLayout[] {
  const drafts = sheets.flatMap((sheet) => {
    const regions = regionsOf(sheet);
    return regions.length === 0
      ? [{ layout: emptyLayout(sheet), choice: null }]
      : regions.map(recogniseRegion);
  });
  return needOneInvoice(drafts).map(({ layout }) => layout);
}

interface Draft {
  readonly layout: SourceLayout;
  readonly choice: RoleChoice | null;
}

/** Without any billed source, the one that a person called an invoice by name or prices is the nearest; none is forced. */
function needOneInvoice(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.some(({ layout }) => layout.role === "billed")) return drafts;
  const named = drafts.filter(
    ({ layout, choice }) => layout.role === "usage" && choice !== null && choice.billedScore > -2,
  );
  if (named.length !== 1 || drafts.filter(({ layout }) => layout.role === "usage").length < 2) return drafts;
  return drafts.map((draft) =>
    draft === named[0]
      ? {
          ...draft,
          layout: {
            ...draft.layout,
            role: "billed",
            confidence: 0.4,
            reasons: [...draft.layout.reasons, "it is the most invoice-like sheet"],
          },
        }
      : draft,
  );
}

function recogniseRegion(region: Region): Draft {
  const headerRow = findHeaderRow(region);
  if (headerRow === null)
    return { layout: { ...emptyLayout(region.sheet), name: region.name, area: region.area }, choice: null };
  // Rows are sorted twice: once to judge columns by data rows only, once with the columns known.
  const roughRows = sortRows(region, headerRow, {}).dataRows;
  const rough = chooseColumns(region, headerRow, roughRows);
  const crosstab = crosstabOf(region, rough);
  const columns = settle(rough, crosstab);
  const rows = sortRows(region, headerRow, columns);
  const countsRows =
    crosstab === null &&
    columns.quantity === undefined &&
    columns.amount === undefined &&
    rowsAreItems(columns, rows.dataRows.length);
  const choice = chooseRole({
    sheetName: region.sheet.name,
    columns,
    headers: [...rough.headers.values()],
    countsRows,
    hasCrosstab: crosstab !== null,
    hasDataRows: rows.dataRows.length > 0,
  });
  const role = region.sheet.isHidden ? "other" : choice.role;
  return {
    choice,
    layout: {
      name: region.name,
      sheet: region.sheet.name,
      role,
      area: region.area,
      headerRow,
      columns,
      headers: rough.headers,
      countsRows,
      crosstab,
      clientPlacement: rows.clientPlacement,
      clientColumn: rows.clientColumn,
      skippedRows: rows.skippedRows,
      confidence: confidenceOf(rough, columns),
      reasons: region.sheet.isHidden ? ["the sheet is hidden"] : choice.reasons,
    },
  };
}

/** Clients down and services across: several number columns whose headers are names rather than known columns. */
function crosstabOf(region: Region, { headers, columns, profiles }: Columns): Crosstab | null {
  if (columns.client === undefined || columns.unitPrice !== undefined || columns.amount !== undefined)
    return null;
  if (columns.product !== undefined && (profiles.get(columns.product)?.numbers ?? 0) < 0.5) return null;
  const names = columnsOf(region.area).filter((column) => {
    const header = headers.get(column) ?? "";
    const profile = profiles.get(column);
    if (header === "" || column === columns.client || profile === undefined || isTotalHeader(header))
      return false;
    const isKnown = (Object.keys(HEADER_WORDS) as Field[]).some(
      (field) => headerScore(foldHeader(header), field) > 0.9,
    );
    return !isKnown && (profile.numbers > 0.5 || profile.filled === 0);
  });
  const filled = names.filter((column) => (profiles.get(column)?.filled ?? 0) > 0);
  return filled.length >= 2 ? { axis: "product", columns: names } : null;
}

/** A crosstab's quantity columns are not fields; a quantity column that is the product's SKU stays. */
function settle({ columns }: Columns, crosstab: Crosstab | null): Readonly<Partial<Record<Field, number>>> {
  if (crosstab === null) return columns;
  const across = new Set(crosstab.columns);
  return Object.fromEntries(
    Object.entries(columns).filter(([field, column]) => field !== "quantity" && !across.has(column)),
  );
}

/** Without quantity and amount, rows that name a client and something of their own are one item each. */
function rowsAreItems(columns: Readonly<Partial<Record<Field, number>>>, rowCount: number): boolean {
  const hasWho =
    columns.client !== undefined || columns.tenant !== undefined || columns.clientId !== undefined;
  return (
    rowCount > 0 &&
    hasWho &&
    (columns.item !== undefined || columns.product !== undefined) &&
    columns.unitPrice === undefined
  );
}

function confidenceOf({ scores }: Columns, columns: Readonly<Partial<Record<Field, number>>>): number {
  const main = (["client", "product", "quantity"] as const).map((field) =>
    columns[field] === undefined ? 0 : (scores[field] ?? 0),
  );
  return Math.round((main.reduce((sum, score) => sum + Math.min(score, 1), 0) / main.length) * 100) / 100;
}

function emptyLayout(sheet: SheetGrid): SourceLayout {
  const rows = sheet.area === null ? [] : rowsOf(sheet.area);
  return {
    name: sheet.name,
    sheet: sheet.name,
    role: "other",
    area: sheet.area,
    headerRow: null,
    columns: {},
    headers: new Map(),
    countsRows: false,
    crosstab: null,
    clientPlacement: "row",
    clientColumn: null,
    skippedRows: new Map(rows.map((row) => [row, "note"] as const)),
    confidence: 0,
    reasons: [sheet.area === null ? "the sheet is empty" : "no header row was found"],
  };
}
