import { UnreadableUsageFile } from "../../engine";

/** Rows that are in memory at the same time. */
const ROWS_AT_ONCE = 20_000;

/**
 * The rows of a Parquet file as lines of JSON, a few thousand at a time, so that they are read like any other file. Of the
 * compressions, Snappy and none are known. The parser is loaded when it is needed.
 * @throws UnreadableUsageFile
 */
export async function* parquetLines(file: Blob, name: string): AsyncGenerator<string> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const buffer = {
    byteLength: file.size,
    slice: async (start: number, end?: number): Promise<ArrayBuffer> => file.slice(start, end).arrayBuffer(),
  };
  const translated = (cause: unknown): never => {
    const isCodec = /codec|compression/i.test(String(cause));
    throw new UnreadableUsageFile(
      isCodec
        ? `${name} is compressed in a way that cannot be read here. Write it with Snappy or without compression.`
        : `${name} is no Parquet file, or only a part of one. Export it again.`,
      { cause },
    );
  };
  const metadata = await parquetMetadataAsync(buffer).catch(translated);
  const count = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < count; rowStart += ROWS_AT_ONCE) {
    const rowEnd = Math.min(count, rowStart + ROWS_AT_ONCE);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd }).catch(translated);
    yield rows.map((row) => `${JSON.stringify(row, plain)}\n`).join("");
  }
}

/** Whole numbers of 64 bits as numbers where that is exact, else as text, which is refused as a quantity and not rounded. */
function plain(_: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
