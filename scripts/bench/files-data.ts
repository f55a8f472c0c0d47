import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import type { SheetGrid } from "../../src/engine/records";

/** One row of the usage export. */
interface UsageRow {
  readonly client: string;
  readonly product: string;
  readonly day: string;
  readonly site: string;
  readonly quantity: number;
}

const PRODUCTS_PER_CLIENT = 34;
const PRODUCTS = 240;
const SITES = 8;
const DAYS = 31;
const ROWS_PER_CLIENT = PRODUCTS_PER_CLIENT * SITES * DAYS;
/** Rows of the Parquet file that are written together. */
const ROW_GROUP = 100_000;

const clientsOf = (rows: number): number => Math.ceil(rows / ROWS_PER_CLIENT);
const clientName = (client: number): string => `Client ${client} Medical Group`;
const productName = (client: number, nth: number): string =>
  `Managed service no. ${(client * 11 + nth * 7) % PRODUCTS}`;

/**
 * The rows of a daily usage export, the same ones each time: every client with 34 products at eight sites on each day of May,
 * day after day, the clients and products of a day in no order. 5,000,000 rows make 625,022 groups by client, product and day.
 */
function* usageRows(rows: number): Generator<UsageRow> {
  const perDay = Math.ceil(rows / DAYS);
  const each = clientsOf(rows) * PRODUCTS_PER_CLIENT * SITES;
  for (let at = 0; at < rows; at += 1) {
    const day = Math.floor(at / perDay);
    // The step is a prime that no count of rows here is a multiple of: it meets every combination once.
    const mixed = (at * 48_271 + day * 7919) % each;
    const client = Math.floor(mixed / (PRODUCTS_PER_CLIENT * SITES));
    const nth = Math.floor(mixed / SITES) % PRODUCTS_PER_CLIENT;
    yield {
      client: clientName(client),
      product: productName(client, nth),
      day: `2026-05-${String(day + 1).padStart(2, "0")}`,
      site: `Site ${(mixed % SITES) + 1}`,
      quantity: 1 + ((client + nth) % 5) + (mixed % 4) / 4,
    };
  }
}

/** An invoice of what the export sums to, except every twentieth line, which is two short. */
function invoiceOf(rows: number): SheetGrid {
  const sums = new Map<string, [string, string, number]>();
  for (const { client, product, quantity } of usageRows(rows)) {
    const key = `${client}\n${product}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, [client, product, quantity]);
    else known[2] += quantity;
  }
  const lines = [...sums.values()].map(([client, product, sum], i) => {
    const billed = sum - (i % 20 === 7 ? 2 : 0);
    return [client, product, billed, 0.5, billed / 2];
  });
  return {
    name: "Invoice",
    area: { firstRow: 0, firstColumn: 0, lastRow: lines.length, lastColumn: 4 },
    values: [["Client", "Service", "Quantity", "Unit price", "Amount"], ...lines],
    formats: [],
    tables: [],
    merges: [],
    isHidden: false,
  };
}

/** The paths of the export in both formats, and of its invoice as JSON. */
export interface UsageFiles {
  readonly csv: string;
  readonly parquet: string;
  readonly invoice: string;
}

/** Makes the export as .csv.gz and as .parquet, with its invoice, where they are not there yet. */
export async function usageFiles(rows: number): Promise<UsageFiles> {
  const folder = join(tmpdir(), "billing-reconciliation-usage-files");
  await mkdir(folder, { recursive: true });
  const csv = join(folder, `usage-${rows}.csv.gz`);
  const parquet = join(folder, `usage-${rows}.parquet`);
  if (!existsSync(csv)) {
    await pipeline(
      Readable.from(csvBlocks(rows)),
      createGzip({ level: 1 }),
      createWriteStream(`${csv}.part`),
    );
    await rename(`${csv}.part`, csv);
  }
  if (!existsSync(parquet)) {
    writeParquet(`${parquet}.part`, rows);
    await rename(`${parquet}.part`, parquet);
  }
  const invoice = join(folder, `invoice-${rows}.json`);
  if (!existsSync(invoice)) await writeFile(invoice, JSON.stringify(invoiceOf(rows)));
  return { csv, parquet, invoice };
}

function* csvBlocks(rows: number): Generator<string> {
  let block = "Client,Product,Usage date,Site,Quantity\n";
  for (const { client, product, day, site, quantity } of usageRows(rows)) {
    block += `${client},${product},${day},${site},${quantity}\n`;
    if (block.length < 1 << 16) continue;
    yield block;
    block = "";
  }
  yield block;
}

function writeParquet(path: string, rows: number): void {
  const names = ["Client", "Product", "Usage date", "Site", "Quantity"];
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: "root", num_children: names.length },
      ...names.map((name) =>
        name === "Quantity"
          ? ({ name, type: "DOUBLE", repetition_type: "REQUIRED" } as const)
          : ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" } as const),
      ),
    ],
  });
  let gathered: UsageRow[] = [];
  const flush = (): void => {
    const columns = [
      gathered.map((row) => row.client),
      gathered.map((row) => row.product),
      gathered.map((row) => row.day),
      gathered.map((row) => row.site),
      gathered.map((row) => row.quantity),
    ];
    const columnData = names.map((name, i) => ({ name, data: columns[i] ?? [] }));
    void writer.write({ columnData, rowGroupSize: ROW_GROUP });
    gathered = [];
  };
  for (const row of usageRows(rows)) if (gathered.push(row) === ROW_GROUP) flush();
  if (gathered.length > 0) flush();
  void writer.finish();
}
