import { productKey } from "../normalise";
import type { TableIndex } from "../match";
import type { Period, UsageRecord } from "../records";
import type { UsagePlace } from "./place-usage";
import { timingProblem, type Timing } from "./timing";
import type { Coverage } from "./verdict";

/** A usage source as the comparison sees it. */
export interface UsageSource {
  readonly name: string;
  readonly sheet: string;
  readonly records: readonly UsageRecord[];
  readonly timing: Timing | null;
  /** Why it may not be whole; `null` when nothing speaks against it. */
  readonly doubt: string | null;
}

/** A usage source whose records were put to their pairs. */
export interface PlacedSource extends UsageSource {
  /** Where each record went, in the order of the records. */
  readonly places: readonly UsagePlace[];
}

/** Which sources speak of a service. */
export type CoverageOf = (service: string, window: Period | null) => Coverage;

/**
 * A source covers a service when one of its rows is of that service (for any client), when the mapping table says so,
 * or when the sheet is named after it. An empty source covers what the table or its name says, and proves nothing.
 */
export function coverageOf(sources: readonly PlacedSource[], serviceTable: TableIndex): CoverageOf {
  const covered = new Map<string, Set<string>>();
  const cover = (service: string, source: string): void => {
    covered.set(service, (covered.get(service) ?? new Set<string>()).add(source));
  };
  for (const { name, places } of sources) {
    // Rows of one pair share their place.
    for (const place of new Set(places)) {
      if (place.kind === "placed") for (const pair of place.pairs) cover(pair.service.key, name);
      // A row whose client is unknown still shows that its source reports the service.
      if (place.kind === "unmapped" && place.product.kind === "mapped") {
        for (const target of place.product.targets) cover(target.key, name);
      }
      if (place.kind === "excluded") for (const service of place.services) cover(service, name);
    }
  }
  for (const source of sources) {
    for (const service of serviceTable.targetsOf(source.name)) cover(productKey(service), source.name);
    if (source.records.length === 0)
      for (const name of [source.name, source.sheet]) cover(productKey(name), source.name);
  }
  const coverage = (service: string, window: Period | null): Coverage => {
    const names = covered.get(service) ?? new Set<string>();
    const covering = sources.filter((source) => names.has(source.name));
    return {
      sources: covering.map((source) => source.name).sort(),
      problems: covering.flatMap((source) => {
        const problem = problemOf(source, window);
        return problem === null ? [] : [`source ${source.name}: ${problem}`];
      }),
    };
  };
  // The clients of a service ask for the same window, one after the other.
  const latest = new Map<string, { readonly window: Period | null; readonly coverage: Coverage }>();
  return (service, window) => {
    const known = latest.get(service);
    if (known !== undefined && known.window === window) return known.coverage;
    const found = coverage(service, window);
    latest.set(service, { window, coverage: found });
    return found;
  };
}

/** Why a source proves nothing for a window, or `null`. */
export function problemOf(source: UsageSource, window: Period | null): string | null {
  if (source.records.length === 0 && source.doubt === null)
    return "it has no usage rows: an empty source is not proof of no usage";
  return source.doubt ?? timingProblem(source.timing, window);
}
