import { OUTCOMES, type Outcome, type ResultRow } from "../engine/records";
import type { CellPlace } from "./ports";
import type { GroupBy, ResultView, SortBy } from "./state";

/** One line of the list: a group heading or a result. */
export type ListItem =
  | { readonly kind: "group"; readonly name: string; readonly count: number }
  | { readonly kind: "row"; readonly row: ResultRow };

// One collator for every comparison: building one per call makes sorting 20,000 rows slow.
const collator = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

const COMPARE: Readonly<Record<SortBy, (a: ResultRow, b: ResultRow) => number>> = {
  // Without money at stake, what needs eyes comes before what is settled.
  impact: (a, b) =>
    Math.abs(b.impact ?? 0) - Math.abs(a.impact ?? 0) ||
    OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome),
  difference: (a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0),
  client: (a, b) => collator.compare(a.client, b.client),
  service: (a, b) => collator.compare(a.service, b.service),
};

/** Rows per outcome among those that the search finds: what the filter buttons show. */
export function countOutcomes(rows: readonly ResultRow[], search: string): ReadonlyMap<Outcome, number> {
  const counts = new Map<Outcome, number>();
  const isFound = finderOf(search);
  for (const row of rows) {
    if (isFound(row)) counts.set(row.outcome, (counts.get(row.outcome) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => OUTCOMES.indexOf(a) - OUTCOMES.indexOf(b)));
}

/** The rows to show, in order; ties keep the order of the reconciliation. */
export function selectRows(rows: readonly ResultRow[], view: ResultView): readonly ResultRow[] {
  const outcomes = new Set(view.outcomes);
  const isFound = finderOf(view.search);
  return rows
    .filter((row) => (outcomes.size === 0 || outcomes.has(row.outcome)) && isFound(row))
    .sort(COMPARE[view.sort]);
}

/** The rows as list lines; groups come in alphabetical order and keep the order of rows inside. */
export function groupRows(rows: readonly ResultRow[], group: GroupBy): readonly ListItem[] {
  if (group === "none") return rows.map((row) => ({ kind: "row", row }));
  const groups = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const members = groups.get(row[group]);
    if (members === undefined) groups.set(row[group], [row]);
    else members.push(row);
  }
  return [...groups]
    .sort(([a], [b]) => collator.compare(a, b))
    .flatMap(([name, members]): ListItem[] => [
      { kind: "group", name, count: members.length },
      ...members.map((row): ListItem => ({ kind: "row", row })),
    ]);
}

/** The result whose billed cell stands at `place`; any column of the invoice line will do. */
export function findRowAt(rows: readonly ResultRow[], place: CellPlace): ResultRow | undefined {
  return rows.find((row) =>
    row.billedCells.some((cell) => cell.sheet === place.sheet && cell.row === place.row),
  );
}

/** Whether a row holds every word of a search; a blank search finds all, without a look at their texts. */
function finderOf(search: string): (row: ResultRow) => boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return ({ client, service }) => {
    if (words.length === 0) return true;
    const text = `${client}\n${service}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
