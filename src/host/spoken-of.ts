import type { Workbook } from "@zurmokeeper/exceljs";
import { columnOf } from "./area";
import { formulaOf } from "./cells";
import { DefinedNames } from "./package/names";
import { REFERENCE, sheetOf } from "./references";

/** Functions and ways of writing that may reach cells which `REFERENCE` does not find. */
const ANYWHERE =
  /\b(?:INDIRECT|OFFSET)\(|(?<![\w$])\$?(?:[A-Z]{1,3}:\$?[A-Z]{1,3}|\d+:\$?\d+)(?![\w(])|[^\x20-\x7e][^!'"]*!/;

/** Whether calculating needs the cells of a sheet's column (1-based). */
export type IsSpokenOf = (sheet: string, column: number) => boolean;

/**
 * The columns that a workbook's formulas and names speak of; every column where a formula may reach any. The usage rows of a
 * large month are spoken of by no formula, and most of its cells are theirs.
 */
export function columnsSpokenOf(book: Workbook): IsSpokenOf {
  const columns = new Set<string>();
  let isEverything = false;
  const note = (written: string, home: string): void => {
    if (isEverything) return;
    const formula = written.replace(/"(?:[^"]|"")*"/g, '""').toUpperCase();
    isEverything = ANYWHERE.test(formula);
    for (const [, prefix, cells] of formula.matchAll(REFERENCE)) {
      if (cells === undefined) continue;
      const sheet = sheetOf(prefix, home).toUpperCase();
      for (const column of columnsOf(cells)) columns.add(`${sheet}!${column}`);
    }
  };
  for (const sheet of book.worksheets) {
    sheet.eachRow({ includeEmpty: false }, (row) => {
      row.eachCell({ includeEmpty: false }, (cell) => {
        const formula = formulaOf(cell);
        if (formula !== null) note(formula, sheet.name);
      });
    });
  }
  for (const { ranges } of DefinedNames.of(book).global) for (const range of ranges) note(range, "");
  return (sheet, column) => isEverything || columns.has(`${sheet.toUpperCase()}!${column}`);
}

function columnsOf(cells: string): readonly number[] {
  const ends = [...cells.matchAll(/[A-Z]+/g)].map(([letters]) => columnOf(letters) + 1);
  const first = Math.min(...ends);
  return Array.from({ length: Math.max(...ends) - first + 1 }, (_, i) => first + i);
}
