/**
 * The workbook that every writer writes here, by hand: Acme is billed 38 seats and uses 42, Birch is billed what it uses,
 * both for May 2026. What must come out: Acme underbilled by 4, 88 a month.
 */
export const STORY = {
  Invoice: [
    ["Client", "Service", "Quantity", "Unit price", "Currency", "Period start"],
    ["Acme Dental", "Microsoft 365 Business Premium", 38, 22, "USD", { day: "2026-05-01" }],
    ["Birch Law", "Microsoft 365 Business Premium", 10, 22, "USD", { day: "2026-05-01" }],
  ],
  Usage: [
    ["Customer", "Product", "Assigned licenses"],
    ["Acme Dental", "Microsoft 365 Business Premium", 42],
    ["Birch Law", "Microsoft 365 Business Premium", 10],
  ],
} as const;

export type StoryCell = string | number | { readonly day: string };
export type StoryRows = readonly (readonly StoryCell[])[];
/** Writes a cell as a writer does. @param at 0-based row and column */
export type CellWriter = (value: StoryCell, at: { readonly row: number; readonly column: number }) => string;

export function addressOf({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${"ABCDEFGHIJ".charAt(column)}${row + 1}`;
}

/** A day's serial in the 1900 date system. */
export function serialOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;
}

export const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
export const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
export const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function rowsOf(
  rows: StoryRows,
  cell: CellWriter,
  openRow = (row: number): string => `<row r="${row + 1}">`,
): string {
  return rows
    .map(
      (values, row) =>
        `${openRow(row)}${values.map((value, column) => cell(value, { row, column })).join("")}</row>`,
    )
    .join("");
}

export function sheetOf(sheetData: string, before = "", after = ""): string {
  return `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}">${before}<sheetData>${sheetData}</sheetData>${after}</worksheet>`;
}

/** Cells as most writers have them: texts in the cell, dates in format 1. */
export const plainCell: CellWriter = (value, at) => {
  const r = addressOf(at);
  if (typeof value === "number") return `<c r="${r}"><v>${value}</v></c>`;
  if (typeof value === "object") return `<c r="${r}" s="1"><v>${serialOf(value.day)}</v></c>`;
  return `<c r="${r}" t="inlineStr"><is><t>${value}</t></is></c>`;
};

export const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export function relationsOf(list: readonly (readonly [string, string, string])[]): string {
  const items = list.map(([id, type, target]) => {
    const kind = type.startsWith("http") ? type : `${RELATIONS}/${type}`;
    return `<Relationship Id="${id}" Type="${kind}" Target="${target}"${target.startsWith("http") || target.startsWith("file:") ? ' TargetMode="External"' : ""}/>`;
  });
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`;
}

export const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;

export const ROOT = relationsOf([["rId1", "officeDocument", "xl/workbook.xml"]]);

export function bookOf(inside = "", sheets = ["Invoice", "Usage"], before = ""): string {
  const list = sheets
    .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join("");
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${before}<sheets>${list}</sheets>${inside}</workbook>`;
}

/** A plain workbook of the story; any part can be another one. */
export function plainParts(
  changes: Readonly<Record<string, string | Uint8Array | null>> = {},
): Record<string, string | Uint8Array> {
  const parts: Record<string, string | Uint8Array | null> = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": ROOT,
    "xl/workbook.xml": bookOf(),
    "xl/_rels/workbook.xml.rels": relationsOf([
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "worksheet", "worksheets/sheet2.xml"],
      ["rId3", "styles", "styles.xml"],
    ]),
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, plainCell)),
    "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, plainCell)),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([path, part]) => (part === null ? [] : [[path, part]])),
  );
}
