import { localAddress, quoteSheet } from "../area";
import { HostError } from "../errors";
import { apiObject, textArgument, type ApiObject, type ApiType } from "./type";
import { DefinedNames, type DefinedName } from "../package/names";
import { sameName, type Book, type RangeSelf } from "./book";
import { rangeObject } from "./range";
import { tableCollection } from "./table";
import { worksheetCollection } from "./worksheet";

interface NameSelf {
  readonly book: Book;
  readonly name: string;
}

const NAME: ApiType<NameSelf> = {
  name: "NamedItem",
  id: ({ name }) => name,
  get: {
    name: ({ name }) => name,
    formula: ({ book, name }) => `=${entryOf(book, name)?.ranges.join(",") ?? "#REF!"}`,
  },
  set: { visible: () => undefined },
  call: {
    delete: ({ book, name }) => {
      const names = DefinedNames.of(book.workbook);
      names.model = names.model.filter((entry) => entry.sheet !== undefined || !sameName(entry.name, name));
      book.isDirty = true;
      return null;
    },
  },
};

const NAMES: ApiType<Book> = {
  name: "NamedItemCollection",
  items: (book) => DefinedNames.of(book.workbook).global.map(({ name }) => apiObject(NAME, { book, name })),
  item: (book, key) => findName(book, textArgument(key)) ?? missing(textArgument(key)),
  call: {
    getItemOrNullObject: (book, key) => findName(book, textArgument(key)),
    getItem: (book, key) => findName(book, textArgument(key)) ?? missing(textArgument(key)),
    add: (book, name, reference) => {
      const wanted = textArgument(name);
      if (findName(book, wanted) !== null)
        throw new HostError("InvalidArgument", `The name "${wanted}" is taken.`);
      const target = reference as RangeSelf | string;
      if (typeof target === "string")
        throw new HostError("ApiNotFound", "The embedded host names ranges only.");
      const { firstRow, firstColumn, lastRow, lastColumn } = target.area;
      const absolute = localAddress({ firstRow, firstColumn, lastRow, lastColumn }).replace(
        /([A-Z]+)(\d+)/g,
        "$$$1$$$2",
      );
      const names = DefinedNames.of(book.workbook);
      names.model = [
        ...names.model,
        { name: wanted, ranges: [`${quoteSheet(target.sheet.name)}!${absolute}`] },
      ];
      book.isDirty = true;
      return apiObject(NAME, { book, name: wanted });
    },
  },
};

/** Names of single sheets are none of the workbook. */
function entryOf(book: Book, key: string): DefinedName | undefined {
  return DefinedNames.of(book.workbook).global.find(({ name }) => sameName(name, key));
}

function findName(book: Book, key: string): ApiObject | null {
  const entry = entryOf(book, key);
  return entry === undefined ? null : apiObject(NAME, { book, name: entry.name });
}

function missing(name: string): never {
  throw new HostError("ItemNotFound", `There is no name "${name}".`);
}

const APPLICATION: ApiType<Book> = {
  name: "Application",
  call: {
    suspendApiCalculationUntilNextSync: () => null,
    suspendScreenUpdatingUntilNextSync: () => null,
    calculate: (book) => {
      book.isDirty = true;
      return null;
    },
  },
};

const WORKBOOK: ApiType<Book> = {
  name: "Workbook",
  navigate: {
    worksheets: (book) => worksheetCollection(book),
    tables: (book) => tableCollection(book),
    names: (book) => apiObject(NAMES, book),
    application: (book) => apiObject(APPLICATION, book),
  },
  call: {
    getSelectedRange: (book) => rangeObject({ book, ...book.selection }),
    getActiveCell: (book) => {
      const { firstRow, firstColumn } = book.selection.area;
      return rangeObject({
        book,
        sheet: book.selection.sheet,
        area: { firstRow, firstColumn, lastRow: firstRow, lastColumn: firstColumn },
      });
    },
  },
};

export function workbookObject(book: Book): ApiObject {
  return apiObject(WORKBOOK, book);
}
