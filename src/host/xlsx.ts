import ExcelJS from "@zurmokeeper/exceljs";
import JSZip from "jszip";
import { UnreadableWorkbook } from "./errors";
import { unescapeTexts, writeEscaped } from "./escaped-texts";

/** A part of a file that this host cannot keep, in words. */
export interface Loss {
  readonly what: string;
  readonly count: number;
}

const LOST_PARTS: readonly (readonly [RegExp, string])[] = [
  [/^xl\/charts\/chart[^/]*\.xml$/, "chart"],
  [/^xl\/chartEx\//, "chart"],
  [/^xl\/pivotTables\/[^/]+\.xml$/, "pivot table"],
  [/^xl\/vbaProject\.bin$/, "macro project"],
  [/^xl\/slicers\/[^/]+\.xml$/, "slicer"],
  [/^xl\/externalLinks\/[^/]+\.xml$/, "link to another workbook"],
  [/^xl\/activeX\/[^/]+\.xml$/, "ActiveX control"],
  [/^xl\/threadedComments\/[^/]+\.xml$/, "threaded comment"],
  [/^xl\/queryTables\/[^/]+\.xml$/, "query table"],
  [/^xl\/macrosheets\//, "macro sheet"],
];

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

/** Says in words why bytes are no workbook that can be opened, or returns their archive. @throws UnreadableWorkbook */
async function openArchive(bytes: Uint8Array): Promise<JSZip> {
  if (bytes.length === 0)
    throw new UnreadableWorkbook("The file is empty. Save the workbook again and use that file.");
  if (COMPOUND_FILE.every((byte, i) => bytes[i] === byte)) {
    throw new UnreadableWorkbook(
      "The file is protected with a password or in the old .xls format. Remove the password, or save it as .xlsx.",
    );
  }
  const archive = await JSZip.loadAsync(bytes).catch((cause: unknown) => {
    throw new UnreadableWorkbook("The file is not an Excel workbook. Save it as .xlsx and use that file.", {
      cause,
    });
  });
  if (archive.file("xl/workbook.xml") === null) {
    throw new UnreadableWorkbook(
      "The file is an archive but not an Excel workbook (.xlsx). Save it as .xlsx.",
    );
  }
  return archive;
}

/** Lists what saving with this host would lose; empty when nothing is. @throws UnreadableWorkbook */
export async function findLosses(bytes: Uint8Array): Promise<readonly Loss[]> {
  const counts = new Map<string, number>();
  (await openArchive(bytes)).forEach((path) => {
    const part = LOST_PARTS.find(([pattern]) => pattern.test(path));
    if (part !== undefined) counts.set(part[1], (counts.get(part[1]) ?? 0) + 1);
  });
  return [...counts].map(([what, count]) => ({ what, count }));
}

/** Loads a workbook document. @throws UnreadableWorkbook */
export async function loadWorkbook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  await openArchive(bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bytes.slice().buffer);
  } catch (cause) {
    throw new UnreadableWorkbook(
      "The workbook is damaged. Open it in Excel, let it repair the file and save it again.",
      { cause },
    );
  }
  unescapeTexts(workbook);
  return workbook;
}

export async function saveWorkbook(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  return writeEscaped(workbook, async () => new Uint8Array(await workbook.xlsx.writeBuffer()));
}

export function emptyWorkbook(): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet("Sheet1");
  return workbook;
}
