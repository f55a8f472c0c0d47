import { gzipSync } from "node:zlib";
import Big from "big.js";
import { readUsageFile } from "../../../src/run/files/read-usage-file";
import { csvOf, streamOf } from "./streams";

const HEADER = ["Client", "Product", "Unit", "Quantity"];

/** 200,000 rows in no order: 3,000 clients, decimals, and every 9,973rd row without a readable quantity. */
function largeRows(): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let state = 20_261_123;
  for (let i = 0; i < 200_000; i += 1) {
    state = (state * 48_271) % 2_147_483_647;
    const client = `Client ${state % 3000}${state % 7 === 0 ? ", Inc" : ""}`;
    const quantity =
      i % 9973 === 9972 ? "n/a" : i % 3 === 0 ? `${state % 50}.${1 + (state % 9)}` : String(state % 50);
    rows.push([client, `Product "${state % 11}"`, state % 2 === 0 ? "seat" : "", quantity]);
  }
  return rows;
}

describe("a usage file of 200,000 rows", () => {
  const rows = largeRows();
  const expected = new Map<string, { quantity: Big; rows: number[] }>();
  const rejected: number[] = [];
  rows.forEach(([client = "", product = "", unit = "", quantity = ""], i) => {
    if (quantity === "n/a") {
      rejected.push(i);
      return;
    }
    const key = JSON.stringify([client, product, unit === "" ? null : unit]);
    const entry = expected.get(key) ?? { quantity: new Big(0), rows: [] };
    entry.quantity = entry.quantity.plus(quantity);
    entry.rows.push(i);
    expected.set(key, entry);
  });
  const json = rows.map(([Client, Product, Unit, quantity = ""]) =>
    JSON.stringify({ Client, Product, Unit, Quantity: quantity === "n/a" ? quantity : Number(quantity) }),
  );

  it.each<[string, string | Uint8Array, number]>([
    ["usage.csv", csvOf([HEADER, ...rows]), 1],
    ["usage.csv.gz", gzipSync(csvOf([HEADER, ...rows], ";", "\r\n")), 1],
    ["usage.jsonl", json.join("\n"), 0],
    ["usage.ndjson.gz", gzipSync(`${json.join("\n")}\n`), 0],
  ])("is summed exactly, with the rows behind every sum: %s", async (name, content, firstRow) => {
    const { extraction } = await readUsageFile(streamOf(content, 10_007), name);
    const found = new Map(
      extraction.usage.map(({ client, product, unit, quantity, grouped }) => [
        JSON.stringify([client, product, unit]),
        `${quantity?.toFixed() ?? ""} ${[...(grouped?.numbers() ?? [])].join()}`,
      ]),
    );
    const wanted = [...expected].map(
      ([key, entry]) =>
        [key, `${entry.quantity.toFixed()} ${entry.rows.map((row) => row + firstRow).join()}`] as const,
    );
    expect(found).toEqual(new Map(wanted));
    expect(extraction.rejected.map(({ row }) => row)).toEqual(rejected.map((row) => row + firstRow));
    expect(extraction.readRowCount).toBe(rows.length);
  });
});
