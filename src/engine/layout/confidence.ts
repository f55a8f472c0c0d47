import type { Crosstab, Field, JoinedProducts, WrittenQuantity } from "../records";
import type { Columns } from "./columns";
import { foldHeader, headerScore } from "./vocabulary";

/** How sure a quantity is that stands inside a text. */
export const WRITTEN_SCORE = 0.6;

/** Why rows are not read as their columns alone would have it. */
export function readingReasons(
  { headers, columns }: Columns,
  chosen: Columns["columns"],
  written: WrittenQuantity | null,
  joined: JoinedProducts | null,
): readonly string[] {
  const leftOver = (["client", "product"] as const).flatMap((field) => {
    const column = columns[field] === undefined ? chosen[field] : undefined;
    const header = column === undefined || column === columns.sku ? undefined : headers.get(column);
    return header === undefined
      ? []
      : [`"${header}" is read as the ${field}, because no header says which column that is`];
  });
  return [
    ...leftOver,
    ...(written === null
      ? []
      : [
          `the quantities stand inside "${headers.get(written.column) ?? ""}", written like "${written.example}"`,
        ]),
    ...(joined === null
      ? []
      : [
          `a row counts once for each product that its cell joins with "${joined.separator.replace("\n", "line break")}"`,
        ]),
  ];
}

/** Rows are counted although a column promises quantities, because its cells hold no numbers: nobody guesses which it is. */
export function doubtOf(
  { headers, profiles }: Columns,
  columns: Readonly<Partial<Record<Field, number>>>,
): { readonly doubt?: string } {
  for (const [column, header] of headers) {
    const { filled = 0, texts = 0 } = profiles.get(column) ?? {};
    const isQuantity = headerScore(foldHeader(header), "quantity") >= 0.9;
    if (isQuantity && filled > 0.2 && texts > 0.5 && !Object.values(columns).includes(column))
      return {
        doubt: `its column "${header}" holds texts instead of numbers, so each row was counted as one; write numbers there, or choose the column of the quantities`,
      };
  }
  return {};
}

/** The mean score of the columns that a verdict needs; what a crosstab's headers say needs no column. */
export function confidenceOf(
  scores: Columns["scores"],
  columns: Readonly<Partial<Record<Field, number>>>,
  crosstab: Crosstab | null,
): number {
  const needed = (["client", "product", "quantity"] as const).filter(
    (field) => crosstab === null || (field !== "quantity" && field !== crosstab.axis),
  );
  const main = needed.map((field) => (columns[field] === undefined ? 0 : (scores[field] ?? 0)));
  return Math.round((main.reduce((sum, score) => sum + Math.min(score, 1), 0) / main.length) * 100) / 100;
}
