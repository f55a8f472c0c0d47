export { startCalculation } from "./calc";
export { connect } from "./client";
export type { ExcelRun } from "./bridge";
export { HostError, UnreadableWorkbook } from "./errors";
export { EmbeddedHost } from "./host";
export type { Counters, HostEvent } from "./host";
export { findLosses } from "./xlsx";
export type { Loss } from "./xlsx";
