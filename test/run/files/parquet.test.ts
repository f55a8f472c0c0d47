import { parquetWriteBuffer } from "hyparquet-writer";
import { UnreadableUsageFile } from "../../../src/engine";
import { readUsageBlob } from "../../../src/run/files/read-usage-file";
import { csvOf } from "./streams";

const NAMES = ["Acme Dental", "Bolt & Sons", "a|b"];
const PRODUCTS = ["Microsoft 365 Business Premium", "Backup", "__proto__"];

/** 45,000 rows, more than are read at once, as columns. */
const rows = Array.from({ length: 45_000 }, (_, at) => ({
  client: NAMES[at % 3] ?? "",
  product: PRODUCTS[Math.floor(at / 7) % 3] ?? "",
  quantity: (at % 10) / 4,
}));

function parquetOf(codec: "SNAPPY" | "UNCOMPRESSED"): Blob {
  const buffer = parquetWriteBuffer({
    codec,
    columnData: [
      { name: "Client", data: rows.map(({ client }) => client), type: "STRING" },
      { name: "Product", data: rows.map(({ product }) => product), type: "STRING" },
      { name: "Quantity", data: rows.map(({ quantity }) => quantity), type: "DOUBLE" },
    ],
  });
  return new Blob([buffer]);
}

/** Sums by client and product, with how many rows stand behind each. */
async function sumsOf(file: Blob, name: string): Promise<readonly unknown[]> {
  const { extraction } = await readUsageBlob(file, name);
  return extraction.usage
    .map(({ client, product, quantity, grouped }) => [client, product, quantity?.toFixed(), grouped?.count])
    .sort();
}

describe("a Parquet file", () => {
  it.each(["SNAPPY", "UNCOMPRESSED"] as const)("says what the same rows say as text (%s)", async (codec) => {
    const text = csvOf([
      ["Client", "Product", "Quantity"],
      ...rows.map(({ client, product, quantity }) => [client, product, quantity]),
    ]);
    const asText = await sumsOf(new Blob([text]), "usage.csv");
    expect(asText).toHaveLength(9);
    expect(await sumsOf(parquetOf(codec), "usage.parquet")).toEqual(asText);
  });

  it("keeps whole numbers of 64 bits exact", async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "Client", data: ["Acme", "Acme"], type: "STRING" },
        { name: "Product", data: ["Storage", "Storage"], type: "STRING" },
        { name: "Quantity", data: [999_999_999_999_999n, 2n], type: "INT64" },
      ],
    });
    const { extraction } = await readUsageBlob(new Blob([buffer]), "usage.parquet");
    expect(extraction.usage.map(({ quantity }) => quantity?.toFixed())).toEqual(["1000000000000001"]);
  });

  it.each([
    ["no Parquet at all", new Blob(["Client,Product,Quantity\n"])],
    ["an empty file", new Blob([])],
    ["the first half of one", parquetOf("SNAPPY").slice(0, parquetOf("SNAPPY").size / 2)],
  ])("is refused with a message when it is %s", async (_, file) => {
    const error: unknown = await readUsageBlob(file, "usage.parquet").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableUsageFile);
    expect((error as Error).message).toBe(
      "usage.parquet is no Parquet file, or only a part of one. Export it again.",
    );
  });
});
