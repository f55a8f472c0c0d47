import { LAYOUT_MAP_HEADERS } from "../engine";

/** The add-in's sheets, by the names of the public table format. */
export const SHEETS = {
  discrepancies: "Discrepancies",
  summary: "Reconcile Summary",
  mappings: "Mappings",
  rules: "Rules",
  log: "Reconcile Log",
  keys: "Reconcile Keys",
} as const;

/** A sheet that every run writes. */
export type OwnSheet = keyof typeof SHEETS;

/** The add-in's sheets that are written only when a person asks for them, anew each time. */
export const SHARE_SHEETS = {
  changes: "Change list",
  evidence: "Evidence",
  client: "Client Summary",
} as const;

export type ShareSheet = keyof typeof SHARE_SHEETS;

/** Every sheet that can be the add-in's. */
export const ALL_SHEETS = { ...SHEETS, ...SHARE_SHEETS } as const;

/** Tables of the sheets that are written on demand. */
export type ShareTable = "tblChangeList" | "tblEvidence";

/** Names of those tables, and what Excel calls them on a copied sheet: a copy of our output is no source either. */
export const SHARE_TABLE_NAME = /^tbl(ChangeList|Evidence)\d*$/i;

/** Columns of the add-in's tables, fixed by the public table format. */
export const TABLE_HEADERS = {
  tblDiscrepancies: [
    "Client",
    "Service",
    "Outcome",
    "Billed",
    "Expected",
    "Difference",
    "Unit price",
    "Currency",
    "Impact",
    "Source",
    "Why",
    "Flags",
    "Decision",
    "Reason",
    "Expires",
    "Owner",
    "Note",
    "First seen",
    "Change",
    "Key",
  ],
  tblClientMap: ["Source", "Source client", "Client", "Status", "Score", "Note"],
  tblServiceMap: ["Source", "Source product", "Service", "Status", "Score", "Note"],
  tblRules: [
    "Service",
    "Client",
    "Count",
    "Over time",
    "Where",
    "Included",
    "Minimum",
    "Units per billed unit",
    "Round",
    "Tolerance",
    "Bundle of",
    "Months",
    "Billed in",
    "Unit cost",
    "List price",
    "Exclude",
    "From",
    "Until",
    "Note",
  ],
  tblLog: ["When", "Who", "Action", "Where", "Old", "New", "Detail"],
  tblLayoutMap: LAYOUT_MAP_HEADERS,
} as const;

export type OwnTable = keyof typeof TABLE_HEADERS;
export const OWN_TABLES = Object.keys(TABLE_HEADERS) as readonly OwnTable[];

/** Marks a conditional format as the add-in's inside its formula: always true, and no user writes it. */
export const FORMAT_TAG = 'N("rc-highlight")=0';

/** First cell of the ownership record on the keys sheet; the record follows below it. */
export const RECORD_HEADER = "reconcile owns";

/** What the add-in made in this workbook, kept on the keys sheet so that it can be taken away again. */
export interface OwnershipRecord {
  readonly version: 1;
  /** Sheets that the add-in added. */
  readonly sheets: readonly string[];
  /** Tables that were there before the first run, with their number of rows then. */
  readonly foundTables: Readonly<Partial<Record<OwnTable, number>>>;
}
