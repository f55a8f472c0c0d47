import init, { Model } from "@ironcalc/wasm";
import type { Cell, ConditionalFormattingOptions, Worksheet, Workbook } from "@zurmokeeper/exceljs";
import { formulaOf, setResult, valueOf } from "./cells";
import { Lookups } from "./lookups";
import { DefinedNames } from "./package/names";
import { columnsSpokenOf, type IsSpokenOf } from "./spoken-of";

/** Shows any number in full, so that a result can be read back exactly: the engine only gives formatted text. */
const EXACT_FORMAT = "0.00000000000000E+00";
const EXACT_NUMBER = /^-?\d\.\d{14}E[+-]\d+$/;

/** Calculates every formula of a workbook and puts the results into its cells. `startCalculation` must be through. */
export function calculate(book: Workbook): void {
  const calculation = new Calculation(book, columnsSpokenOf(book));
  try {
    calculation.storeResults();
  } finally {
    calculation.free();
  }
}

/** A calculated copy of a workbook. IronCalc must have been initialised (`startCalculation`). */
export class Calculation {
  private readonly model: Model;
  private readonly book: Workbook;
  private readonly isNeeded: IsSpokenOf;

  /** @param isNeeded Which cells without formulas the copy holds. */
  constructor(book: Workbook, isNeeded: IsSpokenOf = () => true) {
    this.book = book;
    this.isNeeded = isNeeded;
    this.model = new Model("workbook", "en", "UTC", "en");
    this.model.pauseEvaluation();
    book.worksheets.forEach((sheet, i) => {
      if (i > 0) this.model.newSheet();
      this.model.renameSheet(i, sheet.name);
    });
    addNames(this.model, book);
    const lookups = new Lookups(book);
    book.worksheets.forEach((sheet, i) => {
      this.fill(sheet, i, lookups);
    });
    this.model.resumeEvaluation();
    this.model.evaluate();
  }

  /** Gives the engine's memory back. */
  free(): void {
    this.model.free();
  }

  private fill(sheet: Worksheet, index: number, lookups: Lookups): void {
    const formulas = new Map<number, number[]>();
    sheet.eachRow({ includeEmpty: false }, (row) => {
      row.eachCell({ includeEmpty: false }, (cell) => {
        const formula = formulaOf(cell);
        const [r, c] = [Number(cell.row), Number(cell.col)];
        if (formula !== null) {
          this.model.setUserInput(index, r, c, lookups.resolved(formula, sheet));
          const rows = formulas.get(c);
          if (rows === undefined) formulas.set(c, [r]);
          else rows.push(r);
          return;
        }
        if (!this.isNeeded(sheet.name, c)) return;
        const value = valueOf(cell);
        if (value === "") return;
        this.model.setUserInput(
          index,
          r,
          c,
          typeof value === "string" ? `'${value}` : String(value).toUpperCase(),
        );
      });
    });
    for (const [column, rows] of formulas) this.showExactly(index, column, rows);
  }

  /** Formats formula cells of a column, neighbours at once. @param rows ascending */
  private showExactly(sheet: number, column: number, rows: readonly number[]): void {
    let first = 0;
    rows.forEach((row, i) => {
      if (rows[i + 1] === row + 1) return;
      const area = { sheet, row: rows[first] ?? row, column, width: 1, height: i - first + 1 };
      this.model.updateRangeStyle(area, "num_fmt", EXACT_FORMAT);
      first = i + 1;
    });
  }

  /** Puts the calculated results into the workbook's formula cells. */
  storeResults(): void {
    this.book.worksheets.forEach((sheet, index) => {
      sheet.eachRow({ includeEmpty: false }, (row) => {
        row.eachCell({ includeEmpty: false }, (cell) => {
          const formula = formulaOf(cell);
          if (formula === null) return;
          const result = readResult(
            this.model.getFormattedCellValue(index, Number(cell.row), Number(cell.col)),
          );
          if (!isKept(cell, formula, result)) setResult(cell, result);
        });
      });
    });
  }

  /** Fill colours ("#RRGGBB") that conditional formats give now, by cell; `null` where none applies. */
  highlights(
    sheet: Worksheet,
    positions: readonly (readonly [number, number])[],
  ): readonly (string | null)[] {
    const index = this.book.worksheets.indexOf(sheet);
    for (const { ref, rules } of conditionalFormatsOf(sheet)) {
      for (const rule of rules) {
        if (rule.type !== "expression") continue;
        const fill = rule.style?.fill;
        const argb = fill?.type === "pattern" ? fill.bgColor?.argb : undefined;
        if (argb === undefined) continue;
        this.model.addConditionalFormatting(index, ref, {
          type: "Formula",
          formula: `=${String(rule.formulae?.[0] ?? "FALSE")}`,
          format: { fill: { color: `#${argb.slice(-6)}` } },
          stop_if_true: false,
        });
      }
    }
    this.model.evaluate();
    // The calculated copy carries no fills of its own: a fill there comes from a conditional format.
    return positions.map(([row, column]) => {
      const { color } = this.model.getCellStyle(index, row + 1, column + 1).style.fill;
      return typeof color === "string" ? color : null;
    });
  }
}

/** What the engine answers where it does not know a function, a name or a way of writing. */
const UNKNOWN = new Set(["#NAME?", "#N/IMPL!", "#ERROR!", "#CIRC!"]);

/**
 * Whether a formula keeps the result that its writer calculated: those of whole areas, tables and other workbooks, and
 * those that the engine does not know. It may be old; an error in its place would be wrong.
 */
function isKept(cell: Cell, formula: string, result: ReturnType<typeof readResult>): boolean {
  const before: unknown = cell.result;
  if (before === undefined || before === null) return false;
  if ((cell.model as { readonly shareType?: string }).shareType === "array") return true;
  if (typeof result !== "object") return false;
  return UNKNOWN.has(result.error) || /\[[^\]]*\]/.test(formula.replace(/"[^"]*"/g, ""));
}

/** Gives the engine the names of a workbook; one that it does not understand is unknown to it, and formulas with it too. */
export function addNames(
  model: { newDefinedName: (name: string, scope: undefined, formula: string) => void },
  book: Workbook,
): void {
  for (const { name, ranges } of DefinedNames.of(book).global) {
    try {
      model.newDefinedName(name, undefined, ranges.join(","));
    } catch {
      // See above: what such formulas gave last is kept.
    }
  }
}

function readResult(text: string): string | number | boolean | { error: string } {
  if (EXACT_NUMBER.test(text)) return Number(text);
  if (text === "TRUE" || text === "FALSE") return text === "TRUE";
  return /^#[A-Z0-9/!?]+$/.test(text) ? { error: text } : text;
}

/** The conditional formats of a sheet; exceljs keeps them in a field that its types leave out. */
export function conditionalFormatsOf(sheet: Worksheet): ConditionalFormattingOptions[] {
  return (sheet as unknown as { conditionalFormattings: ConditionalFormattingOptions[] })
    .conditionalFormattings;
}

/** Loads the calculation engine once; `wasm` is its file's bytes or address. */
export async function startCalculation(wasm: BufferSource | string): Promise<void> {
  await init({ module_or_path: wasm });
}
