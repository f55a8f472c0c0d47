export { connect } from "./client";
export type { ExcelRun } from "./bridge";
export { UnreadableWorkbook } from "./errors";
export { EmbeddedHost } from "./host";
export type { Counters, HostEvent } from "./host";
export { findLosses } from "./xlsx";
export type { Loss } from "./xlsx";
