import { clientKey, idKey } from "../normalise";
import type { Crosstab, Field, LayoutCorrection, SheetGrid, SourceLayout } from "../records";
import { chooseColumns, type Columns } from "./columns";
import {
  correctedColumns,
  correctedHeaderRow,
  correctedRole,
  correctionReasons,
  correctionsOf,
  withChosen,
  type Corrections,
} from "./corrected";
import { confidenceOf, doubtOf, readingReasons, WRITTEN_SCORE } from "./confidence";
import { crosstabOf, settle } from "./crosstab";
import { deriveColumns, withFlatFee } from "./derive";
import { companyColumn } from "./leftover";
import { findHeaderRow } from "./header-row";
import { emptyLayout, isLetterhead, needOneInvoice, withoutPivots, type Draft } from "./draft";
import { cellAt, rowsOf, textOf, type Region } from "./region";
import { regionsOf } from "./regions-of";
import { chooseRole, INVOICE_NUMBER } from "./role";
import { sortRows } from "./rows";
import { withLatestSnapshots } from "./snapshots";
import { findJoinedProducts } from "./joined-products";
import { foldHeader } from "./vocabulary";
import { findWrittenQuantity } from "./written-quantity";

/**
 * Recognises what each table and sheet is: its role, its header row, what its columns mean and which rows are data.
 * Nothing is decided by a sheet's position; a hidden sheet is only listed.
 * @param corrected What people corrected about layouts; it holds against what is recognised.
 */
export function recogniseSources(
  sheets: readonly SheetGrid[],
  corrected: readonly LayoutCorrection[] = [],
): readonly SourceLayout[] {
  const regions = sheets.map((sheet) => ({ sheet, regions: regionsOf(sheet) }));
  const names = regions.flatMap(({ regions }) => regions.map(({ name }) => idKey(name)));
  const corrections = { all: corrected, sources: new Set(names) };
  const drafts = regions.flatMap(({ sheet, regions }): readonly Draft[] => {
    if (regions.length === 0) return [{ layout: emptyLayout(sheet), choice: null, region: null }];
    return regions
      .map((region) => recogniseRegion(region, corrections))
      .filter((draft) => !isLetterhead(draft));
  });
  const layouts = needOneInvoice(withoutPivots(withClientsAcross(drafts, corrections))).map(
    ({ layout }) => layout,
  );
  return withLatestSnapshots(layouts, sheets);
}

/** Services down and clients across: the headers of the number columns are clients that another source names. */
function withClientsAcross(drafts: readonly Draft[], corrections: Corrections): readonly Draft[] {
  let known: ReadonlySet<string> | null = null;
  return drafts.map((draft) => {
    const { region, layout } = draft;
    if (region === null || layout.columns.client !== undefined || layout.columns.tenant !== undefined)
      return draft;
    const names = (known ??= clientsIn(drafts));
    const across = [...layout.headers].filter(([, header]) => names.has(clientKey(header)));
    return across.length < 2
      ? draft
      : recogniseRegion(region, corrections, new Set(across.map(([column]) => column)));
  });
}

/** The keys of the clients that sources name in a column. */
function clientsIn(drafts: readonly Draft[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { layout, region } of drafts) {
    const { client } = layout.columns;
    if (layout.role === "other" || region === null || client === undefined) continue;
    for (const row of rowsOf(region.area)) known.add(clientKey(textOf(cellAt(region.sheet, row, client))));
  }
  known.delete("");
  return known;
}

/** Recognises one region by its own cells and what people corrected, before it is seen beside the others. */
export function recogniseRegion(
  region: Region,
  corrections: Corrections,
  clientsAcross: ReadonlySet<number> = new Set(),
): Draft {
  const headerRow = correctedHeaderRow(region, corrections) ?? findHeaderRow(region);
  if (headerRow === null)
    return {
      region,
      layout: { ...emptyLayout(region.sheet), name: region.name, area: region.area },
      choice: null,
    };
  // Rows are sorted twice: once to judge columns by data rows only, once with the columns known.
  const roughRows = sortRows(region, headerRow, {}).dataRows;
  const rough = chooseColumns(region, headerRow, roughRows, clientsAcross);
  const corrected = correctionsOf(region, rough.headers, corrections);
  const chosen = correctedColumns(corrected, rough.headers);
  const company = companyColumn(region, rough, roughRows);
  const known = company === undefined ? rough : { ...rough, columns: { ...rough.columns, client: company } };
  const crosstab = crosstabIn(region, known, roughRows, clientsAcross, chosen);
  const derived = settle(
    crosstab === null ? deriveColumns(region, known, roughRows) : known.columns,
    crosstab,
  );
  const found =
    crosstab === null ? findWrittenQuantity(region, { ...rough, columns: derived }, roughRows) : null;
  // Who chose a column for the quantities means its cells, unless they are the texts that hold them.
  const written = chosen.has("quantity") && chosen.get("quantity") !== found?.column ? null : found;
  // A count with a remark stands in a quantity column of its own; one beside a name has no cell of its own.
  const columns = withChosen(
    written === null
      ? withFlatFee(derived, rough)
      : written.writing === "remarked"
        ? { ...derived, quantity: written.column }
        : derived,
    chosen,
  );
  const rows = sortRows(region, headerRow, columns, crosstab?.columns);
  const countsRows =
    crosstab === null &&
    columns.quantity === undefined &&
    written === null &&
    columns.amount === undefined &&
    rowsAreItems(columns, rows.dataRows.length);
  const choice = chooseRole({
    sheetName: region.sheet.name,
    columns: written === null ? columns : { ...columns, quantity: written.column },
    headers: [...rough.headers.values()],
    countsRows,
    hasCrosstab: crosstab !== null,
    hasDataRows: rows.dataRows.length > 0,
    isInvoiced: [...rough.headers].some(
      ([column, header]) =>
        INVOICE_NUMBER.test(foldHeader(header)) && (rough.profiles.get(column)?.filled ?? 0) > 0.5,
    ),
  });
  const role = correctedRole(corrected) ?? (region.sheet.isHidden ? "other" : choice.role);
  const scores = { ...rough.scores, ...Object.fromEntries([...chosen.keys()].map((field) => [field, 1])) };
  const { product } = columns;
  const joined =
    countsRows && role === "usage" && product !== undefined
      ? findJoinedProducts(rows.dataRows.map((row) => textOf(cellAt(region.sheet, row, product))))
      : null;
  return {
    region,
    choice,
    layout: {
      name: region.name,
      sheet: region.sheet.name,
      role,
      area: region.area,
      headerRow,
      columns: role === "billed" ? withLineDate(columns) : columns,
      headers: rough.headers,
      countsRows,
      crosstab,
      ...(written === null ? {} : { written }),
      ...(joined === null ? {} : { joined }),
      ...(countsRows && !chosen.has("quantity") ? doubtOf(rough, columns) : {}),
      ...(corrected.length === 0 ? {} : { corrected }),
      clientPlacement: rows.clientPlacement,
      clientColumn: rows.clientColumn,
      skippedRows: rows.skippedRows,
      confidence: confidenceOf(
        written === null || chosen.has("quantity") ? scores : { ...scores, quantity: WRITTEN_SCORE },
        written === null ? columns : { ...columns, quantity: written.column },
        crosstab,
      ),
      reasons: [
        ...(correctedRole(corrected) !== null
          ? []
          : region.sheet.isHidden
            ? ["the sheet is hidden"]
            : choice.reasons),
        ...(role === "other" ? [] : readingReasons(rough, chosen.size > 0 ? {} : columns, written, joined)),
        ...correctionReasons(corrected),
      ],
    },
  };
}

/** The crosstab of a region; a person who chose a column for what it spreads over headers says that it is none. */
function crosstabIn(
  region: Region,
  rough: Columns,
  rows: readonly number[],
  clientsAcross: ReadonlySet<number>,
  chosen: ReturnType<typeof correctedColumns>,
): Crosstab | null {
  const crosstab: Crosstab | null =
    clientsAcross.size > 0
      ? { axis: "client", columns: [...clientsAcross] }
      : crosstabOf(region, rough, rows);
  const isUndone = (field: Field): boolean => typeof chosen.get(field) === "number";
  return crosstab !== null && (isUndone("quantity") || isUndone(crosstab.axis)) ? null : crosstab;
}

/** The only date of an invoice line is that of what it bills. */
function withLineDate(
  columns: Readonly<Partial<Record<Field, number>>>,
): Readonly<Partial<Record<Field, number>>> {
  const { date, ...others } = columns;
  return date === undefined || columns.periodStart !== undefined ? columns : { ...others, periodStart: date };
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
