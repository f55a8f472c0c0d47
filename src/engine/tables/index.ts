export { cellAddress, columnLetters } from "./address";
export { cellDate, cellText, tableRows } from "./table-rows";
export type { TableRow } from "./table-rows";
