import { UnreadableWorkbook } from "../errors";
import { mendCells, type CellFindings, type CellSurroundings } from "./sheet-cells";
import type { Relation } from "./relations";
import { attributesOf, elementPattern, elementsOf, startTag, unescapeXml } from "./xml";

/** A link on a cell: kept beside the document, whose library turns linked numbers into texts and drops linked formulas. */
export interface Hyperlink {
  readonly ref: string;
  /** Address outside the workbook; `null` for a place in it. */
  readonly target: string | null;
  /** Other attributes as written (location, tooltip, display). */
  readonly attributes: readonly (readonly [string, string])[];
}

/** What the document library would lose of a sheet, to be put back when it is saved. */
export interface SheetExtras {
  hyperlinks: readonly Hyperlink[];
  /** The filter with its conditions, as written. */
  readonly autoFilter: string | null;
  /** Sparklines, and lists of choices that refer to other sheets, as written. */
  readonly extensions: readonly string[];
  readonly protectedRanges: string | null;
  readonly results: CellFindings["results"];
}

export interface MendedSheet {
  readonly xml: string;
  readonly extras: SheetExtras;
  /** What saving would lose, by its word. */
  readonly losses: readonly string[];
}

/** Parts of a sheet that are neither kept by the document library nor put back. */
const LOST_ELEMENTS: readonly (readonly [RegExp, string])[] = [
  [/<customSheetView[\s/>]/g, "custom view"],
  [/<scenario[\s/>]/g, "scenario"],
  [/<oleObject[\s/>]/g, "embedded object"],
  [/<legacyDrawingHF[\s/>]/g, "header picture"],
  [/<x14:cfRule\s[^>]*type="(?!dataBar|iconSet)/g, "cross-sheet conditional format"],
  [
    /<cfRule\s[^>]*type="(?:duplicateValues|uniqueValues|beginsWith|endsWith|notContainsText)"/g,
    "duplicates-or-beginnings conditional format",
  ],
  [/<cfRule\s[^>]*stopIfTrue="(?:1|true)"/g, "stop-if-true conditional format"],
];

const KEPT_EXTENSIONS = /<(?:x14:dataValidations|x14:sparklineGroups)[\s>]/;

/** Attributes that are true or false; some writers write them in words. */
const WORDS = /(\s[A-Za-z][\w:]*=)(?:"(true|false)"|'(true|false)')/g;

/** A row without format, height or hiding of its own. */
const PLAIN_ROW = /^(?!.*\s(?:hidden|customFormat|customHeight|outlineLevel|collapsed)="(?!0"|false"))/s;

function inDigits(xml: string): string {
  return xml.replace(WORDS, (_, name: string, a: string | undefined, b: string | undefined) =>
    (a ?? b) === "true" ? `${name}"1"` : `${name}"0"`,
  );
}

/** A sheet in one form, with what has to be put back. @throws UnreadableWorkbook */
export function mendSheet(
  xml: string,
  relations: readonly Relation[],
  around: CellSurroundings,
): MendedSheet {
  if (!/^<worksheet[\s>]/.test(xml))
    throw new UnreadableWorkbook(
      `The workbook is damaged: the sheet "${around.sheet}" is not written as one. Open it in Excel, let it repair the file and save it again.`,
    );
  const findings: CellFindings = { spilling: 0, dataTables: 0, results: [] };
  const from = xml.search(/<sheetData[\s/>]/);
  const to = xml.lastIndexOf("</sheetData");
  const hasCells = from >= 0 && to > from;
  const head = hasCells ? xml.slice(0, from) : xml;
  const cells = hasCells ? xml.slice(from, to) : "";
  const tail = hasCells ? xml.slice(to) : "";
  if (!xml.includes("</worksheet") && !startTag(xml).endsWith("/>"))
    throw new UnreadableWorkbook(
      `The workbook is damaged: the sheet "${around.sheet}" ends in the middle. Download or copy the file again; if that does not help, open it in Excel and save it again.`,
    );
  const frame = `${head}${tail}`;
  const extensions = elementsOf(frame, "ext").filter((element) => KEPT_EXTENSIONS.test(element));
  const losses = LOST_ELEMENTS.flatMap(([pattern, what]) => (frame.match(pattern) ?? []).map(() => what));
  // Some writers write plain rows to the sheet's very end: every look at the sheet would take seconds.
  const used = cells.replace(/(?:<row\s[^>]*\/>\s*)+$/, (rows) =>
    rows.replace(/<row\s[^>]*\/>/g, (row) => (PLAIN_ROW.test(row) ? "" : row)),
  );
  const mended = mendCells(used, around, findings);
  const plain = (part: string): string => inDigits(part.replace(elementPattern("hyperlinks"), ""));
  return {
    xml: `${plain(head)}${mended.replace(/<row\s[^>]*>/g, inDigits)}${plain(tail)}`,
    extras: {
      hyperlinks: hyperlinksOf(tail, relations),
      autoFilter: elementsOf(tail, "autoFilter")[0] ?? null,
      extensions,
      protectedRanges: elementsOf(tail, "protectedRanges")[0] ?? null,
      results: findings.results,
    },
    losses: [
      ...losses,
      ...Array.from({ length: findings.spilling }, () => "spilling formula"),
      ...Array.from({ length: findings.dataTables }, () => "what-if data table"),
    ],
  };
}

function hyperlinksOf(xml: string, relations: readonly Relation[]): readonly Hyperlink[] {
  return elementsOf(xml, "hyperlink").flatMap((element): Hyperlink[] => {
    const attributes = attributesOf(startTag(element));
    const id = attributes.get("r:id");
    const relation = relations.find((one) => one.id === id);
    // A link whose target is missing leads nowhere, in Excel too.
    if (id !== undefined && relation === undefined) return [];
    return [
      {
        ref: attributes.get("ref") ?? "",
        target: relation?.target ?? null,
        attributes: ["location", "tooltip", "display"].flatMap((name) => {
          const value = attributes.get(name);
          return value === undefined ? [] : [[name, unescapeXml(value)] as const];
        }),
      },
    ];
  });
}
