import type { CellValue, Workbook } from "@zurmokeeper/exceljs";
import { conditionalFormatsOf } from "./calc";
import { formulaOf } from "./cells";

/** What XML cannot hold: control characters, halves of surrogate pairs, and a carriage return, which readers drop. */
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex -- these are the characters in question
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as Excel writes it into XML: `_xD83D_` for such a character, `_x005F_` for a line that only looks like one. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[\dA-F]{4}_)/gi, "_x005F_")
    .replace(UNWRITABLE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}

function unescaped(text: string): string {
  return text.replace(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** A stored value with its texts changed; the same object where nothing is. */
function changed(value: CellValue, change: (text: string) => string): CellValue {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if ("richText" in value)
    return { richText: value.richText.map((part) => ({ ...part, text: change(part.text) })) };
  if ("formula" in value) {
    const { formula, result } = value;
    return {
      ...value,
      ...(formula === undefined ? {} : { formula: change(formula) }),
      ...(typeof result === "string" ? { result: change(result) } : {}),
    };
  }
  return value;
}

/** Changes texts outside cells: names of sheets, defined names and conditional formats. */
function changeOutside(workbook: Workbook, change: (text: string) => string): void {
  for (const sheet of workbook.worksheets) {
    // The setter cuts names at Excel's 31 characters, which count before they are escaped.
    const stored = sheet as unknown as { _name: string };
    stored._name = change(stored._name);
    for (const { rules } of conditionalFormatsOf(sheet)) {
      for (const rule of rules)
        if (rule.type === "expression") rule.formulae = rule.formulae?.map((one) => change(String(one)));
    }
  }
  workbook.definedNames.model = workbook.definedNames.model.map(({ ranges, ...entry }) => ({
    ...entry,
    ranges: ranges.map(change),
  }));
}

/** Writes a workbook while what XML cannot hold stands in it as Excel writes that; the library would drop it. */
export async function writeEscaped<T>(workbook: Workbook, write: () => Promise<T>): Promise<T> {
  const undo: (() => void)[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        const before = cell.value;
        const after = changed(before, escaped);
        if (after === before || JSON.stringify(after) === JSON.stringify(before)) return;
        cell.value = after;
        undo.push(() => {
          cell.value = before;
        });
      });
    });
  }
  const isOutside = workbook.worksheets.some(({ name }) => escaped(name) !== name);
  if (isOutside) changeOutside(workbook, escaped);
  try {
    return await write();
  } finally {
    for (const one of undo) one();
    if (isOutside) changeOutside(workbook, unescaped);
  }
}

/** Puts characters back that a file holds escaped, where the library leaves them so: in names and formulas. */
export function unescapeTexts(workbook: Workbook): void {
  if (workbook.worksheets.some(({ name }) => unescaped(name) !== name)) changeOutside(workbook, unescaped);
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (formulaOf(cell)?.includes("_x") === true) cell.value = changed(cell.value, unescaped);
      });
    });
}
