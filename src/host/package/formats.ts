import { UnreadableWorkbook } from "../errors";

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];
const SAVE_AS = "Open it in Excel, save it as .xlsx and use that file.";

/** Refuses a file that is no zip archive, saying what it is and what to do. @throws UnreadableWorkbook */
export function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0)
    throw new UnreadableWorkbook("The file is empty. Save the workbook again and use that file.");
  const begins = (...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  if (begins(...COMPOUND_FILE)) throw new UnreadableWorkbook(compoundFile(bytes));
  if (begins(0x50, 0x4b)) return;
  if (begins(0x09, 0x08) || begins(0x09, 0x04) || begins(0x09, 0x02))
    throw new UnreadableWorkbook(`The file is in the old .xls format. ${SAVE_AS}`);
  if (begins(0x1f, 0x8b))
    throw new UnreadableWorkbook("The file is compressed (.gz). Unpack it and use the .xlsx inside.");
  throw new UnreadableWorkbook(textFile(bytes));
}

/** Names of streams in a compound file are stored as UTF-16. */
function hasStream(bytes: Uint8Array, name: string): boolean {
  const wanted = Array.from(name).flatMap((letter) => [letter.charCodeAt(0), 0]);
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

function compoundFile(bytes: Uint8Array): string {
  if (hasStream(bytes, "EncryptedPackage"))
    return "The file is protected with a password. Open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it as .xlsx.";
  if (hasStream(bytes, "Workbook") || hasStream(bytes, "Book"))
    return `The file is in the old .xls format, whatever its name says. ${SAVE_AS}`;
  return "The file is protected with a password or in the old .xls format. Remove the password, or save it as .xlsx.";
}

function textFile(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const decoder = new TextDecoder(isWide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8");
  const start = decoder.decode(bytes.slice(0, 2048)).trimStart();
  if (start.startsWith("%PDF"))
    return "The file is not an Excel workbook but a PDF. Ask for the figures as .xlsx or .csv.";
  if (/^<(\?xml|Workbook)/i.test(start) && start.includes("urn:schemas-microsoft-com:office:spreadsheet"))
    return `The file is not an Excel workbook (.xlsx) but an XML spreadsheet of Excel 2003. ${SAVE_AS}`;
  if (/<(!doctype html|html|table|head|body)[\s>]/i.test(start))
    return `The file is not an Excel workbook but a web page that was named like one, as some portals export it. ${SAVE_AS}`;
  const isText = !Array.from(start).some((letter) => letter < " " && !/\s/.test(letter));
  const hasColumns = /^[^\n]*[,;\t|][^\n]*(\n|$)/.test(start);
  if (isText && hasColumns)
    return `The file is not an Excel workbook but text with separators (CSV). ${SAVE_AS} Usage can also be given as a .csv file beside the workbook.`;
  return "The file is not an Excel workbook. Save it as .xlsx and use that file.";
}
