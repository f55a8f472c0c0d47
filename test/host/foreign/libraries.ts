import {
  addressOf,
  bookOf,
  MAIN,
  plainCell,
  plainParts,
  relationsOf,
  rowsOf,
  sheetOf,
  STORY,
  XML,
  type CellWriter,
} from "./story";
import { zipOf } from "./zip";

/** openpyxl: absolute targets, formulas without results, notes in a folder of their own. */
export function openpyxl(): Uint8Array {
  const cell: CellWriter = (value, at) =>
    value === 38 ? `<c r="${addressOf(at)}"><f>30+8</f><v/></c>` : plainCell(value, at);
  return zipOf(
    plainParts({
      "_rels/.rels": relationsOf([["rId1", "officeDocument", "/xl/workbook.xml"]]),
      "xl/_rels/workbook.xml.rels": relationsOf([
        ["rId1", "worksheet", "/xl/worksheets/sheet1.xml"],
        ["rId2", "worksheet", "/xl/worksheets/sheet2.xml"],
        ["rId3", "styles", "/xl/styles.xml"],
      ]),
      "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell), "", '<legacyDrawing r:id="anysvml"/>'),
      "xl/worksheets/_rels/sheet1.xml.rels": relationsOf([
        ["comments", "comments", "/xl/comments/comment1.xml"],
        ["anysvml", "vmlDrawing", "/xl/drawings/commentsDrawing1.vml"],
      ]),
      "xl/comments/comment1.xml": `${XML}<comments xmlns="${MAIN}"><authors><author>Kim</author></authors><commentList><comment ref="C2" authorId="0" shapeId="0"><text><t>check with vendor</t></text></comment></commentList></comments>`,
      "xl/drawings/commentsDrawing1.vml":
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s0001" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>2</x:Column></x:ClientData></v:shape></xml>',
    }),
  );
}

/** ExcelJS and others put links on numbers. */
export function excelJs(): Uint8Array {
  return zipOf(
    plainParts({
      "xl/worksheets/sheet1.xml": sheetOf(
        rowsOf(STORY.Invoice, plainCell),
        "",
        '<hyperlinks><hyperlink ref="C2" r:id="rId1" tooltip="Order &amp; seats"/><hyperlink ref="A2" location="Usage!A2" display="usage"/></hyperlinks>',
      ),
      "xl/worksheets/_rels/sheet1.xml.rels": relationsOf([
        ["rId1", "hyperlink", "https://example.com/order?id=1&amp;x=2"],
      ]),
    }),
  );
}

/** SheetJS: texts as formula texts, dates as text. */
export function sheetJs(): Uint8Array {
  const cell: CellWriter = (value, at) => {
    if (typeof value === "string") return `<c r="${addressOf(at)}" t="str"><v>${value}</v></c>`;
    return typeof value === "object"
      ? `<c r="${addressOf(at)}" t="d"><v>${value.day}T00:00:00.000Z</v></c>`
      : plainCell(value, at);
  };
  return zipOf(
    plainParts({
      "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell)),
      "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, cell)),
    }),
    { isStored: true },
  );
}

/** Apache POI's streaming writer: texts in the cell, sizes after the content, folders as entries, numbers as Java writes them. */
export function apachePoi(): Uint8Array {
  const cell: CellWriter = (value, at) =>
    typeof value === "number" ? `<c r="${addressOf(at)}" t="n"><v>${value}.0</v></c>` : plainCell(value, at);
  const formula: CellWriter = (value, at) =>
    value === 42 ? `<c r="${addressOf(at)}"><f>40+2</f><v>0.0</v></c>` : cell(value, at);
  return zipOf(
    plainParts({
      "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell)),
      "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, formula)),
    }),
    { hasDescriptors: true, hasFolders: true },
  );
}

/** EPPlus, ClosedXML and the Open XML SDK: a prefix before every element, the workbook's part by another name. */
export function openXmlSdk(): Uint8Array {
  const prefixed = (xml: string): string =>
    xml
      .replace(`xmlns="${MAIN}"`, `xmlns:x="${MAIN}"`)
      .replaceAll(/<(\/?)(?![?/])/g, "<$1x:")
      .replace(`xmlns:r=`, "xmlns:rel=")
      .replaceAll(" r:id=", " rel:id=");
  const parts = plainParts();
  return zipOf({
    ...parts,
    "_rels/.rels": relationsOf([["R1", "officeDocument", "xl/Book%20One.xml"]]),
    "xl/workbook.xml": "",
    "xl/Book One.xml": prefixed(String(parts["xl/workbook.xml"])),
    "xl/_rels/Book One.xml.rels": relationsOf([
      ["rId1", "worksheet", "/xl/worksheets/sheet.xml"],
      ["rId2", "worksheet", "worksheets/Data.XML"],
      ["rId3", "styles", "./styles.xml"],
    ]),
    "xl/styles.xml": prefixed(String(parts["xl/styles.xml"])),
    "xl/worksheets/sheet.xml": prefixed(String(parts["xl/worksheets/sheet1.xml"])),
    "xl/worksheets/data.xml": prefixed(String(parts["xl/worksheets/sheet2.xml"])),
  });
}

/** XlsxWriter: formulas that say 0 until Excel calculates them. */
export function xlsxWriter(): Uint8Array {
  const cell: CellWriter = (value, at) =>
    value === 42 ? `<c r="${addressOf(at)}"><f>SUM(40,2)</f><v>0</v></c>` : plainCell(value, at);
  return zipOf(
    plainParts({
      "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, cell)),
      "xl/workbook.xml": bookOf('<calcPr calcId="124519" fullCalcOnLoad="1"/>'),
    }),
  );
}

/** Report servers that write the least: no addresses, formats, texts, types or relations of the package. */
export function minimal(): Uint8Array {
  const cell: CellWriter = (value) =>
    typeof value === "number"
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t>${typeof value === "object" ? value.day : value}</t></is></c>`;
  return zipOf(
    plainParts({
      "[Content_Types].xml": null,
      "_rels/.rels": null,
      "xl/styles.xml": null,
      "xl/_rels/workbook.xml.rels": relationsOf([
        ["rId1", "worksheet", "worksheets/sheet1.xml"],
        ["rId2", "worksheet", "worksheets/sheet2.xml"],
      ]),
      "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell, () => "<row>")),
      "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, cell, () => "<row>")),
    }),
  );
}

/** .NET programs of old on Windows: backslashes in the archive and in targets. */
export function backslashes(): Uint8Array {
  const parts = plainParts({
    "xl/_rels/workbook.xml.rels": relationsOf([
      ["rId1", "worksheet", "worksheets\\sheet1.xml"],
      ["rId2", "worksheet", "\\xl\\worksheets\\sheet2.xml"],
      ["rId3", "styles", "../xl/styles.xml"],
    ]),
  });
  return zipOf(
    Object.fromEntries(Object.entries(parts).map(([path, part]) => [path.replaceAll("/", "\\"), part])),
  );
}

/** Texts in UTF-16, comments and CDATA sections, as XSLT and ABAP reports write them. */
export function xslt(): Uint8Array {
  const cell: CellWriter = (value, at) =>
    typeof value === "string"
      ? `<c r="${addressOf(at)}" t="inlineStr"><is><t><![CDATA[${value}]]></t></is></c><!-- ${value} -->`
      : plainCell(value, at);
  const wide = (xml: string): Uint8Array =>
    new Uint8Array(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml.replace("UTF-8", "UTF-16"), "utf16le")]),
    );
  return zipOf(
    plainParts({
      "xl/worksheets/sheet1.xml": wide(sheetOf(rowsOf(STORY.Invoice, cell))),
      "xl/worksheets/sheet2.xml": sheetOf(rowsOf(STORY.Usage, cell)),
    }),
  );
}
