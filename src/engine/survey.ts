import {
  ONE,
  sum,
  toMoney,
  toQuantity,
  type Period,
  type SourceLayout,
  type WorkbookSnapshot,
} from "./records";
import { detectPeriod, extractRecords, readLayoutMap, recogniseSources } from "./layout";

/** What one source holds, before anything is compared. */
export interface SourceFigures {
  readonly name: string;
  readonly rows: number;
  readonly rejected: number;
  readonly quantity: number;
  /** Billed amounts by currency; the empty text stands for none named. */
  readonly amounts: Readonly<Record<string, number>>;
}

/** What a workbook holds: its sources, their figures, and the billing period that it states. */
export interface Survey {
  readonly layouts: readonly SourceLayout[];
  readonly figures: readonly SourceFigures[];
  readonly period: Period | null;
}

/** Recognises the sources of a workbook and adds up what each of them holds, for a person to check before a run. */
export function surveySources({ sheets, tables }: WorkbookSnapshot): Survey {
  const layouts = recogniseSources(sheets, readLayoutMap(tables.tblLayoutMap).corrections);
  const grids = new Map(sheets.map((sheet) => [sheet.name, sheet]));
  const sources = layouts.map((layout) => {
    const grid = grids.get(layout.sheet);
    const nothing = { lines: [], usage: [], rejected: [], readRows: [] };
    return { layout, extraction: grid === undefined ? nothing : extractRecords(grid, layout) };
  });
  return {
    layouts,
    period: detectPeriod(
      sheets,
      layouts,
      sources.map(({ extraction }) => extraction),
    ),
    figures: sources.map(({ layout, extraction: { lines, usage, rejected, readRows } }) => {
      const currencies = [...new Set(lines.map((line) => line.currency ?? ""))].sort();
      const amountIn = (currency: string): number =>
        toMoney(
          sum(
            lines
              .filter((line) => (line.currency ?? "") === currency)
              .flatMap((line) => line.amount ?? line.unitPrice?.times(line.quantity) ?? []),
          ),
        );
      return {
        name: layout.name,
        rows: readRows.length,
        rejected: rejected.length,
        quantity: toQuantity(
          sum([...lines.map((line) => line.quantity), ...usage.map((record) => record.quantity ?? ONE)]),
        ),
        amounts: Object.fromEntries(currencies.map((currency) => [currency, amountIn(currency)])),
      };
    }),
  };
}
