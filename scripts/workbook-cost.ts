/**
 * Prints what runs cost in Excel's terms (syncs, bytes each way, the largest request and answer): of a workbook, or with
 * `--sizes` of generated months by size.
 */
import { readFile } from "node:fs/promises";
import { reconcile } from "../src/engine";
import { connect, EmbeddedHost, type Counters } from "../src/host";
import { ExcelGateway, readWorkbook, writeReconciliation } from "../src/workbook";
import { fillMonth } from "./generated-month";

interface Cost {
  readonly step: string;
  readonly counters: Counters;
}

async function costOf(host: EmbeddedHost): Promise<readonly Cost[]> {
  const gateway = new ExcelGateway(await connect(host));
  const costs: Cost[] = [];
  const take = (step: string): void => {
    costs.push({ step, counters: { ...host.counters } });
    Object.assign(host.counters, { requests: 0, bytesIn: 0, bytesOut: 0, largestIn: 0, largestOut: 0 });
  };
  for (const [run, now] of [
    ["first run", "2026-06-02T08:00:00Z"],
    ["same again", "2026-06-03T08:00:00Z"],
  ] as const) {
    const read = await readWorkbook(gateway);
    take(`${run}, reading`);
    await writeReconciliation(gateway, read, reconcile(read.snapshot, { now }), { who: "cost report" });
    take(`${run}, writing`);
  }
  return costs;
}

const kib = (bytes: number): string => Math.round(bytes / 1024).toLocaleString("en-US");

function print(name: string, costs: readonly Cost[]): void {
  for (const { step, counters } of costs) {
    const { requests, bytesIn, bytesOut, largestIn, largestOut } = counters;
    console.log(
      `| ${name} | ${step} | ${requests} | ${kib(bytesIn)} | ${kib(bytesOut)} | ${kib(largestIn)} | ${kib(largestOut)} |`,
    );
  }
}

console.log("| month | step | syncs | sent KiB | received KiB | largest sent | largest received |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
if (process.argv[2] === "--sizes") {
  for (const [rows, lines, columns] of [
    [1_000, 200, 6],
    [10_000, 2_000, 6],
    [100_000, 20_000, 6],
    [100_000, 2_000, 40],
  ] as const) {
    const host = EmbeddedHost.create();
    // Only what travels is counted here, and a large month takes long to calculate.
    host.isCalculating = false;
    fillMonth(host, rows, lines, columns);
    print(
      `${rows.toLocaleString("en-US")} usage rows of ${columns} columns, ${lines.toLocaleString("en-US")} lines`,
      await costOf(host),
    );
  }
} else {
  const file = process.argv[2] ?? "assets/samples/realistic-month.xlsx";
  print(file.replace(/^.*\//, ""), await costOf(await EmbeddedHost.open(await readFile(file))));
}
process.exit(0);
