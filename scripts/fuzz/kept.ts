import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "./target";

/** The inputs of a target that stay with the project. */
export interface Kept {
  /** Inputs that a parser got wrong once. */
  readonly faults: readonly string[];
  /** Short inputs that together reach all that was found. */
  readonly corpus: readonly string[];
}

function fileOf({ name }: Target): string {
  return join(process.cwd(), "test/fixtures/fuzz", `${name.toLowerCase().replaceAll(" ", "-")}.json`);
}

export function readKept(target: Target): Kept {
  const file = fileOf(target);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : { faults: [], corpus: [] };
}

export function writeKept(target: Target, kept: Kept): void {
  writeFileSync(fileOf(target), `${JSON.stringify(kept, null, 2)}\n`);
}
