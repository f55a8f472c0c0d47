import { askedHeaders } from "./compare";
import { narrowingOf, readLayoutMap, type Narrowing } from "./layout";
import type { OwnTables, SheetGrid } from "./records";

/**
 * Finds which columns of a long usage sheet are enough for a reconciliation under these tables; `null` where all are needed.
 * @param sheet A sheet that `mayNarrow`, of which its first `HEAD_ROWS` and its last `TAIL_ROWS` rows are read.
 */
export function narrowSource(sheet: SheetGrid, tables: OwnTables): Narrowing | null {
  return narrowingOf(sheet, readLayoutMap(tables.tblLayoutMap).corrections, askedHeaders(tables));
}
