import {
  delimitedRows,
  jsonLineRows,
  UnreadableUsageFile,
  UsageFileReader,
  type RowSource,
  type UsageFile,
} from "../../engine";

import { parquetLines } from "./read-parquet";

/** Endings of the formats, each with or without `.gz` after it. */
const FORMATS: readonly { readonly ending: RegExp; readonly open: () => RowSource }[] = [
  { ending: /\.(?:csv|tsv|txt)(?:\.gz)?$/i, open: delimitedRows },
  { ending: /\.(?:jsonl|ndjson)(?:\.gz)?$/i, open: jsonLineRows },
];

/**
 * Reads a usage export of any size from a stream: separated text or one JSON object a line, compressed by gzip or not. Only
 * its groups stay in memory, with the numbers of their rows.
 * @param name The file's name; its ending tells the format, and without endings it is the name of the source.
 * @param headers Headers that the workbook's rules look at (`askedHeaders`).
 * @throws UnreadableUsageFile
 */
export async function readUsageFile(
  stream: ReadableStream<Uint8Array>,
  name: string,
  headers: readonly string[] = [],
): Promise<UsageFile> {
  const format = FORMATS.find(({ ending }) => ending.test(name));
  if (format === undefined)
    throw new UnreadableUsageFile(
      `${name} is no usage file that can be read. Give a .csv, .jsonl or .parquet file, or one of the first two as .gz.`,
    );
  const reader = new UsageFileReader(
    { file: name, source: name.replace(format.ending, ""), headers },
    format.open(),
  );
  const isPacked = /\.gz$/i.test(name);
  const bytes = isPacked ? stream.pipeThrough(gunzip()) : stream;
  for await (const text of textsOf(bytes, name, isPacked)) reader.push(text);
  return reader.end();
}

/**
 * Reads a usage export of any size and format: what `readUsageFile` reads, and Parquet, which is read from its end.
 * @throws UnreadableUsageFile
 */
export async function readUsageBlob(
  file: Blob,
  name: string,
  headers: readonly string[] = [],
): Promise<UsageFile> {
  if (!/\.parquet$/i.test(name)) return readUsageFile(file.stream(), name, headers);
  const names = { file: name, source: name.replace(/\.parquet$/i, ""), headers };
  const reader = new UsageFileReader(names, jsonLineRows());
  for await (const lines of parquetLines(file, name)) reader.push(lines);
  return reader.end();
}

/** The two ends of the platform's own decompression, which is typed for buffers of any kind. */
function gunzip(): ReadableWritablePair<Uint8Array, Uint8Array> {
  return new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>;
}

/** The text of a file piece by piece: UTF-8, or UTF-16 where its first bytes say so. Nothing is replaced silently. */
async function* textsOf(
  stream: ReadableStream<Uint8Array>,
  name: string,
  isPacked: boolean,
): AsyncGenerator<string> {
  const reader = stream.getReader();
  let decoder: TextDecoder | null = null;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        const what = isPacked ? "is no gzip file, or only a part of one" : "cannot be read";
        throw new UnreadableUsageFile(`${name} ${what}. Export it again.`, { cause });
      });
      const isUtf16 = value?.[0] === 0xff && value[1] === 0xfe;
      decoder ??= new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true });
      yield decoded(decoder, value, name);
      if (done) return;
    }
  } finally {
    // Whoever stops early leaves the rest of the file unread.
    await reader.cancel().catch(() => undefined);
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array | undefined, name: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch (cause) {
    throw new UnreadableUsageFile(`${name} is not written in UTF-8. Save it as "CSV UTF-8" and try again.`, {
      cause,
    });
  }
}
