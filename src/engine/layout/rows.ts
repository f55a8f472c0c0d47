import type { ClientPlacement, Field, SkippedRowKind } from "../records";
import { foldText } from "../normalise";
import { cellAt, columnsOf, isBlank, rowsOf, textOf, type Region } from "./region";
import { foldHeader, isTotalText } from "./vocabulary";

/** Which rows below the header are data, and how the client of a row is found. */
export interface RowKinds {
  readonly skippedRows: ReadonlyMap<number, SkippedRowKind>;
  readonly dataRows: readonly number[];
  readonly clientPlacement: ClientPlacement;
  readonly clientColumn: number | null;
}

/** Sorts the rows of a region; a row that is neither title, total, repeated header nor lone text is data. */
export function sortRows(
  region: Region,
  headerRow: number,
  columns: Readonly<Partial<Record<Field, number>>>,
): RowKinds {
  const { sheet, area } = region;
  const skippedRows = new Map<number, SkippedRowKind>();
  const header = headerTexts(region, headerRow);
  const groups: { row: number; column: number }[] = [];
  const dataRows: number[] = [];
  for (const row of rowsOf(area)) {
    if (row === headerRow) continue;
    const filled = columnsOf(area).filter((column) => !isBlank(cellAt(sheet, row, column)));
    const kind = row < headerRow ? "title" : kindOf(region, row, filled, header, columns);
    if (kind === null) dataRows.push(row);
    else skippedRows.set(row, filled.length === 0 ? "blank" : kind);
    const [only] = filled;
    if (kind === "group" && only !== undefined) groups.push({ row, column: only });
  }
  const hasClient =
    columns.client !== undefined || columns.tenant !== undefined || columns.clientId !== undefined;
  if (!hasClient && groups.length > 0) {
    return { skippedRows, dataRows, clientPlacement: "group-row", clientColumn: groups[0]?.column ?? null };
  }
  // With a client on every row, a lone text is a remark, not a heading.
  for (const { row } of groups) skippedRows.set(row, "note");
  return { skippedRows, dataRows, ...placementOf(region, dataRows, columns) };
}

function headerTexts(region: Region, headerRow: number): ReadonlyMap<number, string> {
  const texts = columnsOf(region.area).map(
    (column) => [column, foldText(textOf(cellAt(region.sheet, headerRow, column)))] as const,
  );
  return new Map(texts.filter(([, text]) => text !== ""));
}

function kindOf(
  region: Region,
  row: number,
  filled: readonly number[],
  header: ReadonlyMap<number, string>,
  columns: Readonly<Partial<Record<Field, number>>>,
): SkippedRowKind | null {
  const { sheet } = region;
  if (filled.length === 0) return "blank";
  const texts = filled.map((column) => foldText(textOf(cellAt(sheet, row, column))));
  if (filled.length >= 2 && filled.every((column, i) => header.get(column) === texts[i]))
    return "repeated-header";
  const isTotal = filled.some((column, i) => {
    const value = cellAt(sheet, row, column);
    return typeof value === "string" && isTotalText(texts[i] ?? "");
  });
  // A product may be called "Total Protect": a total row names no second thing and no price of its own.
  const names = [columns.client, columns.product, columns.sku].filter(
    (column) => column !== undefined && !isBlank(cellAt(sheet, row, column)),
  );
  if (isTotal && names.length <= 1) return "total";
  const [only] = filled;
  const isLoneText =
    filled.length === 1 && only !== undefined && typeof cellAt(sheet, row, only) === "string";
  if (isLoneText && header.size > 1) return "group";
  return null;
}

/** A client column that is filled on the first row of each block only. */
function placementOf(
  region: Region,
  dataRows: readonly number[],
  columns: Readonly<Partial<Record<Field, number>>>,
): { clientPlacement: ClientPlacement; clientColumn: number | null } {
  const { client } = columns;
  if (client === undefined) return { clientPlacement: "row", clientColumn: null };
  const blanks = dataRows.filter((row) => isBlank(cellAt(region.sheet, row, client))).length;
  const [first] = dataRows;
  const startsFilled = first !== undefined && !isBlank(cellAt(region.sheet, first, client));
  const isFillDown = startsFilled && blanks >= dataRows.length * 0.3 && blanks > 1;
  return { clientPlacement: isFillDown ? "fill-down" : "row", clientColumn: client };
}

/** Whether a header names a total column. */
export function isTotalHeader(header: string): boolean {
  return isTotalText(foldHeader(header));
}
