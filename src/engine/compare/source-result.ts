import {
  countOf,
  sum,
  toQuantity,
  type Decimal,
  type Extraction,
  type Period,
  type SourceLayout,
  type SourceResult,
} from "../records";
import { problemOf, type UsageSource } from "./coverage";
import type { Landings } from "./landing";
import { timingOf } from "./timing";

/** One recognised source with its records. */
export interface ReadSource {
  readonly layout: SourceLayout;
  readonly extraction: Extraction;
}

/** A usage source as the comparison sees it: its records, when they are of, and what speaks against it. */
export function usageSource({ layout, extraction }: ReadSource): UsageSource {
  return {
    name: layout.name,
    sheet: layout.sheet,
    records: extraction.usage,
    timing: timingOf(extraction.usage, layout.countsRows),
    doubt: layout.doubt ?? null,
  };
}

/** Every quantity that was read, one after the other. */
function* quantitiesOf({ lines, usage }: Extraction): Generator<Decimal> {
  for (const line of lines) yield line.quantity;
  for (const record of usage) yield countOf(record);
}

/** A source with where its rows landed, and the control total that proves it. */
export function sourceResult(
  { layout, extraction }: ReadSource,
  landed: Landings,
  usageSources: readonly UsageSource[],
  period: Period | null,
): SourceResult {
  const { rows, landedTotal, isEveryRowOnce } = landed.count();
  const read = sum(quantitiesOf(extraction));
  const usage = usageSources.find((source) => source.name === layout.name);
  const problem = usage === undefined ? (layout.doubt ?? null) : problemOf(usage, period);
  return {
    name: layout.name,
    sheet: layout.sheet,
    role: layout.role,
    headerRow: layout.headerRow,
    columns: Object.fromEntries(
      Object.entries(layout.columns).map(([field, column]) => [field, layout.headers.get(column) ?? ""]),
    ),
    countsRows: layout.countsRows,
    layout,
    rows,
    controlTotal: {
      read: toQuantity(read),
      landed: toQuantity(landedTotal),
      ties: read.eq(landedTotal) && isEveryRowOnce,
    },
    problems: problem === null ? [] : [problem],
  };
}
