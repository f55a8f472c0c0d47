import { clientKey } from "../normalise";
import type { Crosstab, Field, SheetGrid, SourceLayout } from "../records";
import { chooseColumns } from "./columns";
import { confidenceOf, doubtOf, readingReasons, WRITTEN_SCORE } from "./confidence";
import { crosstabOf, settle } from "./crosstab";
import { deriveColumns } from "./derive";
import { findHeaderRow } from "./header-row";
import { cellAt, columnsOf, rowsOf, textOf, type Region } from "./region";
import { regionsOf } from "./regions-of";
import { chooseRole, INVOICE_NUMBER, type RoleChoice } from "./role";
import { sortRows } from "./rows";
import { withLatestSnapshots } from "./snapshots";
import { findJoinedProducts } from "./joined-products";
import { foldHeader } from "./vocabulary";
import { findWrittenQuantity } from "./written-quantity";

/**
 * Recognises what each table and sheet is: its role, its header row, what its columns mean and which rows are data.
 * Nothing is decided by a sheet's position; a hidden sheet is only listed.
 */
export function recogniseSources(sheets: readonly SheetGrid[]): readonly SourceLayout[] {
  const drafts = sheets.flatMap((sheet) => {
    const regions = regionsOf(sheet);
    if (regions.length === 0) return [{ layout: emptyLayout(sheet), choice: null, region: null }];
    return regions.map((region) => recogniseRegion(region)).filter((draft) => !isLetterhead(draft));
  });
  const layouts = needOneInvoice(withoutPivots(withClientsAcross(drafts))).map(({ layout }) => layout);
  return withLatestSnapshots(layouts, sheets);
}

/** Text beside or above a table that states no number is no source. */
function isLetterhead({ layout, region }: Draft): boolean {
  if (region === null || layout.role !== "other" || region.sheet.tables.length === 0) return false;
  if (region.sheet.tables.some((table) => table.name === region.name)) return false;
  return !rowsOf(region.area).some((row) =>
    columnsOf(region.area).some((column) => typeof cellAt(region.sheet, row, column) === "number"),
  );
}

/** Services down and clients across: the headers of the number columns are clients that another source names. */
function withClientsAcross(drafts: readonly Draft[]): readonly Draft[] {
  const known = new Set(
    drafts.flatMap(({ layout, region }) => {
      const { client } = layout.columns;
      if (layout.role === "other" || region === null || client === undefined) return [];
      return rowsOf(region.area).map((row) => clientKey(textOf(cellAt(region.sheet, row, client))));
    }),
  );
  known.delete("");
  return drafts.map((draft) => {
    const { region, layout } = draft;
    if (region === null || layout.columns.client !== undefined || layout.columns.tenant !== undefined)
      return draft;
    const across = [...layout.headers].filter(([, header]) => known.has(clientKey(header)));
    return across.length < 2 ? draft : recogniseRegion(region, new Set(across.map(([column]) => column)));
  });
}

const SUMMED_HEADER = /^(?:sum|count|average|summe|anzahl|mittelwert|somme|suma) (?:of|von|de) (.+)$/;

/** A pivot of another sheet would count everything twice: its headers sum up a column that stands there. */
function withoutPivots(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft) => {
    const summed = [...draft.layout.headers.values()].flatMap(
      (header) => SUMMED_HEADER.exec(foldHeader(header))?.[1] ?? [],
    );
    const of = drafts.find(
      ({ layout }) =>
        layout !== draft.layout &&
        layout.role !== "other" &&
        [...layout.headers.values()].some((header) => summed.includes(foldHeader(header))),
    );
    if (of === undefined || draft.layout.role === "other") return draft;
    const reasons = [`it sums up "${of.layout.name}", which is read itself`];
    return { ...draft, layout: { ...draft.layout, role: "other", reasons } };
  });
}

interface Draft {
  readonly region: Region | null;
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

function recogniseRegion(region: Region, clientsAcross: ReadonlySet<number> = new Set()): Draft {
  const headerRow = findHeaderRow(region);
  if (headerRow === null)
    return {
      region,
      layout: { ...emptyLayout(region.sheet), name: region.name, area: region.area },
      choice: null,
    };
  // Rows are sorted twice: once to judge columns by data rows only, once with the columns known.
  const roughRows = sortRows(region, headerRow, {}).dataRows;
  const rough = chooseColumns(region, headerRow, roughRows, clientsAcross);
  const crosstab: Crosstab | null =
    clientsAcross.size > 0 ? { axis: "client", columns: [...clientsAcross] } : crosstabOf(region, rough);
  const derived = settle(
    crosstab === null ? deriveColumns(region, rough, roughRows) : rough.columns,
    crosstab,
  );
  const written =
    crosstab === null ? findWrittenQuantity(region, { ...rough, columns: derived }, roughRows) : null;
  // A count with a remark stands in a quantity column of its own; one beside a name has no cell of its own.
  const columns = written?.writing === "remarked" ? { ...derived, quantity: written.column } : derived;
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
  const role = region.sheet.isHidden ? "other" : choice.role;
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
      ...(countsRows ? doubtOf(rough, columns) : {}),
      clientPlacement: rows.clientPlacement,
      clientColumn: rows.clientColumn,
      skippedRows: rows.skippedRows,
      confidence: confidenceOf(
        written === null ? rough.scores : { ...rough.scores, quantity: WRITTEN_SCORE },
        written === null ? columns : { ...columns, quantity: written.column },
        crosstab,
      ),
      reasons: region.sheet.isHidden
        ? ["the sheet is hidden"]
        : [...choice.reasons, ...readingReasons(rough, written, joined)],
    },
  };
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
