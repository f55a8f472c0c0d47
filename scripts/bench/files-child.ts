/** One contestant on one usage file, in a process of its own: prints what it found, its time and its memory as JSON. */
import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { reconcile, type SheetGrid } from "../../src/engine";
import { readUsageBlob } from "../../src/run/files/read-usage-file";
import { MAP_OF_TEXTS, peakMb, type FileContestant, type FileOutcome } from "./files-peers";

const PERIOD = { start: "2026-05-01", end: "2026-06-01" };
const NOW = "2026-06-02T08:00:00Z";

/** This project: the file as a source beside the invoice, with every row behind every result. */
const PROJECT: FileContestant = async (path, invoice) => {
  const file = await readUsageBlob(await openAsBlob(path), basename(path));
  const groups = file.extraction.usage.length;
  const streamed = { at: performance.now(), peakMb: peakMb() };
  const snapshot = { sheets: [invoice], tables: {} };
  const { results, complete } = reconcile(snapshot, { now: NOW, period: PERIOD, files: [file] });
  if (!complete) throw new Error("The run is not complete; the figures mean nothing.");
  const differing = results.filter(({ outcome }) => outcome !== "matched");
  return {
    streamed,
    held: [results, file],
    found: `${results.length} results, ${differing.length} differ by ${differing.reduce((sum, { difference }) => sum + (difference ?? 0), 0)}`,
    note: `${groups.toLocaleString("en")} groups by client, product and day; ${results.reduce((rows, { evidence }) => rows + evidence.reduce((sum, each) => sum + each.rows.length, 0), 0).toLocaleString("en")} rows of evidence`,
  };
};

const [name = "", path = "", invoicePath = ""] = process.argv.slice(2);
const contestant = name === "this project" ? PROJECT : MAP_OF_TEXTS;
const invoice = JSON.parse(await readFile(invoicePath, "utf8")) as SheetGrid;
const beforeMb = peakMb();
const start = performance.now();
const { found, note, streamed, held } = await contestant(path, invoice);
const seconds = (performance.now() - start) / 1000;
// Looking at the results after the last reading keeps them alive until then.
const outcome: FileOutcome = {
  found,
  note,
  seconds,
  streamedSeconds: (streamed.at - start) / 1000,
  beforeMb,
  streamedMb: streamed.peakMb,
  peakMb: peakMb(),
};
if (held !== null) process.stdout.write(JSON.stringify(outcome));
