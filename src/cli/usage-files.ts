import { openAsBlob } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import { askedHeaders, type OwnTables, type UsageFile } from "../engine";
import { readUsageBlob } from "../run/files/read-usage-file";
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
    files.push(await readUsageBlob(await openAsBlob(path), basename(path), headers));
  }
  return files;
}
