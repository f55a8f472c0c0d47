import JSZip from "jszip";
import { UnreadableWorkbook } from "../errors";
import { refuseOtherFormats } from "./formats";

/** The parts of a package by path: lower case, with `/` and without a leading one. */
export interface Archive {
  readonly paths: readonly string[];
  readonly has: (path: string) => boolean;
  /** @throws UnreadableWorkbook when the part cannot be unpacked, or is larger than what can be read */
  readonly read: (path: string) => Promise<Uint8Array>;
}

/** Bytes that all parts of a workbook may unpack to: far above a full sheet of a billing month. */
const MOST_BYTES = 1_000_000_000;
/** Texts above this are more than JavaScript holds in one string. */
const MOST_BYTES_OF_PART = 500_000_000;

/** The sizes an archive may unpack to. */
export interface Limits {
  readonly total: number;
  readonly part: number;
}

const LIMITS: Limits = { total: MOST_BYTES, part: MOST_BYTES_OF_PART };

/** Opens the archive that a workbook file is. @throws UnreadableWorkbook with what the file is instead and what to do */
export async function openArchive(bytes: Uint8Array, limits = LIMITS): Promise<Archive> {
  refuseOtherFormats(bytes);
  const zip = await JSZip.loadAsync(bytes).catch((cause: unknown) => {
    if (/encrypted/i.test(String(cause)))
      throw new UnreadableWorkbook(
        "The file is an archive that is locked with a password. Unpack it with the password, and use the .xlsx inside.",
        { cause },
      );
    throw new UnreadableWorkbook(
      "The file is cut off or damaged: it begins like a workbook, but its end is missing or broken. Download or copy it again; if that does not help, open it in Excel and save it again.",
      { cause },
    );
  });
  const entries = new Map<string, JSZip.JSZipObject>();
  zip.forEach((path, entry) => {
    if (!entry.dir) entries.set(keyOf(path), entry);
  });
  refuseOtherPackages([...entries.keys()]);
  let left = limits.total;
  return {
    paths: [...entries.keys()],
    has: (path) => entries.has(keyOf(path)),
    read: async (path) => {
      const entry = entries.get(keyOf(path));
      if (entry === undefined)
        throw new UnreadableWorkbook(
          `The workbook is damaged: its part ${path} is missing. Open it in Excel, let it repair the file and save it again.`,
        );
      const content = await unpack(entry, path, Math.min(left, limits.part));
      left -= content.length;
      return content;
    },
  };
}

function keyOf(path: string): string {
  return path.replace(/\\/g, "/").replace(/^\/+/, "").toLowerCase();
}

/** Unpacks piece by piece, so that a small file that unpacks to far too much is stopped on the way. */
function unpack(entry: JSZip.JSZipObject, path: string, most: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    // The streaming interface is public, but left out of the types.
    const stream = (
      entry as unknown as { internalStream: (type: "uint8array") => JSZip.JSZipStreamHelper<Uint8Array> }
    ).internalStream("uint8array");
    stream.on("data", (piece) => {
      size += piece.length;
      if (size > most) {
        stream.pause();
        reject(
          new UnreadableWorkbook(
            `The workbook unpacks to more than can be read here (${path} reaches ${Math.round(size / 1_000_000)} MB). Clear blank formatted rows and columns, or split the workbook, and save it again.`,
          ),
        );
      } else pieces.push(piece);
    });
    stream.on("error", (cause) => {
      reject(
        new UnreadableWorkbook(
          `The file is damaged: ${path} cannot be unpacked. Download or copy it again; if that does not help, open it in Excel and save it again.`,
          { cause },
        ),
      );
    });
    stream.on("end", () => {
      const content = new Uint8Array(size);
      let at = 0;
      for (const piece of pieces) {
        content.set(piece, at);
        at += piece.length;
      }
      resolve(content);
    });
    stream.resume();
  });
}

/** Packages of other programs that are archives too, by a part that they have. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /^xl\/workbook\.bin$/,
    "The file is a binary workbook (.xlsb), which cannot be read here. Save it as .xlsx in Excel and use that file.",
  ],
  [
    /^word\//,
    "The file is a Word document, not a workbook. Choose the invoice workbook, or copy the table into one.",
  ],
  [/^ppt\//, "The file is a PowerPoint presentation, not a workbook. Choose the invoice workbook."],
  [
    /^index\/document\.iwa$|^index\.zip$/,
    "The file is an Apple Numbers document. Export it from Numbers to Excel (.xlsx) and use that file.",
  ],
  [
    /^content\.xml$/,
    "The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx in LibreOffice or Excel and use that file.",
  ],
  [/\.xlsx$/, "The file is an archive with workbooks in it. Unpack it and use one of the .xlsx files."],
];

function refuseOtherPackages(paths: readonly string[]): void {
  if (paths.length === 0)
    throw new UnreadableWorkbook(
      "The file is an empty archive, not a workbook. Save the workbook again as .xlsx.",
    );
  if (paths.some((path) => path.endsWith("workbook.xml"))) return;
  const other = OTHERS.find(([pattern]) => paths.some((path) => pattern.test(path)));
  if (other !== undefined) throw new UnreadableWorkbook(other[1]);
}
