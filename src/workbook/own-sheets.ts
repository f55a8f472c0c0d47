import { OWN_TABLES, SHEETS, type OwnershipRecord, type OwnSheet, type OwnTable } from "./names";
import type { ReadWorkbook } from "./read";

/** Where one of the add-in's sheets is, or what it will be called. */
export interface SheetChoice {
  readonly name: string;
  readonly isNew: boolean;
}

const TABLE_OF: Readonly<Partial<Record<OwnSheet, readonly OwnTable[]>>> = {
  discrepancies: ["tblDiscrepancies"],
  mappings: ["tblClientMap", "tblServiceMap"],
  rules: ["tblRules"],
  log: ["tblLog"],
};

/** Where each of the add-in's sheets is, or what it will be called; a user's sheet of the same name is left alone. */
export function chooseSheets({
  snapshot,
  record,
  sheetNames,
}: ReadWorkbook): Readonly<Record<OwnSheet, SheetChoice>> {
  const taken = new Set(sheetNames.map((name) => name.toLowerCase()));
  const choose = (sheet: OwnSheet): SheetChoice => {
    const base = SHEETS[sheet];
    for (const table of TABLE_OF[sheet] ?? []) {
      const found = snapshot.tables[table];
      if (found !== undefined) return { name: found.sheet, isNew: false };
    }
    const own = record?.sheets.find((name) => name === base || name.startsWith(`${base} (`));
    // A run that was cut off may have named a sheet that it did not come to add.
    if (own !== undefined) return { name: own, isNew: !sheetNames.includes(own) };
    let name: string = base;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base} (${number})`;
    taken.add(name.toLowerCase());
    return { name, isNew: true };
  };
  return {
    discrepancies: choose("discrepancies"),
    summary: choose("summary"),
    mappings: choose("mappings"),
    rules: choose("rules"),
    log: choose("log"),
    keys: choose("keys"),
  };
}

/** The ownership record after this run: what was there before the first run stays what it was. */
export function recordOf(
  { snapshot, record }: ReadWorkbook,
  sheets: Readonly<Record<OwnSheet, SheetChoice>>,
): OwnershipRecord {
  const added = Object.values(sheets).flatMap((sheet) => (sheet.isNew ? [sheet.name] : []));
  const found =
    record?.foundTables ??
    Object.fromEntries(
      OWN_TABLES.flatMap((table) =>
        snapshot.tables[table] === undefined ? [] : [[table, snapshot.tables[table].rows.length]],
      ),
    );
  return { version: 1, sheets: [...new Set([...(record?.sheets ?? []), ...added])], foundTables: found };
}
