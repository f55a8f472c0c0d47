import { lettersOf, columnOf, LAST_ROW } from "../area";

/**
 * References of a formula: texts, quoted sheet names and bracketed names are matched first and left as they are, because
 * plans are called E3 and M365. Cells, whole columns and whole rows move.
 */
const PART =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^[\]]*(?:\[[^\]]*\][^[\]]*)*\]|(?<![\w.$])(?:(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.![])|(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\w(.!$])|(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w(.!]))/gi;

const LAST_COLUMN = 16_383;

/** A shared formula as it reads in a cell that lies rows below and columns right of the one that holds it. */
export function slideFormula(formula: string, rows: number, columns: number): string {
  const column = (fixed: string, letters: string): string | null => {
    const at = columnOf(letters) + (fixed === "" ? columns : 0);
    return at < 0 || at > LAST_COLUMN ? null : `${fixed}${lettersOf(at)}`;
  };
  const row = (fixed: string, number: string): string | null => {
    const at = Number(number) + (fixed === "" ? rows : 0);
    return at < 1 || at > LAST_ROW + 1 ? null : `${fixed}${at}`;
  };
  return formula.replace(PART, (whole, ...groups: (string | undefined)[]) => {
    const [a = "", letters, b = "", number, c = "", first, d = "", last, e = "", top, f = "", bottom] =
      groups;
    const both = (one: string | null, joint: string, other: string | null): string =>
      one === null || other === null ? "#REF!" : `${one}${joint}${other}`;
    if (letters !== undefined && number !== undefined)
      return columnOf(letters) > LAST_COLUMN ? whole : both(column(a, letters), "", row(b, number));
    if (first !== undefined && last !== undefined) return both(column(c, first), ":", column(d, last));
    if (top !== undefined && bottom !== undefined) return both(row(e, top), ":", row(f, bottom));
    return whole;
  });
}
