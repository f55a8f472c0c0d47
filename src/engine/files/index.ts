export { delimitedRows } from "./delimited";
export { UnreadableUsageFile } from "./file-rows";
export type { RowSource } from "./file-rows";
export { jsonLineRows } from "./json-lines";
export { UsageFileReader } from "./usage-file";
export type { UsageFile, UsageFileNames } from "./usage-file";
