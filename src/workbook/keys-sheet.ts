import type { KeyRow } from "./keys";
import { TILDE_STAND_IN } from "./live-formulas";
import { RECORD_HEADER, type OwnershipRecord } from "./names";
import type { ReadWorkbook } from "./read";
import { rowBytes } from "./own-tables";
import { requestsOf } from "./payload";
import { asText } from "./text";

/** The defined names that highlights look the keys and their live states up in. */
export interface LookupNames {
  readonly keys: string;
  readonly state: string;
}

/** `rc_keys` and `rc_state`; numbered where a person has a name of their own like that. */
export function lookupNamesFor({ definedNames, own }: ReadWorkbook): LookupNames {
  const foreign = new Set(
    definedNames.filter((name) => !own.names.includes(name)).map((name) => name.toLowerCase()),
  );
  const free = (base: string): string => {
    let name = base;
    for (let number = 2; foreign.has(name); number += 1) name = `${base}_${number}`;
    return name;
  };
  return { keys: free("rc_keys"), state: free("rc_state") };
}

/** A name of a single cell stands for a value in some calculation engines, and MATCH needs a range. */
const SHORTEST_NAME = 2;

/** Writes the record of what the add-in made beside the keys; queues only. */
export function writeRecord(worksheet: Excel.Worksheet, record: OwnershipRecord): void {
  const owned = worksheet.getRangeByIndexes(0, 3, 2, 1);
  owned.numberFormat = [["@"], ["@"]];
  owned.values = [[RECORD_HEADER], [JSON.stringify(record)]];
}

/** The rows of the keys sheet: a header, the keys with the formulas of their live states, and what makes them a range. */
export function keySheetRows(keys: readonly KeyRow[]): readonly (readonly [string, string])[] {
  const padding = Array.from({ length: Math.max(0, SHORTEST_NAME - keys.length) }, () => ["", ""] as const);
  return [
    ["key", "state"],
    ...keys.map(({ key, state }) => [asText(key.replace(/~/g, TILDE_STAND_IN)), state] as const),
    ...padding,
  ];
}

/** The defined names that highlights look up, with the columns of the keys sheet that they stand for. */
export function lookupColumns({ keys, state }: LookupNames): readonly (readonly [string, number])[] {
  return [
    [keys, 0],
    [state, 1],
  ];
}

/**
 * Writes the keys with their live states where they do not stand already. Many keys take several requests; the last part
 * is queued.
 */
export async function writeKeyRows(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  rows: readonly (readonly [string, string])[],
  isStanding: (row: number) => boolean,
): Promise<void> {
  worksheet.getRangeByIndexes(rows.length, 0, LAST_ROW - rows.length, 2).clear();
  let isFirst = true;
  for (const pieces of requestsOf(rows, rowBytes, isStanding)) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (!isFirst) await context.sync();
    isFirst = false;
    for (const { first, count } of pieces) {
      const part = rows.slice(first, first + count);
      const texts = worksheet.getRangeByIndexes(first, 0, count, 1);
      texts.numberFormat = part.map(() => ["@"]);
      texts.values = part.map(([key]) => [key]);
      worksheet.getRangeByIndexes(first, 1, count, 1).values = part.map(([, state]) => [state]);
    }
  }
}

/** Rows of a sheet in Excel. */
const LAST_ROW = 1_048_576;

/** Gives the columns of keys and states the names that highlights look up; queues only. */
export function nameKeyRows(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  rows: number,
  names: LookupNames,
): void {
  for (const [name, column] of lookupColumns(names))
    context.workbook.names.add(name, worksheet.getRangeByIndexes(1, column, rows - 1, 1));
}
