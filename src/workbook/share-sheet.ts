import { WorkbookProblem } from "./gateway";
import { writeRecord } from "./keys-sheet";
import { SHARE_SHEETS, type ShareSheet, type ShareTable } from "./names";
import { anchorOf } from "./ownership";
import { TAB_COLOR } from "./palette";
import type { ReadWorkbook } from "./read";

/**
 * Makes the on-demand sheet of a role, or empties the one that is there, and marks it as the add-in's, so that removing
 * annotations takes it away. A person's sheet or table of that name is left alone.
 * @returns The sheet's name.
 * @throws WorkbookProblem
 */
export async function prepareShareSheet(
  context: Excel.RequestContext,
  read: ReadWorkbook,
  role: ShareSheet,
): Promise<string> {
  const { worksheets, names } = context.workbook;
  const name = read.own.sheets[role] ?? freeName(role, read.sheetNames);
  const keys = read.own.sheets.keys;
  if (keys === undefined) {
    throw new WorkbookProblem(
      "NoRun",
      "This workbook holds no results yet. Nothing was written. Reconcile first.",
    );
  }
  if (read.protectedSheets.includes(name) || read.protectedSheets.includes(keys)) {
    throw new WorkbookProblem(
      "AccessDenied",
      `"${name}" or "${keys}" is protected. Nothing was written. Unprotect the sheet and try again.`,
    );
  }
  const { record } = read.own;
  // Without the record only the mark below says whose the sheet is; a new one could claim a person's tables.
  if (record !== null && !record.sheets.includes(name)) {
    writeRecord(worksheets.getItem(keys), { ...record, sheets: [...record.sheets, name] });
    await context.sync();
  }
  const isThere = read.sheetNames.includes(name);
  const worksheet = isThere ? worksheets.getItem(name) : worksheets.add(name);
  const anchor = anchorOf(role);
  const isMarked = read.own.names.some((known) => known.toLowerCase() === anchor.toLowerCase());
  if (!isThere) {
    worksheet.tabColor = TAB_COLOR;
    // The mark of a sheet that was deleted is in the way.
    if (isMarked) names.getItem(anchor).delete();
  }
  if (!isThere || !isMarked) names.add(anchor, worksheet.getRange("A1"));
  const tables = worksheet.tables.load("items/name");
  await context.sync();
  for (const table of tables.items) table.delete();
  worksheet.getRange().clear();
  await context.sync();
  return name;
}

function freeName(role: ShareSheet, sheetNames: readonly string[]): string {
  const taken = new Set(sheetNames.map((name) => name.toLowerCase()));
  let name: string = SHARE_SHEETS[role];
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${SHARE_SHEETS[role]} (${number})`;
  return name;
}

/** @throws WorkbookProblem where a person's own table bears the name of one that is to be made. */
export function needFreeTable(
  { own, sheetOfTable }: ReadWorkbook,
  role: ShareSheet,
  table: ShareTable,
): void {
  const holder = sheetOfTable.get(table.toLowerCase());
  if (holder === undefined || holder === own.sheets[role]) return;
  throw new WorkbookProblem(
    "NameTaken",
    `A table of yours on "${holder}" is called ${table}. Nothing was written. Rename it and try again.`,
  );
}
