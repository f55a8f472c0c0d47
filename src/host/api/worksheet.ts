import type { Worksheet } from "@zurmokeeper/exceljs";
import { WHOLE_SHEET } from "../area";
import { HostError } from "../errors";
import { deleteSheet, renameSheet } from "../structure";
import { apiObject, numberArgument, textArgument, type ApiObject, type ApiType } from "./type";
import { findSheet, idOfSheet, needWritable, sameName, type Book } from "./book";
import { argbOf } from "./format";
import { PAGE_LAYOUT } from "./page-layout";
import { rangeByAddress, rangeObject, usedArea } from "./range";
import { tableCollection } from "./table";

interface SheetSelf {
  readonly book: Book;
  readonly sheet: Worksheet;
}

const STATES = { visible: "Visible", hidden: "Hidden", veryHidden: "VeryHidden" } as const;

const FREEZE_PANES: ApiType<SheetSelf> = {
  name: "WorksheetFreezePanes",
  call: {
    freezeRows: ({ sheet }, count) => {
      sheet.views = [{ state: "frozen", ySplit: numberArgument(count), xSplit: 0 }];
      return null;
    },
    unfreeze: ({ sheet }) => {
      sheet.views = [];
      return null;
    },
  },
};

const PROTECTION: ApiType<SheetSelf> = {
  name: "WorksheetProtection",
  get: {
    protected: ({ sheet }) =>
      (sheet as unknown as { sheetProtection?: { sheet?: boolean } | null }).sheetProtection?.sheet === true,
  },
};

const WORKSHEET: ApiType<SheetSelf> = {
  name: "Worksheet",
  id: ({ sheet }) => idOfSheet(sheet),
  get: {
    id: ({ sheet }) => idOfSheet(sheet),
    name: ({ sheet }) => sheet.name,
    visibility: ({ sheet }) => STATES[sheet.state],
    position: ({ book, sheet }) => book.workbook.worksheets.indexOf(sheet),
  },
  set: {
    name: ({ book, sheet }, name) => {
      needFreeName(book, textArgument(name));
      renameSheet(book.workbook, sheet, textArgument(name));
      book.isDirty = true;
    },
    visibility: ({ sheet }, visibility) => {
      sheet.state =
        visibility === "Hidden" ? "hidden" : visibility === "VeryHidden" ? "veryHidden" : "visible";
    },
    tabColor: ({ sheet }, color) => {
      sheet.properties.tabColor = { argb: argbOf(color) };
    },
    showGridlines: ({ sheet }, shows) => {
      sheet.views = [{ ...sheet.views[0], showGridLines: shows === true }];
    },
  },
  navigate: {
    tables: ({ book, sheet }) => tableCollection(book, sheet),
    freezePanes: (self) => apiObject(FREEZE_PANES, self),
    pageLayout: (self) => apiObject(PAGE_LAYOUT, self),
    protection: (self) => apiObject(PROTECTION, self),
  },
  call: {
    getRange: ({ book, sheet }, address) => rangeByAddress(book, sheet, address),
    getRangeByIndexes: ({ book, sheet }, row, column, rows, columns) => {
      const [firstRow, firstColumn, rowTotal, columnTotal] = [row, column, rows, columns].map((value) =>
        numberArgument(value),
      ) as [number, number, number, number];
      if (rowTotal < 1 || columnTotal < 1)
        throw new HostError("InvalidArgument", "A range needs at least one row and one column.");
      return rangeObject({
        book,
        sheet,
        area: {
          firstRow,
          firstColumn,
          lastRow: firstRow + rowTotal - 1,
          lastColumn: firstColumn + columnTotal - 1,
        },
      });
    },
    getUsedRangeOrNullObject: ({ book, sheet }, isValuesOnly) => {
      const area = usedArea({ book, sheet, area: WHOLE_SHEET }, isValuesOnly === true);
      return area === null ? null : rangeObject({ book, sheet, area });
    },
    activate: ({ book, sheet }) => {
      book.activeSheet = sheet.name;
      return null;
    },
    delete: ({ book, sheet }) => {
      if (
        book.workbook.worksheets.filter((other) => other.state === "visible").length === 1 &&
        sheet.state === "visible"
      ) {
        throw new HostError("InvalidOperation", "A workbook must keep one visible sheet.");
      }
      if (sheet.state === "veryHidden")
        throw new HostError("InvalidOperation", "A very hidden sheet cannot be deleted.");
      needWritable(sheet);
      deleteSheet(book.workbook, sheet);
      book.isDirty = true;
      return null;
    },
  },
};

const WORKSHEETS: ApiType<Book> = {
  name: "WorksheetCollection",
  items: (book) => book.workbook.worksheets.map((sheet) => worksheetObject(book, sheet)),
  item: (book, key) => sheetOrThrow(book, textArgument(key)),
  call: {
    getItem: (book, key) => sheetOrThrow(book, textArgument(key)),
    getItemOrNullObject: (book, key) => {
      const sheet = findSheet(book, textArgument(key));
      return sheet === undefined ? null : worksheetObject(book, sheet);
    },
    // The client registers for an event when its first handler is added.
    _RegisterDataChangedEvent: (book) => listen(book, "changed", true),
    _UnregisterDataChangedEvent: (book) => listen(book, "changed", false),
    _RegisterSelectionChangedEvent: (book) => listen(book, "selectionChanged", true),
    _UnregisterSelectionChangedEvent: (book) => listen(book, "selectionChanged", false),
    getActiveWorksheet: (book) => sheetOrThrow(book, book.activeSheet),
    getFirst: (book) => sheetOrThrow(book, book.workbook.worksheets[0]?.name ?? ""),
    add: (book, name) => {
      const wanted = textArgument(name);
      needFreeName(book, wanted);
      return worksheetObject(book, book.workbook.addWorksheet(wanted));
    },
  },
};

function listen(book: Book, kind: "changed" | "selectionChanged", isOn: boolean): null {
  if (isOn) book.listensTo.add(kind);
  else book.listensTo.delete(kind);
  return null;
}

/** Excel's rules for sheet names. @throws HostError InvalidArgument */
function needFreeName(book: Book, name: string): void {
  if (
    name.length === 0 ||
    name.length > 31 ||
    /[\\/?*[\]:]/.test(name) ||
    name.startsWith("'") ||
    name.endsWith("'")
  ) {
    throw new HostError("InvalidArgument", `"${name}" is not a sheet name.`);
  }
  if (book.workbook.worksheets.some((sheet) => sameName(sheet.name, name))) {
    throw new HostError("InvalidArgument", `A sheet named "${name}" is already in the workbook.`);
  }
}

function sheetOrThrow(book: Book, key: string): ApiObject {
  const sheet = findSheet(book, key);
  if (sheet === undefined) throw new HostError("ItemNotFound", `There is no sheet "${key}".`);
  return worksheetObject(book, sheet);
}

export function worksheetObject(book: Book, sheet: Worksheet): ApiObject {
  return apiObject(WORKSHEET, { book, sheet });
}

export function worksheetCollection(book: Book): ApiObject {
  return apiObject(WORKSHEETS, book);
}
