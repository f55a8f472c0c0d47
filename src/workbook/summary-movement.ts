import { movementOf, type MovedTotal, type ResultRow, type RunMemory } from "../engine";
import { asText, type OutgoingCell } from "./text";

/** Headings of the comparison with the last run. */
export const MOVEMENT_TITLE = ["Month over month", "Currency", "Rows", "Underbilled", "Overbilled"] as const;

/** The columns of those that hold money. */
export const MOVEMENT_MONEY: readonly number[] = [3, 4];

/** What became of the last run's open results, by currency; `baseline` is `null` where no earlier run is known. */
export function movementRows(
  results: readonly ResultRow[],
  baseline: RunMemory | null,
): readonly (readonly OutgoingCell[])[] {
  if (baseline === null) return [["No earlier run to compare with."]];
  const { recovered, closed, stillOpen, fresh } = movementOf(results, baseline);
  const { ranAt, period } = baseline;
  const days = period === null ? "" : `, for ${period.start} to before ${period.end}`;
  return [
    [`Compared with the run of ${ranAt.slice(0, 16).replace("T", " ")} (UTC)${days}`],
    ...classRows("Recovered: billed now", recovered),
    ...classRows("Settled otherwise", closed),
    ...classRows("Still open", stillOpen),
    ...classRows("New", fresh),
  ];
}

function classRows(name: string, totals: readonly MovedTotal[]): readonly (readonly OutgoingCell[])[] {
  if (totals.length === 0) return [[name, "", 0]];
  return totals.map(({ currency, rows, underbilled, overbilled }) => [
    name,
    asText(currency),
    rows,
    underbilled,
    overbilled,
  ]);
}
