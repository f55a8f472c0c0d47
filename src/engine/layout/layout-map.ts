import { foldText, idKey } from "../normalise";
import type { Field, LayoutCorrection, LayoutSetting, TableGrid, TableIssue } from "../records";
import { cellDate, tableRows } from "../tables";
import { HEADER_WORDS } from "./vocabulary";

/** Columns of tblLayoutMap, which keeps what people corrected about layouts. */
export const LAYOUT_MAP_HEADERS = [
  "Source",
  "Headers",
  "Setting",
  "Value",
  "Status",
  "When",
  "Note",
] as const;

const FIELDS = Object.keys(HEADER_WORDS) as readonly Field[];
const ROLES: readonly string[] = ["billed", "usage", "other"];

/** More of a header row than this is not kept in a cell. */
const KEPT = 8000;

/** The texts of a header row as one text that a person can read. */
export function headersText(headers: ReadonlyMap<number, string>): string {
  return [...headers.values()].join(" | ").slice(0, KEPT);
}

const MONTH =
  /\b(jan(uary|uar|vier)?|feb(ruary|ruar)?|mar(ch)?|m[aä]rz|apr(il)?|may|mai|mayo|june?|juni|july?|juli|aug(ust)?|sep(t|tember)?|o[ck]t(ober)?|nov(ember)?|de[cz](ember)?)\b/g;

/** What two header rows of one layout have in common: a month's export names its month. */
export function layoutKey(text: string): string {
  return text
    .split("|")
    .map((header) => foldText(header).replace(MONTH, "#").replace(/\d+/g, "#"))
    .join("|");
}

/** A setting as people write it: `unitPrice` reads "unit price". */
export function settingText(setting: LayoutSetting): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What a correction is about: two with one key, and the later one holds. */
export function correctionKey({
  source,
  headers,
  setting,
}: Pick<LayoutCorrection, "source" | "headers" | "setting">): string {
  return `${idKey(source)}\n${layoutKey(headers)}\n${setting}`;
}

/** What tblLayoutMap says, with an issue for each row that could not be understood and is left out. */
export interface LayoutMap {
  /** In force: of several about one setting of one layout the last, and none that was forgotten. */
  readonly corrections: readonly LayoutCorrection[];
  readonly issues: readonly TableIssue[];
}

/** Reads tblLayoutMap. The last row about a setting of a layout holds. */
export function readLayoutMap(table: TableGrid | undefined): LayoutMap {
  const latest = new Map<string, LayoutCorrection>();
  const issues: TableIssue[] = [];
  for (const row of table === undefined ? [] : tableRows(table)) {
    const [source, headers, value] = [row.text("Source"), row.text("Headers"), row.text("Value")];
    const setting = settingOf(row.text("Setting"));
    const status = row.text("Status").toLowerCase() || "confirmed";
    if (setting === null) {
      issues.push({
        cell: row.cell("Setting"),
        message: `"${row.text("Setting")}" is nothing that can be corrected; write role, header row or a field such as quantity. The row is not used.`,
      });
    } else if (setting === "role" && !ROLES.includes(value.toLowerCase())) {
      issues.push({
        cell: row.cell("Value"),
        message: `"${value}" is not a role; write billed, usage or other. The row is not used.`,
      });
    } else if (status !== "confirmed" && status !== "forgotten") {
      issues.push({
        cell: row.cell("Status"),
        message: `"${row.text("Status")}" is not a status; write confirmed or forgotten. The row is not used.`,
      });
    } else if (headers === "") {
      issues.push({
        cell: row.cell("Headers"),
        message: `Headers is blank; write the texts of the header row, separated by |. The row is not used.`,
      });
    } else {
      const key = correctionKey({ source, headers, setting });
      const on = cellDate(row.value("When"));
      latest.delete(key);
      latest.set(key, {
        source,
        headers,
        setting,
        value: setting === "role" ? value.toLowerCase() : value,
        isForgotten: status === "forgotten",
        on,
      });
    }
  }
  return { corrections: [...latest.values()].filter(({ isForgotten }) => !isForgotten), issues };
}

function settingOf(text: string): LayoutSetting | null {
  const folded = foldText(text);
  return (
    (["role", "header row", ...FIELDS] as const).find((it) => foldText(settingText(it)) === folded) ?? null
  );
}
