/** A reference in a formula: an optional sheet, then a cell or a range. Texts in quotes are matched first and left. */
export const REFERENCE =
  /"(?:[^"]|"")*"|('(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w(])/g;

/** The sheet that a reference names, as `REFERENCE` gives its prefix. @param home The sheet that the formula stands on. */
export function sheetOf(prefix: string | undefined, home: string): string {
  return prefix === undefined ? home : prefix.slice(0, -1).replace(/^'|'$/g, "").replace(/''/g, "'");
}
