import {
  openpyxl,
  excelJs,
  sheetJs,
  apachePoi,
  openXmlSdk,
  xlsxWriter,
  minimal,
  backslashes,
  xslt,
} from "./libraries";
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
