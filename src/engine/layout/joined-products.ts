import { catalogueKey } from "../catalogue";
import { foldText } from "../normalise";
import type { JoinedProducts } from "../records";

const SEPARATORS = ["+", ";", "\n", ",", "|"] as const;
/** Share of the parts that must be known as products of their own. */
const MOST = 0.8;
const SAMPLED_CELLS = 2000;

/**
 * Finds out whether the cells of a product column name several products each ("Microsoft 365 E3+Visio Plan 2"), as user
 * lists do. A part counts as a product when it stands alone in another cell, in another combination, or in the catalogue.
 */
export function findJoinedProducts(cells: readonly string[]): JoinedProducts | null {
  const sampled = cells.slice(0, SAMPLED_CELLS);
  const whole = new Set(sampled.map(foldText));
  for (const separator of SEPARATORS) {
    const combinations = [...new Set(sampled.filter((cell) => cell.includes(separator)))].filter(
      (cell) => catalogueKey(cell) === null,
    );
    if (combinations.length === 0) continue;
    const uses = new Map<string, number>();
    for (const cell of combinations)
      for (const part of new Set(partsOf(cell, separator))) uses.set(part, (uses.get(part) ?? 0) + 1);
    const isProduct = (part: string): boolean =>
      part !== "" && (whole.has(part) || (uses.get(part) ?? 0) > 1 || catalogueKey(part) !== null);
    const parts = [...uses.keys()];
    const known = parts.filter(isProduct);
    if (known.length >= 2 && known.length >= parts.length * MOST) return { separator, known: new Set(known) };
  }
  return null;
}

/** The products that a cell names: itself where it is one product or holds a part that nobody knows. */
export function splitProducts(cell: string, { separator, known }: JoinedProducts): readonly string[] {
  if (!cell.includes(separator) || catalogueKey(cell) !== null) return [cell];
  const parts = cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const isKnown = parts.every((part) => known.has(foldText(part)) || catalogueKey(part) !== null);
  return isKnown && parts.length > 0 ? parts : [cell];
}

function partsOf(cell: string, separator: string): readonly string[] {
  return cell
    .split(separator)
    .map(foldText)
    .filter((part) => part !== "");
}
