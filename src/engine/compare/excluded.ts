import {
  Total,
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

interface Entry extends Omit<ExcludedRows, "row" | "rows" | "quantity"> {
  row: number;
  rows: number;
  readonly quantity: Total;
}

/** Lists what takes no part: lines by client and service, usage by product, both by sheet and reason, in sheet order. */
export function listExcluded(
  lines: readonly ExcludedLine[],
  usage: readonly PlacedSource[],
): readonly ExcludedRows[] {
  const entries = new Map<string, Entry>();
  const add = (found: Omit<ExcludedRows, "quantity">, quantity: Decimal): void => {
    const { sheet, row, rows, name, reason } = found;
    const key = `${sheet}\n${name}\n${reason}`;
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { sheet, row, rows: 0, name, quantity: new Total(), reason };
      entries.set(key, entry);
    }
    entry.row = Math.min(entry.row, row);
    entry.rows += rows;
    entry.quantity.add(quantity);
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
      const { reason } = place;
      add({ sheet, row, rows: rowCountOf(record), name: product ?? sku ?? sheet, reason }, countOf(record));
    });
  return [...entries.values()]
    .sort((a, b) => (a.sheet === b.sheet ? a.row - b.row : a.sheet < b.sheet ? -1 : 1))
    .map((entry) => ({ ...entry, quantity: toQuantity(entry.quantity.value) }));
}
