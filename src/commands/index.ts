export { createExcelEvents } from "./excel-events";
export { createExcelWorkbook } from "./excel-workbook";
export type { WorkbookEvents } from "./excel-workbook";
export { createConnectedSystems } from "./connected-systems";
export type { BrowserSignIn } from "./connected-systems";
