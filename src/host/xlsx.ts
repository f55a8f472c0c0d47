import ExcelJS from "@zurmokeeper/exceljs";
import { setResult } from "./cells";
import { datesOf1904, settleDates } from "./dates";
import { UnreadableWorkbook } from "./errors";
import { unescapeTexts, writeEscaped } from "./escaped-texts";
import { copyOf } from "./fork";
import type { Limits } from "./package/archive";
import { carryOver } from "./package/carry";
import type { Loss } from "./package/losses";
import { DefinedNames } from "./package/names";
import { normaliseWorkbook, type NormalWorkbook } from "./package/normalise";
import type { SheetExtras } from "./package/sheet";

export type { Loss } from "./package/losses";

/** What was read for the question of losses is not read again for the workbook itself. */
const alreadyRead = new WeakMap<Uint8Array, Promise<NormalWorkbook>>();

/** What the document library does not keep of the workbooks that are open. */
const beside = new WeakMap<
  ExcelJS.Workbook,
  Pick<NormalWorkbook, "book" | "tables" | "kept"> & { readonly extras: Map<ExcelJS.Worksheet, SheetExtras> }
>();

/** Lists what saving with this host would lose; empty when nothing is. @throws UnreadableWorkbook */
export async function findLosses(bytes: Uint8Array): Promise<readonly Loss[]> {
  const reading = normaliseWorkbook(bytes);
  alreadyRead.set(bytes, reading);
  return (await reading).losses;
}

/** Loads a workbook document, whoever wrote it. @throws UnreadableWorkbook */
export async function loadWorkbook(bytes: Uint8Array, limits?: Limits): Promise<ExcelJS.Workbook> {
  const normal = await (alreadyRead.get(bytes) ?? normaliseWorkbook(bytes, limits));
  alreadyRead.delete(bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(await normal.archive.generateAsync({ type: "arraybuffer" }));
  } catch (cause) {
    throw new UnreadableWorkbook(
      "The workbook is damaged. Open it in Excel, let it repair the file and save it again.",
      { cause },
    );
  }
  const sheets = workbook.worksheets;
  const extras = new Map<ExcelJS.Worksheet, SheetExtras>();
  sheets.forEach((sheet, i) => {
    const extra = normal.extras[i];
    if (extra === undefined) return;
    extras.set(sheet, extra);
    for (const { address, result } of extra.results) setResult(sheet.getCell(address), result);
  });
  DefinedNames.install(
    workbook,
    normal.book.names.map(({ sheet: name, ...entry }) => {
      const sheet = sheets.find((one) => one.name === name);
      return sheet === undefined ? entry : { ...entry, sheet };
    }),
  );
  settleDates(workbook);
  const { book, tables, kept } = normal;
  beside.set(workbook, { book, tables, kept, extras });
  unescapeTexts(workbook);
  return workbook;
}

/** Links of a sheet follow its rows. @param moved The address where a cell goes; `null` when it is gone */
export function moveLinks(
  workbook: ExcelJS.Workbook,
  sheet: ExcelJS.Worksheet,
  moved: (ref: string) => string | null,
): void {
  const extras = beside.get(workbook)?.extras.get(sheet);
  if (extras === undefined) return;
  extras.hyperlinks = extras.hyperlinks.flatMap((link) => {
    const ref = moved(link.ref);
    return ref === null ? [] : [{ ...link, ref }];
  });
}

export async function saveWorkbook(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  datesOf1904(workbook);
  const saved = await writeEscaped(workbook, async () => new Uint8Array(await workbook.xlsx.writeBuffer()));
  const carried = beside.get(workbook);
  if (carried === undefined) return saved;
  return carryOver(saved, {
    sheets: new Map([...carried.extras].map(([sheet, extras]) => [sheet.id, extras])),
    tables: carried.tables,
    kept: carried.kept,
    protection: carried.book.protection,
    calculation: carried.book.calculation,
  });
}

/** A copy of an open document, with what stands beside it. @param copies What became of its sheets; added to */
export function copyWorkbook(workbook: ExcelJS.Workbook, copies: Map<object, object>): ExcelJS.Workbook {
  const copy = copyOf(workbook, copies);
  const carried = beside.get(workbook);
  if (carried !== undefined) beside.set(copy, { ...carried, extras: copyOf(carried.extras, copies) });
  return copy;
}

export function emptyWorkbook(): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet("Sheet1");
  DefinedNames.install(workbook, []);
  return workbook;
}
