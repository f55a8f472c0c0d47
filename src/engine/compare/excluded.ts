import {
  ZERO,
  countOf,
  rowCountOf,
  toQuantity,
  type BilledLine,
  type Decimal,
  type ExcludedRows,
} from "../records";
import type { PlacedSource } from "./coverage";

/** A line that takes no part, and why. */
export interface ExcludedLine {
  readonly line: BilledLine;
  readonly reason: string;
}

interface Entry extends Omit<ExcludedRows, "rows" | "quantity"> {
  rows: number;
  quantity: Decimal;
}

/** Lists what takes no part: lines by client and service, usage by product, both by sheet and reason, in sheet order. */
export function listExcluded(
  lines: readonly ExcludedLine[],
  usage: readonly PlacedSource[],
): readonly ExcludedRows[] {
  const entries = new Map<string, Entry>();
  const add = (found: Omit<Entry, "quantity">, quantity: Decimal): void => {
    const key = `${found.sheet}\n${found.name}\n${found.reason}`;
    const known = entries.get(key);
    entries.set(key, {
      ...found,
      row: Math.min(found.row, known?.row ?? found.row),
      rows: found.rows + (known?.rows ?? 0),
      quantity: quantity.plus(known?.quantity ?? ZERO),
    });
  };
  for (const { line, reason } of lines) {
    const { sheet, row, client, service, quantity } = line;
    add({ sheet, row, rows: 1, name: `${client} · ${service}`, reason }, quantity);
  }
  for (const { records, places } of usage)
    records.forEach((record, i) => {
      const place = places[i];
      if (place?.kind !== "excluded") return;
      const { sheet, row, product, sku } = record;
      const found = { sheet, row, rows: rowCountOf(record), name: product ?? sku ?? sheet };
      add({ ...found, reason: place.reason }, countOf(record));
    });
  return [...entries.values()]
    .sort((a, b) => (a.sheet === b.sheet ? a.row - b.row : a.sheet < b.sheet ? -1 : 1))
    .map((entry) => ({ ...entry, quantity: toQuantity(entry.quantity) }));
}
