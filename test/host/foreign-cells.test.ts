import JSZip from "jszip";
import { EmbeddedHost } from "../../src/host";
import { slideFormula } from "../../src/host/package/slide";
import { withQuantity } from "./foreign/refused";
import { reconcileFile, verdicts } from "./foreign/run";
import { bookOf, plainCell, plainParts, rowsOf, sheetOf, STORY, STYLES } from "./foreign/story";
import { zipOf } from "./foreign/zip";

/** By hand: 42 - 38 = 4 seats at 22 a month. */
const VERDICTS = [
  "Acme Dental: underbilled, 38 billed, 42 expected, 88",
  "Birch Law: matched, 10 billed, 10 expected, 0",
];

async function partOf(bytes: Uint8Array | null, path: string): Promise<string> {
  if (bytes === null) throw new Error("no copy was written");
  const part = (await JSZip.loadAsync(bytes)).file(path);
  return part === null ? "" : part.async("string");
}

/** The styles of the story with two more formats, numbers 2 and 3. */
const stylesWith = (first: string, second = "General"): string =>
  STYLES.replace(
    "<fonts",
    `<numFmts count="2"><numFmt numFmtId="170" formatCode="${first}"/><numFmt numFmtId="171" formatCode="${second}"/></numFmts><fonts`,
  ).replace("</cellXfs>", '<xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>');

describe("cells of other writers", () => {
  it.each([
    [
      "a formula of an area keeps its result",
      '<c r="C2"><f t="array" ref="C2">SUM({30,8}*{1,1})</f><v>38</v></c>',
    ],
    ["a formula over a table keeps its result", '<c r="C2"><f>SUM(tblSeats[Seats])</f><v>38</v></c>'],
    ["a formula of a newer Excel keeps its result", '<c r="C2"><f>_xlfn.GROUPBY(A1,B1,SUM)</f><v>38</v></c>'],
    ["a formula with a name that is a formula keeps its result", '<c r="C2"><f>SeatsOfAll</f><v>38</v></c>'],
    ["a number with blanks around it is that number", '<c r="C2"><v> 38 </v></c>'],
    ["a number with an exponent is that number", '<c r="C2"><v>3.8E+1</v></c>'],
    ["a format that is not there is none", '<c r="C2" s="99"><v>38</v></c>'],
  ])("%s", async (_, cell) => {
    const { status, report } = await reconcileFile(withQuantity(cell));
    expect(status).toBe(0);
    expect(verdicts(report)).toEqual(VERDICTS);
  });

  it.each([
    [
      "a text result in a date format",
      '<c r="C2" s="1" t="str"><f>IF(FALSE,1,"n/a")</f><v>n/a</v></c>',
      "n/a",
    ],
    ["an error in a date format", '<c r="C2" s="1" t="e"><f>NA()</f><v>#N/A</v></c>', "#N/A"],
    [
      "a reading beside a text",
      '<c r="C2" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>',
      "東京",
    ],
    ["escaped characters", '<c r="C2" t="inlineStr"><is><t>a_x0041_b_x000A_c</t></is></c>', "aAb\nc"],
    [
      "an entity that is meant as text",
      '<c r="C2" t="str"><v>R&amp;amp;D &amp;lt;1</v></c>',
      "R&amp;D &lt;1",
    ],
    ["a false in words", '<c r="C2" t="b"><v>false</v></c>', false],
    ["an empty text", '<c r="C2" t="inlineStr"><is><t/></is></c>', ""],
    ["ISO date and time", '<c r="C2" s="1" t="d"><v>2026-05-01T12:00:00Z</v></c>', 46_143.5],
  ])("reads %s as it is meant", async (_, cell, value) => {
    const host = await EmbeddedHost.open(withQuantity(cell));
    expect(host.valueAt("Invoice", "C2")).toBe(value);
    const again = await EmbeddedHost.open(await host.save());
    expect(again.valueAt("Invoice", "C2")).toBe(value);
  });

  it("takes a number for a number, whatever letters its format shows, in both date systems", async () => {
    for (const flag of ["0", "1"]) {
      const host = await EmbeddedHost.open(
        withQuantity('<c r="C2" s="2"><v>38</v></c>', {
          "xl/styles.xml": stylesWith("0\\ \\s\\e\\a\\t\\s"),
          "xl/workbook.xml": bookOf("", undefined, `<workbookPr date1904="${flag}"/>`),
        }),
      );
      expect(host.valueAt("Invoice", "C2")).toBe(38);
      const saved = await host.save();
      expect(await partOf(saved, "xl/worksheets/sheet1.xml")).toMatch(/<c r="C2"[^>]*><v>38<\/v>/);
      expect(await partOf(saved, "xl/styles.xml")).toContain("0 &quot;seats&quot;");
    }
  });

  it.each([
    ['IF(B2="E3",C2,"M365 F1")', 1, 0, 'IF(B3="E3",C3,"M365 F1")'],
    ["$A2+B$1+$C$1", 2, 1, "$A4+C$1+$C$1"],
    ["SUM(A:A)+SUM(1:1)+SUM($B:C)", 1, 1, "SUM(B:B)+SUM(2:2)+SUM($B:D)"],
    ["'P1 E3'!A1+Q1!B2+LOG10(A1)", 1, 0, "'P1 E3'!A2+Q1!B3+LOG10(A2)"],
    ["tbl1[Qty E3]*A1", 1, 0, "tbl1[Qty E3]*A2"],
    ["A1-B1", -1, 0, "#REF!-#REF!"],
  ])("moves the shared formula %s by %d rows and %d columns", (formula, rows, columns, moved) => {
    expect(slideFormula(formula, rows, columns)).toBe(moved);
  });

  it("calculates shared formulas without touching the plan names in them", async () => {
    const rows = (value: unknown, row: number): string | null =>
      value === 38
        ? `<c r="C${row}"><f t="shared" ref="C2:C3" si="0">IF("E3"=G2,38,10)</f><v>38</v></c>`
        : value === 10
          ? `<c r="C${row}"><f t="shared" si="0"/><v>10</v></c>`
          : null;
    const data = rowsOf(STORY.Invoice, (value, at) => rows(value, at.row + 1) ?? plainCell(value, at))
      .replace('</row><row r="3">', '<c r="G2" t="inlineStr"><is><t>E3</t></is></c></row><row r="3">')
      .replace(/<\/row>$/, '<c r="G3" t="inlineStr"><is><t>E4</t></is></c></row>');
    const host = await EmbeddedHost.open(zipOf(plainParts({ "xl/worksheets/sheet1.xml": sheetOf(data) })));
    expect([host.valueAt("Invoice", "C2"), host.valueAt("Invoice", "C3")]).toEqual([38, 10]);
    expect(host.workbook.getWorksheet("Invoice")?.getCell("C3").formula).toBe('IF("E3"=G3,38,10)');
  });

  it("saves the days of a 1904 workbook, its own and the ones that are written into it, as days of 1904", async () => {
    const cell = '<c r="C2"><v>38</v></c>';
    const file = withQuantity(cell, {
      "xl/workbook.xml": bookOf("", undefined, '<workbookPr date1904="1"/>'),
    });
    const { copy } = await reconcileFile(file);
    expect(await partOf(copy, "xl/workbook.xml")).toContain('date1904="1"');
    expect(await partOf(copy, "xl/worksheets/sheet1.xml")).toMatch(/<c r="F2"[^>]*><v>46143<\/v>/);
    const sheets = [3, 4, 5, 6, 7, 8].map((n) => partOf(copy, `xl/worksheets/sheet${n}.xml`));
    const written = (await Promise.all(sheets)).join("");
    // Seen first on 2026-06-02: serial 46175 of 1900, 1462 days less counted from 1904.
    expect(written).toMatch(/<v>44713<\/v>/);
    expect(written).not.toContain("<v>46175");
  });
});
