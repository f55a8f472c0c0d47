import type { BilledCell, CellValue, SheetGrid } from "../records";

/** Columns of a row that tell its line from others. */
export const LINE_WIDTH = 64;
/** A log entry stays readable, and a cell takes 32,767 characters. */
const LONGEST = 2000;
const MARK = " · line: ";

/** The texts of a row, in order: numbers may follow from the quantity, and errors come and go. */
export function lineTexts(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) =>
    typeof value === "string" && value.trim() !== "" && !value.startsWith("#") ? [value.trim()] : [],
  );
}

/** The texts of a row of a sheet as it was read. */
export function lineTextsIn({ area, values }: SheetGrid, row: number): readonly string[] {
  if (area === null) return [];
  const cells: readonly CellValue[] = values[row - area.firstRow] ?? [];
  return lineTexts(cells.slice(0, Math.max(0, LINE_WIDTH - area.firstColumn)));
}

/**
 * An invoice line by what it says, wherever its row stands: `Acme · Backup · line: INV-7 / Agreement 12`. This is how the log
 * names the line whose quantity was changed, so that a later session finds it again.
 * @param texts All texts of the line's row.
 */
export function lineName(cell: Pick<BilledCell, "client" | "service">, texts: readonly string[]): string {
  const others = texts.filter((text) => text !== cell.client.trim() && text !== cell.service.trim());
  const name = others.length === 0 ? lineTitle(cell) : `${lineTitle(cell)}${MARK}${others.join(" / ")}`;
  return name.slice(0, LONGEST).trim();
}

/** Client and service of a line, as people speak of it. */
export function lineTitle({ client, service }: Pick<BilledCell, "client" | "service">): string {
  return `${client} · ${service}`;
}

/** The part of a line's name that people speak of. */
export function titleOf(name: string): string {
  return name.split(MARK)[0] ?? name;
}
