import {
  addressOf,
  bookOf,
  MAIN,
  plainCell,
  plainParts,
  RELATIONS,
  relationsOf,
  rowsOf,
  serialOf,
  sheetOf,
  STORY,
  STYLES,
  XML,
  type CellWriter,
  type StoryRows,
} from "./story";
import { zipOf } from "./zip";

/** Shared texts, collected while sheets are written; as Excel has them, one with formatted runs and a reading. */
function sharing(): { readonly cell: CellWriter; readonly list: () => string } {
  const texts: string[] = [];
  return {
    cell: (value, at) => {
      if (typeof value !== "string") return plainCell(value, at);
      if (!texts.includes(value)) texts.push(value);
      return `<c r="${addressOf(at)}" t="s"><v>${texts.indexOf(value)}</v></c>`;
    },
    list: () => {
      const items = texts.map((text) =>
        text === "Acme Dental"
          ? '<si><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve">Acme </t></r><r><t>Dental</t></r><rPh sb="0" eb="1"><t>アクメ</t></rPh><phoneticPr fontId="1"/></si>'
          : `<si><t>${text}</t></si>`,
      );
      return `${XML}<sst xmlns="${MAIN}" count="99" uniqueCount="${texts.length}">${items.join("")}<extLst/></sst>`;
    },
  };
}

const MC = "http://schemas.openxmlformats.org/markup-compatibility/2006";

function excel(): Uint8Array {
  const { cell, list } = sharing();
  const sheet = (rows: StoryRows): string =>
    `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}" xmlns:mc="${MC}" mc:Ignorable="x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}"><dimension ref="A1:F3"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><sheetData>${rowsOf(rows, cell, (row) => `<row r="${row + 1}" spans="1:6" x14ac:dyDescent="0.25">`)}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`;
  const parts = plainParts({
    "xl/worksheets/sheet1.xml": sheet(STORY.Invoice),
    "xl/worksheets/sheet2.xml": sheet(STORY.Usage),
    "xl/workbook.xml": bookOf(
      '<calcPr calcId="191029"/>',
      undefined,
      '<fileVersion appName="xl"/><workbookPr defaultThemeVersion="166925"/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="16000" windowHeight="9000"/></bookViews>',
    ),
  });
  return zipOf({ ...parts, ...sharedStrings(list()) });
}

function sharedStrings(list: string): Record<string, string> {
  return {
    "xl/sharedStrings.xml": list,
    "xl/_rels/workbook.xml.rels": relationsOf([
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "worksheet", "worksheets/sheet2.xml"],
      ["rId3", "styles", "styles.xml"],
      ["rId4", "sharedStrings", "sharedStrings.xml"],
    ]),
  };
}

/** Excel for Mac of old: days count from 1904. */
function mac1904(flag: string): Uint8Array {
  const cell: CellWriter = (value, at) =>
    typeof value === "object"
      ? `<c r="${addressOf(at)}" s="1"><v>${serialOf(value.day) - 1462}</v></c>`
      : plainCell(value, at);
  return zipOf(
    plainParts({
      "xl/workbook.xml": bookOf("", undefined, `<workbookPr date1904="${flag}"/>`),
      "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell)),
    }),
  );
}

/** "Strict Open XML Spreadsheet" of Excel: other namespaces, dates as text. */
function strict(): Uint8Array {
  const cell: CellWriter = (value, at) =>
    typeof value === "object"
      ? `<c r="${addressOf(at)}" s="1" t="d"><v>${value.day}T00:00:00</v></c>`
      : plainCell(value, at);
  const parts = plainParts({ "xl/worksheets/sheet1.xml": sheetOf(rowsOf(STORY.Invoice, cell)) });
  const translated = Object.entries(parts).map(([path, part]) => [
    path,
    String(part)
      .replaceAll(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
      .replaceAll(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
  ]);
  return zipOf(Object.fromEntries(translated) as Record<string, string>);
}

/** LibreOffice: truth values in words, dates in a format of its own, rows to the very end of the sheet. */
function libreOffice(): Uint8Array {
  const { cell, list } = sharing();
  const sheet = (rows: StoryRows): string =>
    sheetOf(
      `${rowsOf(rows, cell, (row) => `<row r="${row + 1}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">`)}<row r="1048576" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false"/>`,
      '<sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr><dimension ref="A1:F1048576"/><sheetViews><sheetView showFormulas="false" showGridLines="true" tabSelected="true" workbookViewId="0"/></sheetViews><sheetFormatPr defaultColWidth="11.53515625" defaultRowHeight="12.8" zeroHeight="false"/><cols><col collapsed="false" customWidth="false" hidden="false" outlineLevel="0" max="1024" min="1" style="0" width="11.53"/></cols>',
      '<printOptions headings="false" gridLines="false"/><pageMargins left="0.7875" right="0.7875" top="1.05" bottom="1.05" header="0.7875" footer="0.7875"/>',
    );
  const styles = STYLES.replace(
    "<fonts",
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts',
  ).replace('numFmtId="14"', 'numFmtId="165"');
  const parts = plainParts({
    "xl/worksheets/sheet1.xml": sheet(STORY.Invoice),
    "xl/worksheets/sheet2.xml": sheet(STORY.Usage),
    "xl/styles.xml": styles,
    "xl/workbook.xml": bookOf(
      '<calcPr iterateCount="100" refMode="A1" iterate="false" iterateDelta="0.001"/>',
      undefined,
      '<fileVersion appName="Calc"/><workbookPr backupFile="false" showObjects="all" date1904="false"/><workbookProtection/>',
    ),
  });
  return zipOf({ ...parts, ...sharedStrings(list()) }, { hasDescriptors: true });
}

/** Google Sheets: a blank drawing for each sheet, hidden names of filters, no documents' properties. */
function googleSheets(): Uint8Array {
  const { cell, list } = sharing();
  const sheet = (rows: StoryRows): string =>
    sheetOf(
      rowsOf(rows, cell, (row) => `<row r="${row + 1}" ht="15.75" customHeight="1">`),
      '<sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>',
      '<autoFilter ref="$A$1:$C$3"/><drawing r:id="rId1"/>',
    );
  const drawing = `${XML}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>`;
  const parts = plainParts({
    "xl/worksheets/sheet1.xml": sheet(STORY.Invoice),
    "xl/worksheets/sheet2.xml": sheet(STORY.Usage),
    "xl/worksheets/_rels/sheet1.xml.rels": relationsOf([["rId1", "drawing", "../drawings/drawing1.xml"]]),
    "xl/worksheets/_rels/sheet2.xml.rels": relationsOf([["rId1", "drawing", "../drawings/drawing2.xml"]]),
    "xl/drawings/drawing1.xml": drawing,
    "xl/drawings/drawing2.xml": drawing,
    "xl/workbook.xml": bookOf(
      '<definedNames><definedName hidden="1" localSheetId="0" name="_xlnm._FilterDatabase">Invoice!$A$1:$F$3</definedName><definedName hidden="1" localSheetId="1" name="_xlnm._FilterDatabase">Usage!$A$1:$C$3</definedName></definedNames><calcPr/>',
      undefined,
      "<workbookPr/>",
    ),
  });
  return zipOf({ ...parts, ...sharedStrings(list()) });
}

/** openpyxl: absolute targets, formulas without results, notes in a folder of their own. */
function openpyxl(): Uint8Array {
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
function excelJs(): Uint8Array {
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
function sheetJs(): Uint8Array {
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
function apachePoi(): Uint8Array {
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
function openXmlSdk(): Uint8Array {
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
function xlsxWriter(): Uint8Array {
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
function minimal(): Uint8Array {
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
function backslashes(): Uint8Array {
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
function xslt(): Uint8Array {
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

/** Writers, each with a workbook of the story. */
export const WRITERS: readonly (readonly [string, () => Uint8Array])[] = [
  ["Excel (shared strings, rich text, readings, extension namespaces)", excel],
  ["Excel for Mac, 1904 dates", () => mac1904("1")],
  ["LibreOffice, 1904 dates in words", () => mac1904("true")],
  ["Excel, strict Open XML with ISO dates", strict],
  ["LibreOffice Calc (words for truth values, phantom rows)", libreOffice],
  ["Google Sheets (blank drawings, names of filters)", googleSheets],
  ["openpyxl (absolute targets, formulas without results, notes)", openpyxl],
  ["ExcelJS (links on numbers and inside the workbook)", excelJs],
  ["SheetJS (formula texts, ISO dates, stored entries)", sheetJs],
  ["Apache POI (descriptors, folders, formulas that say 0.0)", apachePoi],
  ["Open XML SDK, EPPlus, ClosedXML (prefixes, other part names)", openXmlSdk],
  ["XlsxWriter (formulas that say 0)", xlsxWriter],
  ["report servers (no addresses, styles, texts or types)", minimal],
  ["old .NET (backslashes)", backslashes],
  ["XSLT and ABAP (UTF-16, CDATA, comments)", xslt],
  ["64-bit archive", () => zipOf(plainParts(), { isZip64: true })],
];
