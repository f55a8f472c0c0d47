import { totalledName } from "../layout";
import type { SourceLayout } from "../records";
import { NAMES } from "./recognise-file";

/** Signs of a word for a total; texts without one are not looked at closer. */
const HINT = /tot|sum|gesamt|ergebnis|betrag/i;

/** Whether a text is a word for a total and nothing else. */
export function isTotalWord(text: string): boolean {
  return HINT.test(text) && totalledName(text) === "";
}

/**
 * Whether texts name a total rather than a client and product, as on a sheet: a word for a total alone, or beside a name
 * that stands in the file too ("Acme Total"). A second name makes it a row of usage.
 * @param textAt The text of a column; blank where it has none.
 * @param isSeen Whether a folded text stands in another row.
 */
export function isTotal(
  { columns }: SourceLayout,
  textAt: (column: number) => string,
  keyColumns: readonly number[],
  isSeen: (folded: string) => boolean,
): boolean {
  const words = keyColumns.flatMap((column) => {
    const text = textAt(column);
    const name = HINT.test(text) ? totalledName(text) : null;
    return name === null ? [] : [{ column, name }];
  });
  if (words.length === 0) return false;
  const named = NAMES.flatMap((field) => columns[field] ?? []).filter((column) => textAt(column) !== "");
  const hasOther = (column: number): boolean =>
    named.some((at) => at !== column && !words.some((word) => word.column === at && word.name === ""));
  return words.some(({ column, name }) =>
    name === ""
      ? !(column === columns.client || column === columns.item) || !hasOther(column)
      : !hasOther(column) && isSeen(name),
  );
}
