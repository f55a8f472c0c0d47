import { allocate } from "../engine/share";
import type { ResultRow } from "../engine/records";
import type { QuantityUpdate } from "./ports";

/**
 * The invoice cells to change so that a result reads as expected: an increase goes to the last line that is no credit, a
 * decrease is taken from there backwards and leaves no line below zero. Empty when there is nothing to change, and when a
 * line would have to be added or has no cell with a plain number: then it is done by hand.
 */
export function updatesFor(row: ResultRow): readonly QuantityUpdate[] {
  if (row.difference === null || row.difference === 0) return [];
  const { changes, rest } = allocate(row.billedCells, row.difference);
  const isPlain = changes.every(({ cell }) => cell.isNumeric && cell.column !== null);
  return rest === 0 && isPlain ? changes.map((change) => ({ key: row.key, ...change })) : [];
}
