import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { askedHeaders, type OwnTables, type UsageFile } from "../engine";
import { readUsageFile } from "../run/files/read-usage-file";
import { BadUsage } from "./arguments";

/**
 * Reads the usage files of a command line one after the other, with the columns that the workbook's rules look at.
 * @throws BadUsage where a file is not there
 * @throws UnreadableUsageFile where it is no usage
 */
export async function readUsageFiles(
  paths: readonly string[],
  tables: OwnTables,
): Promise<readonly UsageFile[]> {
  const headers = askedHeaders(tables);
  const files: UsageFile[] = [];
  for (const path of paths) {
    await access(path).catch((cause: unknown) => {
      throw new BadUsage(`${path} cannot be read. Check the name and try again.`, { cause });
    });
    const stream = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    files.push(await readUsageFile(stream, basename(path), headers));
  }
  return files;
}
