import {
  OWN_TABLES,
  SHARE_SHEETS,
  SHEETS,
  type OwnershipRecord,
  type OwnSheet,
  type OwnTable,
  type ShareSheet,
} from "./names";
import type { ReadWorkbook } from "./read";

/** Where one of the add-in's sheets is, or what it will be called. */
export interface SheetChoice {
  readonly name: string;
  readonly isNew: boolean;
  /** A person's own sheet that holds one of our tables: it is written to, and never taken away. */
  readonly isForeign: boolean;
}

const TABLE_OF: Readonly<Partial<Record<OwnSheet, readonly OwnTable[]>>> = {
  discrepancies: ["tblDiscrepancies"],
  mappings: ["tblClientMap", "tblServiceMap", "tblLayoutMap"],
  rules: ["tblRules"],
  log: ["tblLog"],
};

/** Where each of the add-in's sheets is, or what it will be called; a user's sheet of the same name is left alone. */
export function chooseSheets({
  snapshot,
  own,
  sheetNames,
}: ReadWorkbook): Readonly<Record<OwnSheet, SheetChoice>> {
  const taken = new Set(sheetNames.map((name) => name.toLowerCase()));
  const ownNames = Object.values(own.sheets);
  const choose = (role: OwnSheet): SheetChoice => {
    for (const table of TABLE_OF[role] ?? []) {
      const found = snapshot.tables[table];
      if (found !== undefined)
        return { name: found.sheet, isNew: false, isForeign: !ownNames.includes(found.sheet) };
    }
    const there = own.sheets[role];
    if (there !== undefined) return { name: there, isNew: false, isForeign: false };
    let name: string = SHEETS[role];
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${SHEETS[role]} (${number})`;
    taken.add(name.toLowerCase());
    return { name, isNew: true, isForeign: false };
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
  { snapshot, own }: ReadWorkbook,
  sheets: Readonly<Record<OwnSheet, SheetChoice>>,
): OwnershipRecord {
  const shared = (Object.keys(SHARE_SHEETS) as ShareSheet[]).flatMap((role) => own.sheets[role] ?? []);
  const ours = [
    ...Object.values(sheets).flatMap((sheet) => (sheet.isForeign ? [] : [sheet.name])),
    ...shared,
  ];
  const found =
    own.record?.foundTables ??
    Object.fromEntries(
      OWN_TABLES.flatMap((name) => {
        const table = snapshot.tables[name];
        return table === undefined || ours.includes(table.sheet) ? [] : [[name, table.rows.length]];
      }),
    );
  return { version: 1, sheets: ours, foundTables: found };
}
