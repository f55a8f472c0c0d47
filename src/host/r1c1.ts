import { columnOf, LAST_COLUMN, LAST_ROW, lettersOf } from "./area";

/** What must not be read as a reference: texts, quoted sheet names, structured references. */
const SKIPPED = String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'!?|\[[^\[\]]*\]`;
const A1 = new RegExp(
  String.raw`${SKIPPED}|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])|(?<![\w.$])(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\w(.])`,
  "g",
);
const R1C1 = new RegExp(
  String.raw`"(?:[^"]|"")*"|'(?:[^']|'')*'!?|(?<![\w.\]])R(\d+|\[-?\d+\])?C(\d+|\[-?\d+\])?(?![\w(.\[])|(?<![\w.\]])C(\d+|\[-?\d+\])?:C(\d+|\[-?\d+\])?(?![\w(.\[])`,
  "g",
);

/** A formula in A1 notation as a cell at a 0-based position writes it in R1C1 notation. */
export function toR1C1(formula: string, row: number, column: number): string {
  const part = (mark: string | undefined, index: number, home: number): string =>
    mark === "$" ? String(index + 1) : index === home ? "" : `[${index - home}]`;
  return formula.replace(A1, (whole: string, ...groups: (string | undefined)[]) => {
    const [columnMark, letters, rowMark, digits, firstMark, first, lastMark, last] = groups;
    if (letters !== undefined) {
      // Beyond the sheet it is a name, such as a product's.
      if (columnOf(letters) > LAST_COLUMN || Number(digits) < 1 || Number(digits) > LAST_ROW + 1)
        return whole;
      return `R${part(rowMark, Number(digits) - 1, row)}C${part(columnMark, columnOf(letters), column)}`;
    }
    if (first === undefined || last === undefined) return whole;
    return `C${part(firstMark, columnOf(first), column)}:C${part(lastMark, columnOf(last), column)}`;
  });
}

/** The other way round: a formula in R1C1 notation for a cell at a 0-based position, in A1 notation. */
export function toA1(formula: string, row: number, column: number): string {
  const indexOf = (
    part: string | undefined,
    home: number,
  ): { readonly mark: string; readonly index: number } =>
    part === undefined
      ? { mark: "", index: home }
      : part.startsWith("[")
        ? { mark: "", index: home + Number(part.slice(1, -1)) }
        : { mark: "$", index: Number(part) - 1 };
  const columnText = (part: string | undefined): string => {
    const { mark, index } = indexOf(part, column);
    return mark + lettersOf(index);
  };
  return formula.replace(R1C1, (whole: string, ...groups: (string | undefined)[]) => {
    const [rowPart, columnPart, first, last] = groups;
    if (/^R/.test(whole)) {
      const { mark, index } = indexOf(rowPart, row);
      return `${columnText(columnPart)}${mark}${index + 1}`;
    }
    return /^C/.test(whole) ? `${columnText(first)}:${columnText(last)}` : whole;
  });
}
