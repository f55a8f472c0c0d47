import { idKey } from "../normalise";
import type { MappingRow } from "./mapping-table";

/** What the table says about a name: nothing, leave out, or where it belongs (several rows are allowed). */
export type TableAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "ignored" }
  | { readonly kind: "mapped"; readonly to: readonly string[] };

/** Looks names up in a mapping table: a row for the source itself wins over a row for every source. */
export interface TableIndex {
  readonly find: (source: string, names: readonly string[]) => TableAnswer;
  /** Whether any row, suggested ones too, lists this name for this source or for every source. */
  readonly lists: (source: string, name: string) => boolean;
  /** Targets of the rows that name this source, `*` sources left out: what the source is said to cover. */
  readonly targetsOf: (source: string) => readonly string[];
}

export function indexTable(rows: readonly MappingRow[], keyOf: (name: string) => string): TableIndex {
  const byName = new Map<string, MappingRow[]>();
  const add = (key: string, row: MappingRow): void => {
    byName.set(key, [...(byName.get(key) ?? []), row]);
  };
  for (const row of rows) {
    // Exactly as written first; the folded spelling is found when no row has the exact one.
    add(`${row.source}\n=${idKey(row.name)}`, row);
    add(`${row.source}\n~${keyOf(row.name)}`, row);
  }
  const used = (key: string): readonly MappingRow[] =>
    (byName.get(key) ?? []).filter((row) => row.status !== "suggested");
  return {
    find: (source, names) => {
      for (const scope of [idKey(source), "*"]) {
        for (const name of names) {
          const exact = used(`${scope}\n=${idKey(name)}`);
          const found = exact.length > 0 ? exact : used(`${scope}\n~${keyOf(name)}`);
          if (found.length > 0) return answer(found);
        }
      }
      return { kind: "none" };
    },
    lists: (source, name) => [idKey(source), "*"].some((scope) => byName.has(`${scope}\n=${idKey(name)}`)),
    targetsOf: (source) =>
      rows.filter((row) => row.status === "confirmed" && row.source === idKey(source)).map((row) => row.to),
  };
}

function answer(rows: readonly MappingRow[]): TableAnswer {
  const to = rows.filter((row) => row.status === "confirmed").map((row) => row.to);
  return to.length === 0 ? { kind: "ignored" } : { kind: "mapped", to: [...new Set(to)] };
}
