import {
  type BilledCell,
  type Period,
  type Reconciliation,
  type SourceLayout,
  type SourceResult,
} from "./records";
import type { WorkbookSnapshot } from "./records";
import { compare, convertTotals, totalsOf } from "./compare";
import { appliedUpdates, lineTextsIn, loggedUpdates } from "./share";
import type { UsageFile } from "./files";
import { detectPeriod, doubtedWhenStale, extractRecords, readLayoutMap, recogniseSources } from "./layout";

/** Choices of the person who runs a reconciliation. */
export interface ReconcileOptions {
  /** UTC time of the run, ISO 8601: the engine has no clock. */
  readonly now: string;
  /** The billing period; left out = as the workbook says, if it does. */
  readonly period?: Period;
  /** Sources as a person corrected them; left out = as recognised. */
  readonly layouts?: readonly SourceLayout[];
  /** Usage that stands in files beside the workbook, each one more source. */
  readonly files?: readonly UsageFile[];
}

/** Two sources of one name: mappings and results could not tell them apart. */
export class DuplicateSource extends Error {
  override readonly name = "DuplicateSource";
  constructor(source: string) {
    super(
      `Two sources are called "${source}". Rename the file or the sheet, so that each has a name of its own.`,
    );
  }
}

/**
 * Reconciles a workbook: billed quantities against usage, per client and service. Pure: the same input gives the same result.
 * @throws DuplicateSource where a file has the name of another source.
 */
export function reconcile(snapshot: WorkbookSnapshot, options: ReconcileOptions): Reconciliation {
  const grids = new Map(snapshot.sheets.map((sheet) => [sheet.name, sheet]));
  const layoutMap = readLayoutMap(snapshot.tables.tblLayoutMap);
  const layouts = options.layouts ?? recogniseSources(snapshot.sheets, layoutMap.corrections);
  const files = options.files ?? [];
  const sheets = layouts.map((layout) => {
    const grid = grids.get(layout.sheet);
    const isRead = grid !== undefined && layout.role !== "other";
    return { layout, extraction: isRead ? extractRecords(grid, layout) : NOTHING };
  });
  const names = new Set(layouts.map((layout) => layout.name));
  for (const { layout } of files) {
    if (names.has(layout.name)) throw new DuplicateSource(layout.name);
    names.add(layout.name);
  }
  const sources = [...sheets, ...files];
  const extractions = sources.map((source) => source.extraction);
  const period = options.period ?? detectPeriod(snapshot.sheets, layouts, extractions);
  // Whether a snapshot is too old depends on the period, which the rows may tell.
  const judged = sources.map((source) => {
    const { layout } = source;
    return { ...source, layout: doubtedWhenStale(layout, grids.get(layout.sheet), options.now, period) };
  });
  const comparison = compare({
    sources: judged,
    tables: snapshot.tables,
    period,
    today: options.now.slice(0, 10),
    gridOf: (name) => grids.get(name),
  });
  const { accepted, resolved, rates, ...compared } = comparison;
  const { results, converted } = convertTotals(compared.results, rates);
  const found = { ...compared, results };
  const rejected = extractions
    .flatMap((extraction) => extraction.rejected)
    .map(({ sheet, row, reason }) => ({ sheet, row, reason }));
  const isComplete = found.sources.every((source) => source.controlTotal.ties);
  const completeness = completenessOf(found.sources, isComplete);
  const textsOf = ({ sheet, row }: BilledCell): readonly string[] => {
    const grid = grids.get(sheet);
    return grid === undefined ? [] : lineTextsIn(grid, row);
  };
  return {
    ...found,
    period,
    ranAt: options.now,
    rejected,
    tableIssues: [...found.tableIssues, ...layoutMap.issues],
    totals: totalsOf(found.results),
    ...(converted === null ? {} : { converted }),
    complete: isComplete,
    completeness,
    applied: appliedUpdates(snapshot.tables.tblLog, found.results, period, textsOf),
    logged: loggedUpdates(snapshot.tables.tblLog, found.results, period, textsOf),
    log: [
      ...accepted,
      ...resolved,
      {
        action: "run",
        where: period === null ? "" : `${period.start} to ${period.end}`,
        old: "",
        new: `${found.results.filter((result) => result.outcome !== "matched").length} of ${found.results.length} not matched`,
        detail: completeness,
      },
    ],
  };
}

const NOTHING = { lines: [], usage: [], rejected: [], readRows: [] };

/** The completeness check in one sentence. */
function completenessOf(sources: readonly SourceResult[], isComplete: boolean): string {
  const taking = sources.filter((source) => source.role !== "other");
  const read = taking.reduce((rows, source) => rows + source.rows.read, 0);
  const rejected = taking.reduce((rows, source) => rows + source.rows.rejected, 0);
  if (!isComplete) {
    const open = taking.filter((source) => !source.controlTotal.ties).map((source) => source.name);
    return `Not complete: rows or quantities of ${open.join(", ")} are not accounted for.`;
  }
  const rejectedWords = rejected === 0 ? "" : `, ${rejected} of them rejected with a reason`;
  return `Complete: ${read} rows of ${taking.length} sources, each counted once${rejectedWords}; the quantities of every source tie.`;
}
