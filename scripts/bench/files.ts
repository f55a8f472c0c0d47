import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { usageFiles } from "./files-data";
import type { FileOutcome } from "./files-peers";

const ROWS = 5_000_000;
/** What the heap of a process may hold; buffers come on top. */
const HEAP_MB = 220;

/**
 * Prints time and memory of reconciling a usage file of 5,000,000 rows with an invoice of 20,162 lines, beside a Map by joined
 * texts; each in a process of its own. Memory is the most that the process had, and the part of it that came with the file.
 * @throws Error where the two find different things.
 */
export async function benchFiles(print: (line: string) => void): Promise<void> {
  const { csv, parquet, invoice } = await usageFiles(ROWS);
  print(`\n${ROWS.toLocaleString("en")} usage rows, heap limited to ${HEAP_MB} MB`);
  const runs = [
    ["this project", csv, ".csv.gz"],
    ["Map", csv, ".csv.gz"],
    ["this project", parquet, ".parquet"],
  ] as const;
  const found = new Set<string>();
  for (const [name, path, ending] of runs) {
    const outcome = await outcomeOf([name, path, invoice]);
    found.add(outcome.found);
    const { seconds, streamedSeconds, beforeMb, streamedMb, peakMb, note } = outcome;
    print(
      `  ${name}, ${ending}: ${seconds.toFixed(1)} s (read ${streamedSeconds.toFixed(1)} s), peak ${peakMb.toFixed(0)} MB, ` +
        `${(peakMb - beforeMb).toFixed(0)} MB above the start (${(streamedMb - beforeMb).toFixed(0)} MB while reading); ${note}`,
    );
  }
  const [all = "", ...others] = found;
  if (others.length > 0) throw new Error(`Contestants differ: ${all} and ${others.join(", ")}.`);
  print(`  all found: ${all}`);
}

async function outcomeOf(args: readonly string[]): Promise<FileOutcome> {
  const child = join(import.meta.dirname, "files-child.ts");
  const options = [`--max-old-space-size=${HEAP_MB}`, "--import", "tsx", child, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  return JSON.parse(stdout) as FileOutcome;
}
