import type { Field } from "../records";
import { profileOf, type Profile } from "./profile";
import { headersOf } from "./header-row";
import { columnsOf, type Region } from "./region";
import { foldHeader, HEADER_WORDS, headerScore } from "./vocabulary";

/** Headers of a region and what each field's column is. */
export interface Columns {
  readonly headers: ReadonlyMap<number, string>;
  readonly columns: Readonly<Partial<Record<Field, number>>>;
  readonly profiles: ReadonlyMap<number, Profile>;
  /** Score of each chosen column, 0 to 1. */
  readonly scores: Readonly<Partial<Record<Field, number>>>;
}

const FIELDS = Object.keys(HEADER_WORDS) as Field[];
/** Below this a header says too little. */
const CHOSEN_FROM = 0.42;

/**
 * Chooses the column of each field by header words and by what its cells hold; a column serves one field.
 * @param across Columns headed by clients: they are no fields.
 */
export function chooseColumns(
  region: Region,
  headerRow: number,
  dataRows: readonly number[],
  across: ReadonlySet<number>,
): Columns {
  const headers = headersOf(region, headerRow);
  const profiles = new Map(
    columnsOf(region.area).map((column) => [column, profileOf(region, dataRows, column)] as const),
  );
  const candidates = [...headers]
    .filter(([column]) => !across.has(column))
    .flatMap(([column, header]) => {
      const folded = foldHeader(header);
      const profile = profiles.get(column);
      return FIELDS.map((field) => ({
        field,
        column,
        score: profile === undefined ? 0 : headerScore(folded, field) * contentFactor(field, profile),
      }));
    })
    .filter((candidate) => candidate.score >= CHOSEN_FROM)
    .sort((a, b) => b.score - a.score || a.column - b.column);
  const columns: Partial<Record<Field, number>> = {};
  const scores: Partial<Record<Field, number>> = {};
  const taken = new Set<number>();
  for (const { field, column, score } of candidates) {
    if (columns[field] !== undefined || taken.has(column)) continue;
    columns[field] = column;
    scores[field] = score;
    taken.add(column);
  }
  return { headers, columns, profiles, scores };
}

/** How well a column's cells fit a field: 1 for a good fit, 0 when they contradict it. An empty column fits a little. */
function contentFactor(field: Field, profile: Profile): number {
  if (profile.filled === 0) return 0.55;
  switch (field) {
    case "client":
    case "product":
      if (profile.texts < 0.5 || profile.dates > 0.5) return 0.2;
      return profile.domains > 0.7 ? 0.5 : 1;
    case "tenant":
      return profile.domains > 0.5 ? 1.1 : profile.texts > 0.5 ? 0.7 : 0;
    case "quantity":
      if (profile.numbers < 0.5) return 0;
      return profile.money > 0.5 ? 0.4 : 1;
    case "unitPrice":
    case "amount":
    case "cost":
      return profile.numbers < 0.5 ? 0 : 1 + 0.05 * profile.money;
    case "periodStart":
    case "periodEnd":
    case "date":
      return profile.dates < 0.5 ? 0 : 1;
    case "currency":
    case "status":
    case "unit":
      return profile.texts < 0.5 ? 0 : 1;
    case "item":
      return profile.distinct > 0.5 ? 1 : 0.5;
    case "clientId":
    case "sku":
    case "agreement":
      return 1;
  }
}
