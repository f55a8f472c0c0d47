import type {
  BilledCell,
  BilledLine,
  CellValue,
  EvidenceRows,
  RowRef,
  SheetGrid,
  SourceLayout,
  UsageRecord,
} from "../records";
import { toQuantity } from "../records";

/** The rows behind a quantity, per sheet, each once and ascending. */
export function evidenceOf(
  records: readonly (RowRef & Pick<UsageRecord, "grouped">)[],
): readonly EvidenceRows[] {
  const bySheet = new Map<string, Set<number>>();
  for (const { sheet, row, grouped } of records) {
    const rows = bySheet.get(sheet) ?? new Set<number>();
    for (const each of grouped?.numbers() ?? [row]) rows.add(each);
    bySheet.set(sheet, rows);
  }
  return [...bySheet]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sheet, rows]) => ({ sheet, rows: [...rows].sort((a, b) => a - b) }));
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
      };
    });
}

function writtenText(grid: SheetGrid | undefined, row: number, column: number | undefined): string | null {
  if (grid === undefined || grid.area === null || column === undefined) return null;
  const value: CellValue = grid.values[row - grid.area.firstRow]?.[column - grid.area.firstColumn] ?? null;
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;
}
