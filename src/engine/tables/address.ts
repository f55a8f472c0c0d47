/** Excel's letters of a 0-based column: 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? columnLetters(rest) : "") + String.fromCharCode(65 + (column % 26));
}

/** Names that formulas write without quotes: none that could be a cell in either notation, or a truth value. */
const PLAIN_NAME = /^(?!(?:[A-Z]{1,3}\d+|R\d*(?:C\d*)?|C\d*|TRUE|FALSE)$)[A-Z_][A-Z0-9_]*$/i;

/** A cell's address for people, for example `Rules!D4` or `'My Sheet'!A1`; row and column are 0-based. */
export function cellAddress(sheet: string, row: number, column: number): string {
  const name = PLAIN_NAME.test(sheet) ? sheet : `'${sheet.replace(/'/g, "''")}'`;
  return `${name}!${columnLetters(column)}${row + 1}`;
}
