import type { CellValue } from "../engine";
import { cutsOf, REQUEST_BYTES } from "./payload";
import type { OutgoingCell } from "./text";

/** Whether a cell that was read holds what would be written there. */
export function holds(outgoing: OutgoingCell, found: CellValue): boolean {
  if (typeof found === "object" && found !== null) return false;
  // A leading apostrophe is Excel's mark of a text and no part of it.
  const value = typeof outgoing === "string" && outgoing.startsWith("'") ? outgoing.slice(1) : outgoing;
  return value === (found ?? "");
}

/** Whether a cell whose formula was read holds the formula that would be written: Excel leaves out quotes that are not needed. */
export function holdsFormula(outgoing: OutgoingCell, found: unknown): boolean {
  return (
    typeof outgoing === "string" &&
    typeof found === "string" &&
    (outgoing === found || plainReferences(outgoing) === plainReferences(found))
  );
}

/** A formula or an address without the quotes that a plain sheet name does not need. */
export function plainReferences(formula: string): string {
  return formula.replace(/'([A-Za-z_][A-Za-z0-9_.]*)'!/g, "$1!");
}

/** Rows of neighbouring columns whose formulas are to be looked at. */
export interface FormulaBlock {
  readonly worksheet: Excel.Worksheet;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  /** What each row will take of the answer, in bytes. */
  readonly rowBytes: readonly number[];
}

/**
 * Reads the formulas of blocks, in as few requests as their sizes allow; values of cells without one. What was queued before
 * travels along.
 */
export async function formulasOf(
  context: Excel.RequestContext,
  blocks: readonly FormulaBlock[],
): Promise<readonly (readonly (readonly unknown[])[])[]> {
  const found = blocks.map((): (readonly unknown[])[] => []);
  let loaded: { readonly at: number; readonly range: Excel.Range }[] = [];
  let room = REQUEST_BYTES;
  const take = async (): Promise<void> => {
    await context.sync();
    for (const { at, range } of loaded) found[at]?.push(...(range.formulas as unknown[][]));
    loaded = [];
    room = REQUEST_BYTES;
  };
  for (const [at, { worksheet, row, column, columns, rowBytes }] of blocks.entries()) {
    const cuts = cutsOf(rowBytes, (bytes) => bytes);
    for (const [i, first] of cuts.entries()) {
      const part = rowBytes.slice(first, cuts[i + 1]);
      if (part.length === 0) continue;
      const bytes = part.reduce((sum, one) => sum + one, 0);
      if (loaded.length > 0 && bytes > room) await take();
      const range = worksheet.getRangeByIndexes(row + first, column, part.length, columns).load("formulas");
      loaded.push({ at, range });
      room -= bytes;
    }
  }
  await take();
  return found;
}
