import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCsv } from "../../src/engine/match/csv";

/** A set of names with its truth: which right ids each left id may have. */
export interface NameSet {
  readonly name: string;
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly gold: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One name of a set. */
export interface Row {
  readonly id: string;
  readonly name: string;
}

/** Reads left.csv, right.csv and gold.csv of a set. */
export function readNameSet(folder: string, name: string): NameSet {
  const gold = new Map<string, Set<string>>();
  const [, ...pairs] = read(folder, name, "gold.csv");
  for (const [left = "", right = ""] of pairs) gold.set(left, (gold.get(left) ?? new Set()).add(right));
  return {
    name,
    left: names(read(folder, name, "left.csv")),
    right: names(read(folder, name, "right.csv")),
    gold,
  };
}

function read(folder: string, name: string, file: string): readonly (readonly string[])[] {
  return parseCsv(readFileSync(join(folder, name, file), "utf8"));
}

function names([header = [], ...rows]: readonly (readonly string[])[]): readonly Row[] {
  const id = header.indexOf("id");
  const name = header.indexOf("name");
  return rows.map((row) => ({ id: row[id] ?? "", name: row[name] ?? "" }));
}
