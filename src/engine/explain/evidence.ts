import type {
  BilledCell,
  BilledLine,
  CellValue,
  Decimal,
  EvidenceRows,
  SheetGrid,
  SourceLayout,
  UsageRecord,
} from "../records";
import { ZERO, toQuantity } from "../records";

/**
 * The rows behind a quantity with what each says, per sheet or file, each row once and ascending. Where a record adds up
 * several rows of a file, what each of them says is not kept.
 */
export function evidenceOf(
  records: readonly Pick<UsageRecord, "sheet" | "row" | "quantity" | "grouped">[],
): readonly EvidenceRows[] {
  const bySheet = new Map<string, Map<number, Decimal | null>>();
  const added = new Set<string>();
  for (const { sheet, row, quantity, grouped } of records) {
    const rows = bySheet.get(sheet) ?? new Map<number, Decimal | null>();
    bySheet.set(sheet, rows);
    if (grouped !== undefined) {
      added.add(sheet);
      for (const each of grouped.numbers()) rows.set(each, null);
      continue;
    }
    const known = rows.get(row);
    // A row of a crosstab may count for several products.
    rows.set(row, known === undefined || known === null ? quantity : known.plus(quantity ?? ZERO));
  }
  return [...bySheet]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sheet, found]) => {
      const sorted = [...found].sort(([a], [b]) => a - b);
      const rows = sorted.map(([row]) => row);
      if (added.has(sheet)) return { sheet, rows };
      return {
        sheet,
        rows,
        quantities: sorted.map(([, quantity]) => (quantity === null ? null : toQuantity(quantity))),
      };
    });
}

/** The quantity cells of billed lines, in sheet order, with client and service as their own cells read. */
export function billedCellsOf(
  lines: readonly BilledLine[],
  layoutOf: (source: string) => SourceLayout | undefined,
  gridOf: (sheet: string) => SheetGrid | undefined,
): readonly BilledCell[] {
  return [...lines]
    .sort((a, b) =>
      a.sheet === b.sheet
        ? a.row - b.row || (a.quantityColumn ?? 0) - (b.quantityColumn ?? 0)
        : a.sheet < b.sheet
          ? -1
          : 1,
    )
    .map((line) => {
      const columns = layoutOf(line.source)?.columns;
      const grid = gridOf(line.sheet);
      return {
        sheet: line.sheet,
        row: line.row,
        column: line.quantityColumn,
        client: writtenText(grid, line.row, columns?.client) ?? line.client,
        service: writtenText(grid, line.row, columns?.product ?? columns?.sku) ?? line.service,
        quantity: toQuantity(line.quantity),
        isReversed: line.isReversed,
        isNumeric: line.hasNumericCell,
        ...(line.agreement === null ? {} : { agreement: line.agreement }),
        ...(line.unitPrice === null ? {} : { unitPrice: toQuantity(line.unitPrice) }),
      };
    });
}

function writtenText(grid: SheetGrid | undefined, row: number, column: number | undefined): string | null {
  if (grid === undefined || grid.area === null || column === undefined) return null;
  const value: CellValue = grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null;
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;
}
