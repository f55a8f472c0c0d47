import type {
  BilledCell,
  BilledLine,
  CellValue,
  Decimal,
  EvidenceRows,
  GroupedRows,
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
  const single = evidenceOfOneSheet(records);
  if (single !== null) return single;
  const bySheet = new Map<string, SheetEvidence>();
  for (const record of records) {
    const { sheet, grouped } = record;
    let found = bySheet.get(sheet);
    if (found === undefined) {
      found = { rows: new Map(), grouped: [] };
      bySheet.set(sheet, found);
    }
    if (grouped !== undefined) {
      found.grouped.push(grouped);
      continue;
    }
    const { row, quantity } = record;
    const known = found.rows.get(row);
    // A row of a crosstab may count for several products.
    found.rows.set(row, known === undefined || known === null ? quantity : known.plus(quantity ?? ZERO));
  }
  return [...bySheet]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sheet, { rows: found, grouped }]) => {
      if (grouped.length > 0) return { sheet, rows: rowsOf(grouped, found.keys()) };
      const sorted = [...found].sort(([a], [b]) => a - b);
      return {
        sheet,
        rows: sorted.map(([row]) => row),
        quantities: sorted.map(([, quantity]) => (quantity === null ? null : toQuantity(quantity))),
      };
    });
}

/** As most results have it: rows of one sheet, each once and ascending already; `null` for any other evidence. */
function evidenceOfOneSheet(
  records: readonly Pick<UsageRecord, "sheet" | "row" | "quantity" | "grouped">[],
): readonly EvidenceRows[] | null {
  const sheet = records[0]?.sheet;
  if (sheet === undefined) return [];
  const rows: number[] = [];
  const quantities: (number | null)[] = [];
  let before = -1;
  for (const record of records) {
    const { row, quantity } = record;
    if (row <= before || record.grouped !== undefined || record.sheet !== sheet) return null;
    before = row;
    rows.push(row);
    quantities.push(quantity === null ? null : toQuantity(quantity));
  }
  return [{ sheet, rows, quantities }];
}

/** What was found on one sheet or in one file. */
interface SheetEvidence {
  /** Single rows with what each says. */
  readonly rows: Map<number, Decimal | null>;
  readonly grouped: GroupedRows[];
}

/** The rows of groups and single ones, each once and ascending. */
function rowsOf(groups: readonly GroupedRows[], singles: Iterable<number>): Int32Array {
  const others = [...singles];
  const all = new Int32Array(groups.reduce((count, group) => count + group.count, others.length));
  let at = 0;
  for (const group of groups) {
    all.set(group.numbers(), at);
    at += group.count;
  }
  all.set(others, at);
  all.sort();
  return all.filter((row, i) => i === 0 || row !== all[i - 1]);
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
