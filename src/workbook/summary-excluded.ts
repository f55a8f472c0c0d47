import type { ExcludedRows } from "../engine";
import { asText, type OutgoingCell } from "./text";

/** More would bury what stands below them; the counts of every source stand above. */
const MOST_SHOWN = 200;

/** The rows that take no part, for the summary: sheet, how many, their quantity, which and why. */
export function excludedRows(excluded: readonly ExcludedRows[]): {
  readonly shown: readonly OutgoingCell[][];
  readonly rest: readonly OutgoingCell[][];
} {
  const shown = excluded
    .slice(0, MOST_SHOWN)
    .map(({ sheet, row, rows, name, quantity, reason }) => [
      asText(sheet),
      rows,
      quantity,
      asText(`${name}, ${rows === 1 ? "" : "from "}row ${row + 1}: ${reason}`),
    ]);
  const more = excluded.length - shown.length;
  return { shown, rest: more === 0 ? [] : [[asText(`and ${more} more kinds`)]] };
}
