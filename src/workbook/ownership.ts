import type { SheetGrid } from "../engine";
import { ALL_SHEETS, RECORD_HEADER, type OwnershipRecord, type OwnSheet, type ShareSheet } from "./names";

/** A defined name of the workbook with what it refers to, for example `='Reconcile Keys'!$A$1`. */
export interface DefinedName {
  readonly name: string;
  readonly formula: string;
}

/** What the add-in made in a workbook, as the workbook shows it now. */
export interface Ownership {
  /** The add-in's sheets that are there, by role: a sheet that a person renamed is still found. */
  readonly sheets: Readonly<Partial<Record<OwnSheet | ShareSheet, string>>>;
  /** The add-in's defined names, those included whose sheet is gone. */
  readonly names: readonly string[];
  /** `null` before the first run, and when a person deleted or damaged it. */
  readonly record: OwnershipRecord | null;
}

/** Whether a sheet bears the mark of its role. */
export function isMarked(
  { own, definedNames }: { readonly own: Ownership; readonly definedNames: readonly string[] },
  role: OwnSheet,
  name: string,
): boolean {
  return own.sheets[role] === name && definedNames.some((known) => known.toLowerCase() === anchorOf(role));
}

const ROLES = Object.keys(ALL_SHEETS) as readonly (OwnSheet | ShareSheet)[];
const LOOKUP_NAME = /^rc_(keys|state)(?:_\d+)?$/i;

/** The defined name that marks a sheet as the add-in's: it follows when the sheet is renamed and breaks with it. */
export function anchorOf(role: OwnSheet | ShareSheet): string {
  return `rc_sheet_${role}`;
}

/**
 * Finds what is the add-in's: a sheet is when a defined name of the add-in refers to its first cell. A sheet that merely
 * bears one of our names is a person's. Only a blank sheet that the record announces is ours without such a name: a run
 * was cut off after it added the sheet.
 */
export function ownershipOf(grids: readonly SheetGrid[], names: readonly DefinedName[]): Ownership {
  const sheetNames = new Map(grids.map((grid) => [grid.name.toLowerCase(), grid.name]));
  const sheetOf = ({ formula }: DefinedName): string | undefined => {
    const reference = /^=(?:'((?:[^']|'')+)'|([^'!]+))!/.exec(formula);
    const sheet = reference?.[1]?.replace(/''/g, "'") ?? reference?.[2];
    return sheet === undefined ? undefined : sheetNames.get(sheet.toLowerCase());
  };
  const isAnchor = ({ formula }: DefinedName): boolean =>
    /!\$A\$1$/.test(formula) || formula.includes("#REF!");
  const anchors = names.filter(
    (name) =>
      ROLES.some((role) => name.name.toLowerCase() === anchorOf(role).toLowerCase()) && isAnchor(name),
  );
  const sheets: Partial<Record<OwnSheet | ShareSheet, string>> = {};
  for (const role of ROLES) {
    const anchor = anchors.find(({ name }) => name.toLowerCase() === anchorOf(role).toLowerCase());
    const sheet = anchor === undefined ? undefined : sheetOf(anchor);
    if (sheet !== undefined) sheets[role] = sheet;
  }
  const record = recordIn(grids.find((grid) => grid.name === sheets.keys));
  for (const role of ROLES) {
    if (sheets[role] !== undefined) continue;
    const begun = grids.find(
      (grid) =>
        grid.area === null &&
        grid.tables.length === 0 &&
        (record?.sheets ?? []).some((name) => name === grid.name && isNamedLike(name, role)),
    );
    if (begun !== undefined) sheets[role] = begun.name;
  }
  const keysSheet = sheets.keys;
  const lookups = names.filter(
    (name) =>
      LOOKUP_NAME.test(name.name) &&
      (name.formula.includes("#REF!") || (keysSheet !== undefined && sheetOf(name) === keysSheet)),
  );
  return { sheets, names: [...anchors, ...lookups].map(({ name }) => name), record };
}

/** Whether a name is what the add-in would call a sheet of this role: its own name, numbered where that was taken. */
function isNamedLike(name: string, role: OwnSheet | ShareSheet): boolean {
  return name === ALL_SHEETS[role] || name.startsWith(`${ALL_SHEETS[role]} (`);
}

/** The record stands beside the keys; one that cannot be read says nothing. */
function recordIn(grid: SheetGrid | undefined): OwnershipRecord | null {
  for (const [r, row] of (grid?.values ?? []).entries()) {
    const at = row.indexOf(RECORD_HEADER);
    const text = at < 0 ? null : grid?.values[r + 1]?.[at];
    if (typeof text !== "string") continue;
    try {
      const record = JSON.parse(text) as Partial<OwnershipRecord> | null;
      const isWhole = Array.isArray(record?.sheets) && typeof record.foundTables === "object";
      return isWhole ? (record as OwnershipRecord) : null;
    } catch {
      return null;
    }
  }
  return null;
}
