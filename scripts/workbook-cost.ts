/** Prints what a run costs in Excel's terms: requests (syncs), bytes each way, cells read and written. */
import { readFile } from "node:fs/promises";
import { reconcile } from "../src/engine";
import { connect, EmbeddedHost } from "../src/host";
import { ExcelGateway, readWorkbook, writeReconciliation } from "../src/workbook";

const file = process.argv[2] ?? "assets/samples/realistic-month.xlsx";
const host = await EmbeddedHost.open(await readFile(file));
const gateway = new ExcelGateway(await connect(host));
const read = await readWorkbook(gateway);
const afterRead = { ...host.counters };
await writeReconciliation(gateway, read, reconcile(read.snapshot, { now: new Date().toISOString() }), {
  who: "cost report",
});
const after = host.counters;
const line = (
  name: string,
  requests: number,
  bytesIn: number,
  bytesOut: number,
  cellsRead: number,
  cellsWritten: number,
): void => {
  console.log(
    `${name}: ${requests} requests, ${Math.round(bytesIn / 1024)} KiB sent, ${Math.round(bytesOut / 1024)} KiB received, ${cellsRead} cells read, ${cellsWritten} cells written`,
  );
};
line(
  "reading",
  afterRead.requests,
  afterRead.bytesIn,
  afterRead.bytesOut,
  afterRead.cellsRead,
  afterRead.cellsWritten,
);
line(
  "writing",
  after.requests - afterRead.requests,
  after.bytesIn - afterRead.bytesIn,
  after.bytesOut - afterRead.bytesOut,
  after.cellsRead - afterRead.cellsRead,
  after.cellsWritten - afterRead.cellsWritten,
);
process.exit(0);
