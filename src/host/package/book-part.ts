import { UnreadableWorkbook } from "../errors";
import { attributeOf, attributesOf, elementsOf, escapeXml, startTag, textOf, unescapeXml } from "./xml";

/** A sheet as the workbook lists it. */
export interface ListedSheet {
  readonly name: string;
  readonly state: "visible" | "hidden" | "veryHidden";
  readonly relation: string;
}

/** A defined name as the workbook lists it, with the name of the sheet that it belongs to alone. */
interface ListedName {
  readonly name: string;
  readonly ranges: string[];
  readonly sheet?: string;
}

/** What the part of the workbook itself says. */
export interface BookPart {
  readonly sheets: readonly ListedSheet[];
  readonly names: readonly ListedName[];
  readonly is1904: boolean;
  /** Settings that are put back when the workbook is saved, as written. */
  readonly protection: string | null;
  readonly calculation: string | null;
  readonly views: string;
}

/** @throws UnreadableWorkbook for a workbook that lists no sheet, or one with a name that Excel does not take */
export function readBookPart(xml: string): BookPart {
  const sheets = elementsOf(elementsOf(xml, "sheets")[0] ?? "", "sheet").map((element): ListedSheet => {
    const tag = startTag(element);
    const state = attributeOf(tag, "state");
    return {
      name: attributeOf(tag, "name") ?? "",
      state: state === "hidden" || state === "veryHidden" ? state : "visible",
      relation: attributeOf(tag, "r:id") ?? "",
    };
  });
  if (sheets.length === 0)
    throw new UnreadableWorkbook("The workbook holds no sheet. Open it in Excel, add one and save it again.");
  for (const [i, { name }] of sheets.entries()) {
    const problem = nameProblem(name, sheets.slice(0, i));
    if (problem !== null)
      throw new UnreadableWorkbook(
        `Sheet ${i + 1} is called "${name}", ${problem}. Rename it in the program that wrote the workbook and save it again.`,
      );
  }
  const properties = attributesOf(startTag(elementsOf(xml, "workbookPr")[0] ?? ""));
  return {
    sheets,
    names: elementsOf(xml, "definedName").map((element) => {
      const tag = startTag(element);
      const local = attributeOf(tag, "localSheetId");
      const sheet = local === null ? undefined : sheets[Number(local)]?.name;
      const name = { name: attributeOf(tag, "name") ?? "", ranges: [textOf(element)] };
      return sheet === undefined ? name : { ...name, sheet };
    }),
    is1904: /^(1|true)$/.test(unescapeXml(properties.get("date1904") ?? "")),
    protection: elementsOf(xml, "workbookProtection")[0] ?? null,
    calculation: elementsOf(xml, "calcPr")[0] ?? null,
    views: elementsOf(xml, "bookViews")[0] ?? "",
  };
}

function nameProblem(name: string, before: readonly ListedSheet[]): string | null {
  if (name === "") return "which is no name";
  if (name.length > 31) return `which is longer than the 31 characters that Excel takes`;
  if (/[*?:/\\[\]]/.test(name)) return "and Excel takes none of * ? : / \\ [ ] in a sheet name";
  if (/^'|'$/.test(name)) return "and Excel takes no quotation mark at the ends of a sheet name";
  if (name === "History") return "a name that Excel keeps for itself";
  return before.some((other) => other.name.toLowerCase() === name.toLowerCase())
    ? "as another sheet is"
    : null;
}

/** The workbook's own part as the document library reads it: sheets numbered in their order, names left out. */
export function writeBookPart({ is1904, views }: BookPart, sheets: readonly ListedSheet[]): string {
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" state="${state}" r:id="rId${i + 1}"/>`,
  );
  return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="${is1904 ? 1 : 0}"/>${views}<sheets>${list.join("")}</sheets></workbook>`;
}
