export { startCalculation } from "./calc";
export { connect } from "./client";
export type { ExcelRun } from "./client";
export { HostError, UnreadableWorkbook } from "./errors";
export { EmbeddedHost } from "./host";
export type { Counters } from "./host";
export { findLosses } from "./xlsx";
export type { Loss } from "./xlsx";
