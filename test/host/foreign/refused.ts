import { gzipSync } from "node:zlib";
import { bookOf, MAIN, plainCell, plainParts, relationsOf, rowsOf, sheetOf, STORY } from "./story";
import { zipOf } from "./zip";

/** A compound file with a stream of this name in its directory. */
function compound(stream: string): Uint8Array {
  const name = Buffer.from(stream, "utf16le");
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(1016),
      name,
      Buffer.alloc(512),
    ]),
  );
}

/** The story with something else in the cell C2 of the invoice. */
export function withQuantity(cell: string, more: Record<string, string> = {}): Uint8Array {
  const data = rowsOf(STORY.Invoice, (value, at) => (value === 38 ? cell : plainCell(value, at)));
  return zipOf(plainParts({ "xl/worksheets/sheet1.xml": sheetOf(data), ...more }));
}

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));
const whole = zipOf(plainParts());
const named = (...names: string[]): Uint8Array => zipOf(plainParts({ "xl/workbook.xml": bookOf("", names) }));

/** Files that are refused: what they are, the file, and the sentence for the person. */
export const REFUSED: readonly (readonly [string, Uint8Array, string])[] = [
  ["an empty file", text(""), "The file is empty. Save the workbook again and use that file."],
  [
    "a workbook with a password",
    compound("EncryptedPackage"),
    "The file is protected with a password. Open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it as .xlsx.",
  ],
  [
    "an .xls named .xlsx",
    compound("Workbook"),
    "The file is in the old .xls format, whatever its name says. Open it in Excel, save it as .xlsx and use that file.",
  ],
  [
    "an .xls of Excel 4",
    new Uint8Array([0x09, 0x04, 6, 0, 0, 0, 0x10, 0]),
    "The file is in the old .xls format. Open it in Excel, save it as .xlsx and use that file.",
  ],
  [
    "an .xlsb",
    zipOf({ "xl/workbook.bin": "x" }),
    "The file is a binary workbook (.xlsb), which cannot be read here. Save it as .xlsx in Excel and use that file.",
  ],
  [
    "an .ods",
    zipOf(
      { mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>" },
      { isStored: true },
    ),
    "The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx in LibreOffice or Excel and use that file.",
  ],
  [
    "a Numbers document",
    zipOf({ "Index/Document.iwa": "x" }),
    "The file is an Apple Numbers document. Export it from Numbers to Excel (.xlsx) and use that file.",
  ],
  [
    "a Word document",
    zipOf({ "word/document.xml": "<w/>" }),
    "The file is a Word document, not a workbook. Choose the invoice workbook, or copy the table into one.",
  ],
  [
    "an archive with workbooks",
    zipOf({ "may/invoice.xlsx": "x" }),
    "The file is an archive with workbooks in it. Unpack it and use one of the .xlsx files.",
  ],
  [
    "another archive",
    zipOf({ "readme.txt": "hello" }),
    "The file is an archive but not an Excel workbook (.xlsx). Save it as .xlsx in the program that wrote it.",
  ],
  [
    "an empty archive",
    zipOf({}),
    "The file is an empty archive, not a workbook. Save the workbook again as .xlsx.",
  ],
  [
    "a CSV named .xlsx",
    text("Client;Service;Quantity\nAcme;M365;38\n"),
    "The file is not an Excel workbook but text with separators (CSV). Open it in Excel, save it as .xlsx and use that file. Usage can also be given as a .csv file beside the workbook.",
  ],
  [
    "a web page named .xlsx",
    text("\n<html><table><tr><td>Client</td></tr></table></html>"),
    "The file is not an Excel workbook but a web page that was named like one, as some portals export it. Open it in Excel, save it as .xlsx and use that file.",
  ],
  [
    "an XML spreadsheet of 2003",
    text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
    "The file is not an Excel workbook (.xlsx) but an XML spreadsheet of Excel 2003. Open it in Excel, save it as .xlsx and use that file.",
  ],
  [
    "a PDF",
    text("%PDF-1.7"),
    "The file is not an Excel workbook but a PDF. Ask for the figures as .xlsx or .csv.",
  ],
  [
    "a compressed file",
    new Uint8Array(gzipSync("x")),
    "The file is compressed (.gz). Unpack it and use the .xlsx inside.",
  ],
  [
    "something else",
    new Uint8Array([1, 2, 3, 4, 0]),
    "The file is not an Excel workbook. Save it as .xlsx and use that file.",
  ],
  [
    "a download that stopped",
    whole.slice(0, Math.floor(whole.length * 0.7)),
    "The file is cut off or damaged: it begins like a workbook, but its end is missing or broken. Download or copy it again; if that does not help, open it in Excel and save it again.",
  ],
  [
    "a locked archive",
    zipOf(plainParts(), { isLocked: true }),
    "The file is an archive that is locked with a password. Unpack it with the password, and use the .xlsx inside.",
  ],
  [
    "a document type of its own",
    zipOf(plainParts({ "xl/workbook.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]>${bookOf()}` })),
    "The workbook declares its own text abbreviations (DOCTYPE in xl/workbook.xml), which no spreadsheet program writes and which can do harm. Nothing was read. Open it in Excel and save it as .xlsx.",
  ],
  [
    "a sheet that is missing",
    zipOf(plainParts({ "xl/worksheets/sheet2.xml": null })),
    'The workbook is damaged: its sheet "Usage" is listed, but missing from the file. Open it in Excel, let it repair the file and save it again.',
  ],
  [
    "a sheet that ends in the middle",
    zipOf(
      plainParts({
        "xl/worksheets/sheet2.xml": `<worksheet xmlns="${MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v>`,
      }),
    ),
    'The workbook is damaged: the sheet "Usage" ends in the middle. Download or copy the file again; if that does not help, open it in Excel and save it again.',
  ],
  ["no sheet", named(), "The workbook holds no sheet. Open it in Excel, add one and save it again."],
  [
    "a long sheet name",
    named("Invoice lines of the month of May 2026", "Usage"),
    'Sheet 1 is called "Invoice lines of the month of May 2026", which is longer than the 31 characters that Excel takes. Rename it in the program that wrote the workbook and save it again.',
  ],
  [
    "two sheets of one name",
    named("Invoice", "INVOICE"),
    'Sheet 2 is called "INVOICE", as another sheet is. Rename it in the program that wrote the workbook and save it again.',
  ],
  [
    "a sheet name with a slash",
    named("05/2026", "Usage"),
    'Sheet 1 is called "05/2026", and Excel takes none of * ? : / \\ [ ] in a sheet name. Rename it in the program that wrote the workbook and save it again.',
  ],
  [
    "a number with a decimal comma",
    withQuantity('<c r="C2"><v>38,5</v></c>'),
    damaged('cell C2 of the sheet "Invoice" holds "38,5" as a number, which is none'),
  ],
  [
    "a date of February 30",
    withQuantity('<c r="C2" t="d"><v>2026-02-30</v></c>'),
    damaged('cell C2 of the sheet "Invoice" holds "2026-02-30" as a date, which is none'),
  ],
  [
    "a text that is missing",
    withQuantity('<c r="C2" t="s"><v>7</v></c>'),
    damaged('cell C2 of the sheet "Invoice" shows a text that is missing from the file'),
  ],
  [
    "a cell that is written twice",
    withQuantity('<c r="C2"><v>38</v></c><c r="C2"><v>42</v></c>'),
    damaged('cell C2 of the sheet "Invoice" is written twice'),
  ],
  [
    "a cell of another row",
    withQuantity('<c r="C7"><v>38</v></c>'),
    damaged('cell C7 of the sheet "Invoice" stands in row 2'),
  ],
  [
    "a shared formula without its formula",
    withQuantity('<c r="C2"><f t="shared" si="4"/><v>38</v></c>'),
    damaged('cell C2 of the sheet "Invoice" shares a formula that is missing from the file'),
  ],
  [
    "a kind of cell that is none",
    withQuantity('<c r="C2" t="money"><v>38</v></c>'),
    damaged('cell C2 of the sheet "Invoice" is of a kind "money" that no spreadsheet has'),
  ],
  [
    "a truth value that is none",
    withQuantity('<c r="C2" t="b"><v>maybe</v></c>'),
    damaged('cell C2 of the sheet "Invoice" holds "maybe", which is neither true nor false'),
  ],
  [
    "charts only",
    zipOf(
      plainParts({
        "xl/_rels/workbook.xml.rels": relationsOf([
          ["rId1", "chartsheet", "worksheets/sheet1.xml"],
          ["rId2", "chartsheet", "worksheets/sheet2.xml"],
        ]),
      }),
    ),
    "The workbook holds charts only, no sheet with cells. Choose the invoice workbook.",
  ],
  [
    "bytes that are no text",
    zipOf(plainParts({ "xl/worksheets/sheet1.xml": new Uint8Array([0x3c, 0x77, 0xff, 0xc3, 0x28]) })),
    "The workbook is damaged: xl/worksheets/sheet1.xml is not readable text. Open it in Excel, let it repair the file and save it again.",
  ],
];

function damaged(what: string): string {
  return `The workbook is damaged: ${what}. Open it in Excel, let it repair the file, check that cell and save it again.`;
}
