import type { KeyRow } from "./keys";
import { TILDE_STAND_IN } from "./live-formulas";
import { RECORD_HEADER, type OwnershipRecord } from "./names";
import type { ReadWorkbook } from "./read";
import { rowBytes } from "./own-tables";
import { cutsOf } from "./payload";
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

/**
 * Writes the keys with their live states, and the names that highlights look them up by. Many keys take several requests;
 * the last part and the names are queued.
 */
export async function writeKeyRows(
  context: Excel.RequestContext,
  worksheet: Excel.Worksheet,
  keys: readonly KeyRow[],
  names: LookupNames,
): Promise<void> {
  worksheet.getRange("A1:B1048576").clear();
  const padding = Array.from({ length: Math.max(0, SHORTEST_NAME - keys.length) }, (): KeyRow => ({
    key: "",
    state: "",
  }));
  const rows = [{ key: "key", state: "state" }, ...keys, ...padding];
  const cuts = cutsOf(rows, ({ key, state }) => rowBytes([key, state]));
  for (const [i, first] of cuts.entries()) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
    if (i > 0) await context.sync();
    const part = rows.slice(first, cuts[i + 1]);
    const texts = worksheet.getRangeByIndexes(first, 0, part.length, 1);
    texts.numberFormat = part.map(() => ["@"]);
    texts.values = part.map(({ key }) => [asText(key.replace(/~/g, TILDE_STAND_IN))]);
    worksheet.getRangeByIndexes(first, 1, part.length, 1).values = part.map(({ state }) => [state]);
  }
  for (const [name, column] of [
    [names.keys, 0],
    [names.state, 1],
  ] as const) {
    context.workbook.names.add(name, worksheet.getRangeByIndexes(1, column, rows.length - 1, 1));
  }
}
