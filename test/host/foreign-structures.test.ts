import JSZip from "jszip";
import { EmbeddedHost } from "../../src/host";
import { withQuantity } from "./foreign/refused";
import { reconcileFile, verdicts } from "./foreign/run";
import {
  bookOf,
  MAIN,
  plainCell,
  plainParts,
  relationsOf,
  rowsOf,
  sheetOf,
  STORY,
  STYLES,
  XML,
} from "./foreign/story";
import { zipOf } from "./foreign/zip";

/** By hand: 42 - 38 = 4 seats at 22 a month. */
const VERDICTS = [
  "Acme Dental: underbilled, 38 billed, 42 expected, 88",
  "Birch Law: matched, 10 billed, 10 expected, 0",
];
const INVOICE = rowsOf(STORY.Invoice, plainCell);

async function partOf(bytes: Uint8Array | null, path: string): Promise<string> {
  if (bytes === null) throw new Error("no copy was written");
  const part = (await JSZip.loadAsync(bytes)).file(path);
  return part === null ? "" : part.async("string");
}

const invoiceWith = (before: string, after: string, more: Record<string, string> = {}): Uint8Array =>
  zipOf(plainParts({ "xl/worksheets/sheet1.xml": sheetOf(INVOICE, before, after), ...more }));

describe("structures of other writers", () => {
  const table = (attributes: string, columns: string): Record<string, string> => ({
    "xl/worksheets/_rels/sheet1.xml.rels": relationsOf([["rId7", "table", "/xl/tables/invoice.xml"]]),
    "xl/tables/invoice.xml": `${XML}<table xmlns="${MAIN}" id="12" name="Old" displayName="tblInvoice" ${attributes}>${columns}</table>`,
  });
  const columns = STORY.Invoice[0]
    .map(
      (name, i) =>
        `<tableColumn id="${i + 1}" name="${name}"${i === 2 ? ' totalsRowFunction="sum"' : ""}>${i === 3 ? "<calculatedColumnFormula>20+2</calculatedColumnFormula>" : ""}</tableColumn>`,
    )
    .join("");

  it("reads Excel's table with its header and without its total, and writes it back as it was", async () => {
    const total =
      '<row r="4"><c r="A4" t="inlineStr"><is><t>Total</t></is></c><c r="C4"><f>SUBTOTAL(109,tblInvoice[Quantity])</f><v>48</v></c></row>';
    const file = zipOf(
      plainParts({
        "xl/worksheets/sheet1.xml": sheetOf(
          INVOICE + total,
          "",
          '<tableParts count="1"><tablePart r:id="rId7"/></tableParts>',
        ),
        ...table(
          'ref="A1:F4" totalsRowCount="1"',
          `<autoFilter ref="A1:F3"/><tableColumns count="6">${columns}</tableColumns>`,
        ),
      }),
    );
    const { status, report, copy } = await reconcileFile(file);
    expect(status).toBe(0);
    expect(verdicts(report)).toEqual(VERDICTS);
    const written = (
      await Promise.all([1, 2, 3, 4, 5, 6].map((n) => partOf(copy, `xl/tables/table${n}.xml`)))
    ).find((xml) => xml.includes('"tblInvoice"'));
    expect(written).toContain("<calculatedColumnFormula>20+2</calculatedColumnFormula>");
    expect(written).not.toContain('headerRowCount="0"');
    expect((await EmbeddedHost.open(copy ?? file)).valueAt("Invoice", "C4")).toBe(48);
  });

  it("keeps names as they are written: of sheets, of formulas, of whole columns, broken and with the same word", async () => {
    const names =
      '<definedName name="Rate">0.19</definedName><definedName name="Last">OFFSET(Invoice!$A$1,COUNTA(Invoice!$A:$A)-1,0)</definedName><definedName name="All">Usage!$A:$XFD</definedName><definedName name="Gone">#REF!</definedName><definedName name="Area" localSheetId="0">Invoice!$A$1</definedName><definedName name="Area" localSheetId="1">Usage!$A$1,Usage!$C$1</definedName><definedName name="_xlnm.Print_Area" localSheetId="1">Usage!$A:$C</definedName><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">Invoice!R1C1:R3C6</definedName>';
    const { status, report, copy } = await reconcileFile(
      zipOf(
        plainParts({
          "xl/workbook.xml": bookOf(
            `<definedNames>${names}</definedNames><calcPr calcMode="manual" refMode="R1C1" iterate="1"/>`,
          ),
        }),
      ),
    );
    expect(status).toBe(0);
    expect(verdicts(report)).toEqual(VERDICTS);
    const book = await partOf(copy, "xl/workbook.xml");
    for (const name of names.match(/<definedName .*?<\/definedName>/g) ?? []) {
      const [, word = "", local, , formula = ""] =
        /name="([^"]+)"(?: localSheetId="(\d)")?( hidden="1")?>(.*)</.exec(name) ?? [];
      expect(book).toContain(
        `name="${word}"${local === undefined ? "" : ` localSheetId="${local}"`}>${formula}<`,
      );
    }
    expect(book).toMatch(/<calcPr calcMode="manual" refMode="R1C1" iterate="1" calcId="171027"\/>/);
  });

  it("keeps links, filters, choices of other sheets, locked ranges, the lock of the workbook and its label", async () => {
    const { status, warned, copy } = await reconcileFile(
      invoiceWith(
        "<sheetPr/>",
        '<protectedRanges><protectedRange sqref="C2:C3" name="Seats"/></protectedRanges><autoFilter ref="A1:F3"><filterColumn colId="0"><filters><filter val="Acme Dental"/></filters></filterColumn></autoFilter><hyperlinks><hyperlink ref="C2" r:id="rId1"/><hyperlink ref="A2" location="Usage!A2" display="usage"/></hyperlinks><extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1><xm:f>Usage!$A$2:$A$3</xm:f></x14:formula1><xm:sqref>A2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>',
        {
          "xl/worksheets/_rels/sheet1.xml.rels": relationsOf([
            ["rId1", "hyperlink", "https://example.com/?a=1&amp;b=2"],
          ]),
          "xl/workbook.xml": bookOf("", undefined, '<workbookProtection lockStructure="1"/>'),
          "docProps/custom.xml": '<Properties><property name="MSIP_Label"/></Properties>',
        },
      ),
    );
    expect([status, warned]).toEqual([0, ""]);
    const sheet = await partOf(copy, "xl/worksheets/sheet1.xml");
    expect(sheet).toContain('<filter val="Acme Dental"/>');
    expect(sheet).toContain("<xm:f>Usage!$A$2:$A$3</xm:f>");
    expect(sheet).toContain('name="Seats"');
    expect(sheet).toContain('<hyperlink ref="A2" location="Usage!A2" display="usage"/>');
    expect(sheet).toMatch(/<c r="C2"[^>]*><v>38<\/v>/);
    expect(await partOf(copy, "xl/worksheets/_rels/sheet1.xml.rels")).toContain(
      'Target="https://example.com/?a=1&amp;b=2"',
    );
    expect(await partOf(copy, "xl/workbook.xml")).toContain('<workbookProtection lockStructure="1"/>');
    expect(await partOf(copy, "docProps/custom.xml")).toContain("MSIP_Label");
    expect(await partOf(copy, "[Content_Types].xml")).toContain("/docProps/custom.xml");
  });

  it("keeps money formats that Excel has by number, and takes its dates of other languages for dates", async () => {
    const styles = STYLES.replace('numFmtId="14"', 'numFmtId="31"').replace(
      "</cellXfs>",
      '<xf numFmtId="44"/></cellXfs>',
    );
    const { report, copy } = await reconcileFile(
      withQuantity('<c r="C2" s="2"><v>38</v></c>', { "xl/styles.xml": styles }),
    );
    expect(report?.period).toEqual({ start: "2026-05-01", end: "2026-06-01" });
    const host = await EmbeddedHost.open(copy ?? new Uint8Array());
    expect(host.workbook.getWorksheet("Invoice")?.getCell("C2").numFmt).toContain('_("$"* #,##0.00_)');
  });

  it("keeps hidden rows, columns and sheets hidden, titles merged, and reads past blank formatted rows", async () => {
    const sheet = sheetOf(
      `${INVOICE.replace('<row r="3">', '<row r="3" hidden="true">')}<row r="1048576" s="1" customFormat="1"/>`,
      '<dimension ref="A1:XFD1048576"/><cols><col min="2" max="2" width="9" hidden="true"/></cols>',
      '<mergeCells count="1"><mergeCell ref="H1:J1"/></mergeCells>',
    );
    const third = {
      "xl/worksheets/sheet3.xml": sheetOf(""),
      "xl/_rels/workbook.xml.rels": relationsOf([
        ["rId1", "worksheet", "worksheets/sheet1.xml"],
        ["rId2", "worksheet", "worksheets/sheet2.xml"],
        ["rId3", "worksheet", "worksheets/sheet3.xml"],
        ["rId4", "styles", "styles.xml"],
      ]),
    };
    const book = bookOf("", ["Invoice", "Usage", "Old"]).replace(
      '<sheet name="Old"',
      '<sheet state="veryHidden" name="Old"',
    );
    const { status, report, copy } = await reconcileFile(
      zipOf(plainParts({ "xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": book, ...third })),
    );
    expect(status).toBe(0);
    expect(verdicts(report)).toEqual(VERDICTS);
    const { workbook } = await EmbeddedHost.open(copy ?? new Uint8Array());
    const invoice = workbook.getWorksheet("Invoice");
    expect([
      invoice?.getRow(3).hidden,
      invoice?.getColumn(2).hidden,
      invoice?.getCell("I1").isMerged,
    ]).toEqual([true, true, true]);
    expect(workbook.getWorksheet("Old")?.state).toBe("veryHidden");
  });

  it("does not write into a sheet that is protected in words", async () => {
    const { status, warned, copy } = await reconcileFile(
      invoiceWith("", '<sheetProtection sheet="true" objects="true"/>'),
    );
    expect([status, warned, copy === null]).toEqual([
      2,
      'The results go into "Invoice", which is protected. Nothing was written. Unprotect the sheet and run again.',
      true,
    ]);
  });
});

describe("what a copy would lose", () => {
  it.each([
    ["xl/externalLinks/externalLink1.xml", "1 linked workbook"],
    ["xl/charts/chartEx1.xml", "1 chart"],
    ["xl/chartsheets/sheet1.xml", "1 chart sheet"],
    ["xl/ctrlProps/ctrlProp1.xml", "1 form control"],
    ["xl/timelines/timeline1.xml", "1 timeline"],
    ["xl/connections.xml", "1 data connection list"],
    ["xl/embeddings/oleObject1.bin", "1 embedded object"],
    ["customUI/customUI.xml", "1 custom ribbon"],
  ])("names %s as %s, and stops with status 4", async (path, what) => {
    const { status, warned, report, copy } = await reconcileFile(zipOf(plainParts({ [path]: "<x/>" })));
    expect(warned).toBe(
      `book.xlsx holds ${what}, which the annotated copy would lose. No workbook was written. Add --allow-loss to go on without.`,
    );
    expect([status, copy]).toEqual([4, null]);
    expect(verdicts(report)).toEqual(VERDICTS);
  });

  it.each([
    [
      '<conditionalFormatting sqref="A2:A3"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>',
      "1 duplicates-or-beginnings conditional format",
    ],
    [
      '<conditionalFormatting sqref="A2:A3"><cfRule type="expression" priority="1" stopIfTrue="1"><formula>TRUE</formula></cfRule></conditionalFormatting>',
      "1 stop-if-true conditional format",
    ],
    ["<customSheetViews><customSheetView/><customSheetView/></customSheetViews>", "2 custom views"],
  ])("names in a sheet %s", async (after, what) => {
    const { status, warned } = await reconcileFile(invoiceWith("", after));
    expect(warned).toContain(`book.xlsx holds ${what}, which`);
    expect(status).toBe(4);
  });

  it("names formulas that spill and data tables", async () => {
    const { warned } = await reconcileFile(
      withQuantity(
        '<c r="C2" cm="1"><f t="array" ref="C2">38*1</f><v>38</v></c><c r="D2"><f t="dataTable" ref="D2" dt2D="1"/><v>22</v></c>',
      ).slice(),
    );
    expect(warned).toContain("is written twice");
    const { warned: spilling } = await reconcileFile(
      withQuantity('<c r="C2" cm="1"><f t="array" ref="C2">38*1</f><v>38</v></c>'),
    );
    expect(spilling).toContain("1 spilling formula,");
    const { warned: tables } = await reconcileFile(
      withQuantity('<c r="C2"><f t="dataTable" ref="C2" dt2D="1"/><v>38</v></c>'),
    );
    expect(tables).toContain("1 what-if data table,");
  });
});
