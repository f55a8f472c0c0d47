export { ExcelGateway, WorkbookProblem } from "./gateway";
export type { ExcelRun } from "./gateway";
export { readWorkbook } from "./read";
export type { ReadWorkbook } from "./read";
export { removeAnnotations } from "./remove";
export { writeSnapshotSheet } from "./snapshot-sheet";
export { writeShared } from "./share";
export { writeReconciliation } from "./write";
export type { WriteOptions } from "./write";
