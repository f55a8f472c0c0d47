import type { Workbook, Worksheet } from "@zurmokeeper/exceljs";
import { localAddress, parseArea, quoteSheet, type Area } from "./area";
import { conditionalFormatsOf } from "./calc";
import type { Book } from "./api/book";
import { removeTable, moveTable, tableArea, tablesOf } from "./api/tables";
import { formulaOf, setFormula } from "./cells";
import { DefinedNames } from "./package/names";
import { REFERENCE, sheetOf } from "./references";
import { moveLinks } from "./xlsx";

/** Changes the references of every formula, conditional format and name in a workbook. */
function rewrite(
  workbook: Workbook,
  change: (reference: string, sheet: string, home: string) => string,
): void {
  const inFormula = (formula: string, home: string): string =>
    formula.replace(REFERENCE, (whole: string, prefix: string | undefined, reference: string | undefined) => {
      if (reference === undefined) return whole;
      return change(whole, sheetOf(prefix, home), home);
    });
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        const formula = formulaOf(cell);
        if (formula !== null) setFormula(cell, inFormula(formula.slice(1), sheet.name));
      });
    });
    for (const { rules } of conditionalFormatsOf(sheet)) {
      for (const rule of rules) {
        if (rule.type === "expression")
          rule.formulae = rule.formulae?.map((formula) => inFormula(String(formula), sheet.name));
      }
    }
  }
  const names = DefinedNames.of(workbook);
  names.model = names.model.map((entry) => ({
    ...entry,
    ranges: entry.ranges.map((range) => inFormula(range, "")),
  }));
}

/** Renames a sheet; formulas and names follow, as in Excel. */
export function renameSheet(workbook: Workbook, sheet: Worksheet, name: string): void {
  const before = sheet.name;
  sheet.name = name;
  rewrite(workbook, (reference, of) => {
    const isQualified = reference.includes("!");
    return isQualified && of.toLowerCase() === before.toLowerCase()
      ? `${quoteSheet(name)}!${reference.slice(reference.lastIndexOf("!") + 1)}`
      : reference;
  });
}

/** Deletes a sheet with the names that referred to it: Excel keeps those as #REF!, the document has no place for that. */
export function deleteSheet(workbook: Workbook, sheet: Worksheet): void {
  const prefix = `${quoteSheet(sheet.name)}!`.toLowerCase();
  workbook.removeWorksheet(sheet.id);
  const names = DefinedNames.of(workbook);
  names.model = names.model.filter(
    ({ ranges }) => !ranges.some((range) => range.toLowerCase().startsWith(prefix)),
  );
}

/** Inserts blank rows before a 0-based row; what lies below moves, and what refers to it follows, as in Excel. */
export function insertRows(book: Book, sheet: Worksheet, before: number, count: number): void {
  const moved = (area: Area): Area => ({
    ...area,
    firstRow: area.firstRow >= before ? area.firstRow + count : area.firstRow,
    lastRow: area.lastRow >= before ? area.lastRow + count : area.lastRow,
  });
  const rows = Array.from({ length: count }, () => []);
  moveRows(book, sheet, moved, () => sheet.insertRows(before + 1, rows));
}

/** Deletes rows from a 0-based one on; what lies below moves up, and what referred to them alone is lost, as in Excel. */
export function deleteRows(book: Book, sheet: Worksheet, first: number, count: number): void {
  const above = (row: number): number => (row < first ? row : Math.max(first - 1, row - count));
  const moved = (area: Area): Area | null => {
    const firstRow = area.firstRow < first ? area.firstRow : Math.max(first, area.firstRow - count);
    const lastRow = above(area.lastRow);
    return lastRow < firstRow ? null : { ...area, firstRow, lastRow };
  };
  moveRows(book, sheet, moved, () => {
    sheet.spliceRows(first + 1, count);
  });
}

/** @param moved Where an area of the sheet goes; `null` when nothing is left of it. */
function moveRows(book: Book, sheet: Worksheet, moved: (area: Area) => Area | null, move: () => void): void {
  const tables = tablesOf(book, sheet).map((table) => [table, moved(tableArea(table))] as const);
  // Formulas first: moving the cells afterwards takes the changed ones along.
  rewrite(book.workbook, (reference, of) =>
    of.toLowerCase() === sheet.name.toLowerCase() ? moveReference(reference, moved) : reference,
  );
  move();
  for (const [table, area] of tables) {
    if (area === null) removeTable(table);
    else moveTable(table, area);
  }
  moveLinks(book.workbook, sheet, (ref) => {
    const area = moved(parseArea(ref));
    return area === null ? null : localAddress(area);
  });
  const blocks = conditionalFormatsOf(sheet);
  for (const block of blocks) {
    block.ref = block.ref
      .split(" ")
      .flatMap((part) => {
        const area = moved(parseArea(part));
        return area === null ? [] : [localAddress(area)];
      })
      .join(" ");
  }
  const left = blocks.filter(({ ref }) => ref !== "");
  blocks.splice(0, blocks.length, ...left);
}

/** Moves the rows of a reference; its columns and `$` marks stay. */
function moveReference(reference: string, moved: (area: Area) => Area | null): string {
  const at = reference.lastIndexOf("!") + 1;
  const cells = reference.slice(at);
  const area = moved(parseArea(cells));
  if (area === null) return `${reference.slice(0, at)}#REF!`;
  const rows = cells.includes(":") ? [area.firstRow, area.lastRow] : [area.firstRow];
  let index = 0;
  return (
    reference.slice(0, at) +
    cells.replace(/(\$?[A-Z]{1,3}\$?)\d{1,7}/g, (_, column: string) => `${column}${(rows[index++] ?? 0) + 1}`)
  );
}
