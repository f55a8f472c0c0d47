import init, { Model } from "@ironcalc/wasm";
import type { Cell, ConditionalFormattingOptions, Worksheet, Workbook } from "@zurmokeeper/exceljs";
import { formulaOf, setResult, valueOf } from "./cells";
import { DefinedNames } from "./package/names";

/** Shows any number in full, so that a result can be read back exactly: the engine only gives formatted text. */
const EXACT_FORMAT = "0.00000000000000E+00";
const EXACT_NUMBER = /^-?\d\.\d{14}E[+-]\d+$/;

/** A calculated copy of a workbook. IronCalc must have been initialised (`startCalculation`). */
export class Calculation {
  private readonly model: Model;
  private readonly book: Workbook;

  constructor(book: Workbook) {
    this.book = book;
    this.model = new Model("workbook", "en", "UTC", "en");
    this.model.pauseEvaluation();
    book.worksheets.forEach((sheet, i) => {
      if (i > 0) this.model.newSheet();
      this.model.renameSheet(i, sheet.name);
    });
    addNames(this.model, book);
    book.worksheets.forEach((sheet, i) => {
      this.fill(sheet, i);
    });
    this.model.resumeEvaluation();
    this.model.evaluate();
  }

  private fill(sheet: Worksheet, index: number): void {
    sheet.eachRow({ includeEmpty: false }, (row) => {
      row.eachCell({ includeEmpty: false }, (cell) => {
        const formula = formulaOf(cell);
        const [r, c] = [Number(cell.row), Number(cell.col)];
        if (formula !== null) {
          this.model.setUserInput(index, r, c, formula);
          this.model.updateRangeStyle(
            { sheet: index, row: r, column: c, width: 1, height: 1 },
            "num_fmt",
            EXACT_FORMAT,
          );
          return;
        }
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
