import type { Worksheet } from "@zurmokeeper/exceljs";
import { parseArea } from "../area";
import { HostError } from "../errors";
import { apiObject, textArgument, type ApiObject, type ApiType } from "./type";
import { findSheet, needWritable, sameName, type Book, type RangeSelf } from "./book";
import { rangeObject } from "./range";
import {
  addTable,
  modelOf,
  removeTable,
  renameTable,
  resizeTable,
  tableArea,
  tableName,
  tablesOf,
  type TableSelf,
} from "./tables";
import { worksheetObject } from "./worksheet";

/** A table object keeps standing for its table when that is renamed or resized. */
interface Handle {
  table: TableSelf;
}

interface Scope {
  readonly book: Book;
  readonly sheet: Worksheet | undefined;
}

const TABLE: ApiType<Handle> = {
  name: "Table",
  id: ({ table }) => tableName(table),
  get: {
    id: ({ table }) => tableName(table),
    name: ({ table }) => tableName(table),
    showHeaders: ({ table }) => modelOf(table).headerRow !== false,
    showTotals: ({ table }) => modelOf(table).totalsRow === true,
  },
  set: {
    name: (handle, name) => {
      needWritable(handle.table.sheet);
      handle.table = renameTable(handle.table, textArgument(name));
    },
    style: ({ table }, style) => {
      modelOf(table).style = { theme: textArgument(style) as "TableStyleLight1", showRowStripes: true };
    },
  },
  navigate: { worksheet: ({ table }) => worksheetObject(table.book, table.sheet) },
  call: {
    getRange: ({ table }) => rangeObject({ book: table.book, sheet: table.sheet, area: tableArea(table) }),
    resize: (handle, range) => {
      needWritable(handle.table.sheet);
      handle.table = resizeTable(handle.table, (range as RangeSelf).area);
      return null;
    },
    delete: ({ table }) => {
      needWritable(table.sheet);
      removeTable(table);
      return null;
    },
    clearFilters: () => null,
  },
};

const TABLES: ApiType<Scope> = {
  name: "TableCollection",
  items: ({ book, sheet }) => tablesOf(book, sheet).map(tableObject),
  item: (scope, key) => tableObject(findTable(scope, textArgument(key)) ?? missing(textArgument(key))),
  call: {
    getItem: (scope, key) => tableObject(findTable(scope, textArgument(key)) ?? missing(textArgument(key))),
    getItemOrNullObject: (scope, key) => {
      const table = findTable(scope, textArgument(key));
      return table === undefined ? null : tableObject(table);
    },
    add: ({ book, sheet }, address, hasHeaders) => {
      if (hasHeaders !== true)
        throw new HostError("ApiNotFound", "The embedded host adds tables with headers only.");
      const range = typeof address === "string" ? byAddress(book, sheet, address) : (address as RangeSelf);
      needWritable(range.sheet);
      const taken = new Set(tablesOf(book).map((table) => tableName(table)));
      let number = 1;
      while (taken.has(`Table${number}`)) number += 1;
      return tableObject(
        addTable(book, range.sheet, range.area, `Table${number}`, {
          theme: "TableStyleMedium2",
          showRowStripes: true,
        }),
      );
    },
  },
};

function byAddress(book: Book, sheet: Worksheet | undefined, address: string): RangeSelf {
  const named = address.includes("!")
    ? findSheet(book, address.slice(0, address.lastIndexOf("!")).replace(/^'|'$/g, ""))
    : sheet;
  if (named === undefined) throw new HostError("InvalidArgument", `"${address}" names no sheet.`);
  return { book, sheet: named, area: parseArea(address) };
}

function findTable({ book, sheet }: Scope, key: string): TableSelf | undefined {
  return tablesOf(book, sheet).find((table) => sameName(tableName(table), key));
}

function missing(name: string): never {
  throw new HostError("ItemNotFound", `There is no table "${name}".`);
}

function tableObject(table: TableSelf): ApiObject {
  return apiObject(TABLE, { table });
}

/** The tables of a sheet, or of the whole workbook. */
export function tableCollection(book: Book, sheet?: Worksheet): ApiObject {
  return apiObject(TABLES, { book, sheet });
}
