import { idKey } from "../normalise";
import type { Field, LayoutCorrection, SheetGrid, SourceRole } from "../records";
import { headersOf, SEARCHED_ROWS } from "./header-row";
import { headersText, layoutKey, settingText } from "./layout-map";
import { rowsOf, type Region } from "./region";
import { regionsOf } from "./regions-of";

/** What people corrected, and which sources the workbook has. */
export interface Corrections {
  readonly all: readonly LayoutCorrection[];
  /** Names of the sources, folded by `idKey`. */
  readonly sources: ReadonlySet<string>;
}

/**
 * Whether a correction speaks of a source with these headers: it does of each source of the same layout. That a source takes no
 * part is said of that one alone as long as it is there: last month's export is set aside, this month's is not.
 */
function speaksOf(
  { source, headers, setting, value }: LayoutCorrection,
  key: string,
  name: string,
  sources: Corrections["sources"],
): boolean {
  if (layoutKey(headers) !== key) return false;
  if (setting !== "role" || value !== "other") return true;
  return idKey(source) === idKey(name) || !sources.has(idKey(source));
}

/** The header row that a person chose for a source; `null` where nobody did. */
export function correctedHeaderRow(region: Region, { all, sources }: Corrections): number | null {
  const chosen = all.filter(({ setting }) => setting === "header row");
  if (region.statedHeaderRow !== null || chosen.length === 0) return null;
  for (const row of rowsOf(region.area).slice(0, SEARCHED_ROWS)) {
    const key = layoutKey(headersText(headersOf(region, row)));
    if (chosen.some((correction) => speaksOf(correction, key, region.name, sources))) return row;
  }
  return null;
}

/**
 * What a row of a source would name its columns, for a person who says that it is the header row; `null` where it names fewer
 * than two, lies outside the source or nothing follows it, and where a table states its header itself.
 * @param row 0-based row of the sheet
 */
export function headerTextsAt(sheets: readonly SheetGrid[], source: string, row: number): string | null {
  const region = sheets.flatMap(regionsOf).find(({ name }) => name === source);
  if (region === undefined || region.statedHeaderRow !== null) return null;
  if (!rowsOf(region.area).slice(0, -1).slice(0, SEARCHED_ROWS).includes(row)) return null;
  const headers = headersOf(region, row);
  return headers.size < 2 ? null : headersText(headers);
}

/** The corrections of the source with this header row, the last of each setting; the one about the header row included. */
export function correctionsOf(
  region: Region,
  headers: ReadonlyMap<number, string>,
  { all, sources }: Corrections,
): readonly LayoutCorrection[] {
  if (all.length === 0) return [];
  const key = layoutKey(headersText(headers));
  const mine = all.filter((correction) => speaksOf(correction, key, region.name, sources));
  // Made at this very source weighs more than made at another one.
  const ordered = [
    ...mine.filter(({ source }) => idKey(source) !== idKey(region.name)),
    ...mine.filter(({ source }) => idKey(source) === idKey(region.name)),
  ];
  return [...new Map(ordered.map((correction) => [correction.setting, correction])).values()];
}

/** The role that a person gave; `null` where nobody did. */
export function correctedRole(corrections: readonly LayoutCorrection[]): SourceRole | null {
  return (corrections.find(({ setting }) => setting === "role")?.value ?? null) as SourceRole | null;
}

/** The columns that people chose: by field, `null` for a field that has none. */
export function correctedColumns(
  corrections: readonly LayoutCorrection[],
  headers: ReadonlyMap<number, string>,
): ReadonlyMap<Field, number | null> {
  const chosen = new Map<Field, number | null>();
  for (const { setting, value } of corrections) {
    if (setting === "role" || setting === "header row") continue;
    const column = value === "" ? null : columnHeaded(value, headers);
    if (column !== undefined) chosen.set(setting, column);
  }
  return chosen;
}

/** The columns of a layout with those that people chose; a column means one thing only. */
export function withChosen(
  columns: Readonly<Partial<Record<Field, number>>>,
  chosen: ReadonlyMap<Field, number | null>,
): Readonly<Partial<Record<Field, number>>> {
  if (chosen.size === 0) return columns;
  const taken = [...chosen.values()];
  const kept = Object.entries(columns).filter(
    ([field, column]) => !chosen.has(field as Field) && !taken.includes(column),
  );
  const added = [...chosen].filter((entry): entry is [Field, number] => entry[1] !== null);
  return Object.fromEntries([...kept, ...added]);
}

const NUMBERED = /^(.*) \[(\d+)\]$/s;

/** What a correction calls a column: its header, with a number where several are headed alike. */
export function columnName(column: number, headers: ReadonlyMap<number, string>): string {
  const header = headers.get(column) ?? "";
  const alike = [...headers].filter(([, text]) => text === header).map(([at]) => at);
  return alike.length < 2 ? header : `${header} [${alike.indexOf(column) + 1}]`;
}

function columnHeaded(name: string, headers: ReadonlyMap<number, string>): number | undefined {
  const wanted = layoutKey(name);
  const found = [...headers].filter(([, header]) => layoutKey(header) === wanted).map(([column]) => column);
  if (found.length > 0) return found[0];
  const [, header, number] = NUMBERED.exec(name) ?? [];
  if (header === undefined || number === undefined) return undefined;
  const key = layoutKey(header);
  return [...headers].filter(([, text]) => layoutKey(text) === key).map(([column]) => column)[
    Number(number) - 1
  ];
}

/** One sentence for each correction, for people. */
export function correctionReasons(corrections: readonly LayoutCorrection[]): readonly string[] {
  return corrections.map(({ setting, value, on }) => {
    const since = on === null ? "as you corrected" : `as you corrected on ${on}`;
    if (setting === "role") return `it is ${ROLE_WORDS[value as SourceRole]}, ${since}`;
    if (setting === "header row") return `its header row is the one that you chose, ${since}`;
    if (value === "") return `no column is its ${settingText(setting)}, ${since}`;
    return `"${value}" is its ${settingText(setting)}, ${since}`;
  });
}

const ROLE_WORDS: Readonly<Record<SourceRole, string>> = {
  billed: "what is billed",
  usage: "what is used",
  other: "no part of the reconciliation",
};
