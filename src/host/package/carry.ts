import JSZip from "jszip";
import type { Hyperlink, SheetExtras } from "./sheet";
import { attributeOf, elementPattern, elementsOf, escapeXml, startTag, withAttribute } from "./xml";

/** What a saved workbook gets back that the document library does not write. */
export interface Carried {
  /** By the number of the sheet's part in the saved file. */
  readonly sheets: ReadonlyMap<number, SheetExtras>;
  readonly tables: ReadonlyMap<string, string>;
  readonly kept: ReadonlyMap<string, Uint8Array>;
  readonly protection: string | null;
  readonly calculation: string | null;
}

/** Puts back into a saved file what was taken out of the one it came from. */
export async function carryOver(saved: Uint8Array, carried: Carried): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(saved);
  const change = async (path: string, by: (xml: string) => string): Promise<void> => {
    const file = zip.file(path);
    if (file !== null) zip.file(path, by(await file.async("string")));
  };
  for (const [number, extras] of carried.sheets) {
    const sheet = `xl/worksheets/sheet${number}.xml`;
    await change(sheet, (xml) => withExtras(xml, extras));
    const outside = extras.hyperlinks.some(({ target }) => target !== null);
    if (outside) {
      const list = `xl/worksheets/_rels/sheet${number}.xml.rels`;
      if (zip.file(list) === null)
        zip.file(list, `<Relationships xmlns="${PACKAGE}relationships"></Relationships>`);
      await change(list, (xml) =>
        xml.replace("</Relationships>", () => `${linkRelations(extras.hyperlinks)}</Relationships>`),
      );
    }
  }
  for (const path of Object.keys(zip.files).filter((name) => name.startsWith("xl/tables/")))
    await change(path, (xml) => originalTable(xml, carried.tables));
  await change("xl/workbook.xml", (xml) => withSettings(xml, carried));
  await keepParts(zip, carried.kept, change);
  return zip.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

/** Elements that may follow one that is put in, by the order that the format prescribes. */
const AFTER_RANGES =
  /<(scenarios|autoFilter|sortState|dataConsolidate|customSheetViews|mergeCells|phoneticPr|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|drawing|legacyDrawing|picture|tableParts|extLst)[\s/>]|<\/worksheet>/;
const AFTER_LINKS =
  /<(printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|drawing|legacyDrawing|picture|tableParts|extLst)[\s/>]|<\/worksheet>/;

function withExtras(
  xml: string,
  { hyperlinks, autoFilter, extensions, protectedRanges }: SheetExtras,
): string {
  const end = xml.lastIndexOf("</sheetData>");
  const at = end < 0 ? xml.search(/<sheetData[\s/>]/) : end;
  let tail = xml.slice(at);
  if (protectedRanges !== null) tail = before(tail, AFTER_RANGES, protectedRanges);
  const [written] = elementsOf(tail, "autoFilter");
  if (
    autoFilter !== null &&
    written !== undefined &&
    attributeOf(startTag(written), "ref") === attributeOf(startTag(autoFilter), "ref")
  )
    tail = tail.replace(written, () => autoFilter.replace(/\sdxfId="\d*"/g, ""));
  if (hyperlinks.length > 0) {
    const list = hyperlinks.map(({ ref, target, attributes }, i) => {
      const others = attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join("");
      return `<hyperlink ref="${escapeXml(ref)}"${target === null ? "" : ` r:id="rIdLink${i + 1}"`}${others}/>`;
    });
    const own = elementsOf(tail, "hyperlink");
    tail = before(
      tail.replace(elementPattern("hyperlinks"), ""),
      AFTER_LINKS,
      `<hyperlinks>${own.join("")}${list.join("")}</hyperlinks>`,
    );
  }
  if (extensions.length > 0) {
    const all = extensions.map(withNamespaces).join("");
    tail = tail.includes("</extLst></worksheet>")
      ? tail.replace("</extLst></worksheet>", () => `${all}</extLst></worksheet>`)
      : before(tail, /<\/worksheet>/, `<extLst>${all}</extLst>`);
  }
  return xml.slice(0, at) + tail;
}

function before(xml: string, pattern: RegExp, addition: string): string {
  const at = xml.search(pattern);
  return at < 0 ? xml : xml.slice(0, at) + addition + xml.slice(at);
}

/** An extension's prefixes were declared around it, in the file that it came from. */
function withNamespaces(extension: string): string {
  const tag = startTag(extension);
  const x14 = withAttribute(
    tag,
    "xmlns:x14",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
  );
  const both = withAttribute(x14, "xmlns:xm", "http://schemas.microsoft.com/office/excel/2006/main");
  return both + extension.slice(tag.length).replace(/\sxr2?:uid="[^"]*"/g, "");
}

function linkRelations(links: readonly Hyperlink[]): string {
  return links
    .map(({ target }, i) =>
      target === null
        ? ""
        : `<Relationship Id="rIdLink${i + 1}" Type="${OFFICE}hyperlink" Target="${escapeXml(target)}" TargetMode="External"/>`,
    )
    .join("");
}

/** The table as it was written, with column formulas and totals, if it still is where it was. */
function originalTable(xml: string, tables: ReadonlyMap<string, string>): string {
  const tag = startTag(xml.slice(xml.indexOf("<table")));
  const original = tables.get((attributeOf(tag, "displayName") ?? "").toLowerCase());
  if (original === undefined || attributeOf(startTag(original), "ref") !== attributeOf(tag, "ref"))
    return xml;
  const own = startTag(original);
  // Formats of tables are numbered anew by the document library: these are of rows that are still to come.
  const plain = original
    .slice(own.length)
    .replace(/\s(?:header|data|totals)Row(?:Border)?DxfId="\d*"|\sdataDxfId="\d*"|\sdxfId="\d*"/g, "");
  const start = withAttribute(own, "id", attributeOf(tag, "id") ?? "1").replace(/\s\w+DxfId="\d*"/g, "");
  return `${XML}${start}${plain}`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

function withSettings(xml: string, { protection, calculation }: Carried): string {
  const guarded = protection === null ? xml : before(xml, /<bookViews|<sheets/, protection);
  if (calculation === null) return guarded;
  // Excel calculates anew what another program than the named one calculated last.
  return guarded.replace(elementPattern("calcPr"), () => withAttribute(calculation, "calcId", "171027"));
}

const KEPT_TYPES: ReadonlyMap<string, readonly [string, string, string]> = new Map([
  [
    "docprops/custom.xml",
    [
      "docProps/custom.xml",
      "application/vnd.openxmlformats-officedocument.custom-properties+xml",
      `${OFFICE}custom-properties`,
    ],
  ],
  [
    "docmetadata/labelinfo.xml",
    [
      "docMetadata/LabelInfo.xml",
      "application/vnd.ms-office.classificationlabels+xml",
      "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
    ],
  ],
]);

async function keepParts(
  zip: JSZip,
  kept: ReadonlyMap<string, Uint8Array>,
  change: (path: string, by: (xml: string) => string) => Promise<void>,
): Promise<void> {
  let number = 0;
  for (const [key, content] of kept) {
    const [path, type, relation] = KEPT_TYPES.get(key) ?? [key, "application/xml", ""];
    number += 1;
    zip.file(path, content);
    await change("[Content_Types].xml", (xml) =>
      xml.replace("</Types>", `<Override PartName="/${path}" ContentType="${type}"/></Types>`),
    );
    const id = `rIdKept${number}`;
    await change("_rels/.rels", (xml) =>
      xml.replace(
        "</Relationships>",
        `<Relationship Id="${id}" Type="${relation}" Target="${path}"/></Relationships>`,
      ),
    );
  }
}
