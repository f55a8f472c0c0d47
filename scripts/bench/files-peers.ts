import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { SheetGrid } from "../../src/engine/records";

/** What a contestant found in a file, in words that are the same for all. */
export interface FileFindings {
  readonly found: string;
  readonly note: string;
  /** When the file was read, and the most memory until then. */
  readonly streamed: { readonly at: number; readonly peakMb: number };
  /** Keeps its results alive until memory was read. */
  readonly held: unknown;
}

/** What a process of one contestant prints: its findings, seconds, and the most megabytes it had at each point. */
export interface FileOutcome {
  readonly found: string;
  readonly note: string;
  readonly seconds: number;
  readonly streamedSeconds: number;
  readonly beforeMb: number;
  readonly streamedMb: number;
  readonly peakMb: number;
}

/** A way to compare a usage file with an invoice. */
export type FileContestant = (path: string, invoice: SheetGrid) => Promise<FileFindings>;

/** The most memory that this process had so far, in megabytes. */
export function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** What most people would write: a Map by joined texts with binary sums and the row numbers of each, line by line. */
export const MAP_OF_TEXTS: FileContestant = async (path, invoice) => {
  const sums = new Map<string, { quantity: number; rows: number[] }>();
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) });
  let row = 0;
  for await (const line of lines) {
    if (row > 0) {
      const [client = "", product = "", , , quantity = ""] = line.split(",");
      const key = `${client}\n${product}`;
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { quantity: Number(quantity), rows: [row] });
      else {
        known.quantity += Number(quantity);
        known.rows.push(row);
      }
    }
    row += 1;
  }
  const streamed = { at: performance.now(), peakMb: peakMb() };
  let differing = 0;
  let difference = 0;
  const billed = invoice.values.slice(1);
  for (const [client, product, quantity] of billed as unknown as readonly (readonly [
    string,
    string,
    number,
  ])[]) {
    const used = sums.get(`${client}\n${product}`)?.quantity ?? 0;
    if (used === quantity) continue;
    differing += 1;
    difference += used - quantity;
  }
  return {
    streamed,
    held: sums,
    found: `${billed.length} results, ${differing} differ by ${difference}`,
    note: `${sums.size.toLocaleString("en")} groups by client and product`,
  };
};
