import type { Workbook, Worksheet } from "@zurmokeeper/exceljs";
import { localAddress, parseArea, quoteSheet, type Area } from "./area";
import { conditionalFormatsOf } from "./calc";
import { formulaOf } from "./cells";

/** A reference in a formula: an optional sheet, then a cell or a range. Texts in quotes are matched first and left. */
const REFERENCE =
  /"(?:[^"]|"")*"|('(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w(])/g;

/** Changes the references of every formula, conditional format and name in a workbook. */
function rewrite(
  workbook: Workbook,
  change: (reference: string, sheet: string, home: string) => string,
): void {
  const inFormula = (formula: string, home: string): string =>
    formula.replace(REFERENCE, (whole: string, prefix: string | undefined, reference: string | undefined) => {
      if (reference === undefined) return whole;
      const sheet =
        prefix === undefined ? home : prefix.slice(0, -1).replace(/^'|'$/g, "").replace(/''/g, "'");
      return change(whole, sheet, home);
    });
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        const formula = formulaOf(cell);
        if (formula !== null)
          cell.value = {
            formula: inFormula(formula.slice(1), sheet.name),
            result: cell.result,
          };
      });
    });
    for (const { rules } of conditionalFormatsOf(sheet)) {
      for (const rule of rules) {
        if (rule.type === "expression")
          rule.formulae = rule.formulae?.map((formula) => inFormula(String(formula), sheet.name));
      }
    }
  }
  workbook.definedNames.model = workbook.definedNames.model.map(({ name, ranges }) => ({
    name,
    ranges: ranges.map((range) => inFormula(range, "")),
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
  workbook.definedNames.model = workbook.definedNames.model.filter(
    ({ ranges }) => !ranges.some((range) => range.toLowerCase().startsWith(prefix)),
  );
}

/** Inserts blank rows before a 0-based row; what lies below moves, and what refers to it follows, as in Excel. */
export function insertRows(workbook: Workbook, sheet: Worksheet, before: number, count: number): void {
  const moved = (area: Area): Area => ({
    ...area,
    firstRow: area.firstRow >= before ? area.firstRow + count : area.firstRow,
    lastRow: area.lastRow >= before ? area.lastRow + count : area.lastRow,
  });
  // Formulas first: moving the cells afterwards takes the changed ones along.
  rewrite(workbook, (reference, of) =>
    of.toLowerCase() === sheet.name.toLowerCase() ? shiftReference(reference, before, count) : reference,
  );
  sheet.insertRows(
    before + 1,
    Array.from({ length: count }, () => []),
  );
  for (const block of conditionalFormatsOf(sheet)) {
    block.ref = block.ref
      .split(" ")
      .map((part) => localAddress(moved(parseArea(part))))
      .join(" ");
  }
}

/** Moves the rows of a reference that lie at or below the inserted ones; `$` marks do not matter to an insertion. */
function shiftReference(reference: string, before: number, count: number): string {
  const at = reference.lastIndexOf("!") + 1;
  const cells = reference
    .slice(at)
    .replace(/(\$?[A-Z]{1,3}\$?)(\d{1,7})/g, (_, column: string, row: string) => {
      const number = Number(row);
      return `${column}${number - 1 >= before ? number + count : number}`;
    });
  return reference.slice(0, at) + cells;
}
