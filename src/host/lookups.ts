import type { Cell, Workbook, Worksheet } from "@zurmokeeper/exceljs";
import { columnCount, lettersOf, parseArea, rowCount, type Area } from "./area";
import { formulaOf, valueOf, valueTypeOf } from "./cells";
import { sheetOf } from "./references";

const TEXT = String.raw`"(?:[^"]|"")*"`;
const CELLS = String.raw`(?:'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}`;
/** A text first, so that nothing is found within one. */
const LOOKUP = new RegExp(
  String.raw`${TEXT}|(?<![\w.])(?:MATCH\((?<text>${TEXT}),(?<cells>${CELLS}),0\)|SUMIFS\((?<summed>${CELLS})(?<criteria>(?:,${CELLS},${TEXT})+)\))`,
  "g",
);
/** A cell of a column by a position that is known. */
const PICK = new RegExp(
  String.raw`${TEXT}|(?<![\w.])INDEX\((?<cells>${CELLS}),\(?(?<position>\d+)\)?\)`,
  "g",
);
const CRITERION = new RegExp(`,(${CELLS}),(${TEXT})`, "g");

/** Texts that no reading takes for a number, a date or a truth value. */
const PLAIN = /^(?!true$|false$|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{2}/i;

/**
 * Finds texts in columns by an index. The calculation engine compares cell by cell, and copies a column to give one cell of it:
 * a formula per line that looks a line up takes it the square of the lines. Only exact lookups of plain texts in cells without formulas are answered here; all else
 * is left to the engine.
 */
export class Lookups {
  private readonly book: Workbook;
  private readonly columns = new Map<string, readonly Cell[] | null>();
  private readonly positions = new Map<string, ReadonlyMap<string, number> | null>();
  private readonly sums = new Map<string, ReadonlyMap<string, number> | null>();

  constructor(book: Workbook) {
    this.book = book;
  }

  /** The formula with what could be looked up in place of the lookups. @param home The sheet it stands on. */
  resolved(formula: string, home: Worksheet): string {
    if (!/MATCH\(|SUMIFS\(|INDEX\(/.test(formula)) return formula;
    const found = formula.replace(LOOKUP, (whole: string, ...rest: unknown[]) => {
      const { text, cells, summed, criteria } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      const found =
        text !== undefined && cells !== undefined
          ? this.positionOf(text, cells, home)
          : summed !== undefined && criteria !== undefined
            ? this.sumOf(summed, criteria, home)
            : null;
      return found === null ? whole : `(${String(found).toUpperCase()})`;
    });
    return found.replace(PICK, (whole: string, ...rest: unknown[]) => {
      const { cells, position } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      return cells === undefined ? whole : (cellAt(cells, Number(position)) ?? whole);
    });
  }

  private positionOf(text: string, cells: string, home: Worksheet): number | null {
    const wanted = plainText(unquoted(text));
    const index = indexed(this.positions, `${home.id} ${cells}`, () => {
      const column = this.column(cells, home);
      if (column === null) return null;
      const found = new Map<string, number>();
      for (const [i, cell] of column.entries()) {
        const key = keyOf(cell);
        if (key !== null && !found.has(key)) found.set(key, i + 1);
      }
      return found;
    });
    return wanted === null ? null : (index?.get(wanted) ?? null);
  }

  private sumOf(summed: string, criteria: string, home: Worksheet): number | null {
    const parts = [...criteria.matchAll(CRITERION)].map(([, cells = "", text = ""]) => ({ cells, text }));
    const wanted = parts.map(({ text }) => {
      const plain = unquoted(text);
      return plain.startsWith("=") ? plainText(plain.slice(1)) : null;
    });
    if (wanted.includes(null)) return null;
    const places = [summed, ...parts.map(({ cells }) => cells)];
    const index = indexed(this.sums, `${home.id} ${places.join(" ")}`, () => {
      const [numbers, ...keys] = places.map((place) => this.column(place, home));
      const isUsable =
        numbers?.every((cell) => valueTypeOf(cell) !== "Error") === true &&
        keys.every((column) => column?.length === numbers.length);
      if (!isUsable) return null;
      const found = new Map<string, number>();
      for (const [i, cell] of numbers.entries()) {
        const value = valueOf(cell);
        const names = keys.map((column) => (column?.[i] === undefined ? null : keyOf(column[i])));
        if (typeof value !== "number" || names.includes(null)) continue;
        const key = names.join("\n");
        found.set(key, (found.get(key) ?? 0) + value);
      }
      return found;
    });
    return index === null ? null : (index.get(wanted.join("\n")) ?? 0);
  }

  /** The cells of a column; `null` where it is none, or where one of them is calculated. */
  private column(cells: string, home: Worksheet): readonly Cell[] | null {
    return indexed(this.columns, `${home.id} ${cells}`, () => {
      const at = cells.lastIndexOf("!");
      const name = sheetOf(at < 0 ? undefined : cells.slice(0, at + 1), home.name).toLowerCase();
      const sheet = this.book.worksheets.find((one) => one.name.toLowerCase() === name);
      const area = parseArea(cells);
      if (sheet === undefined || columnCount(area) !== 1) return null;
      const column = cellsIn(sheet, area);
      return column.some((cell) => formulaOf(cell) !== null) ? null : column;
    });
  }
}

/** The reference of a cell in a column by its position; `null` where there is none. */
function cellAt(cells: string, position: number): string | null {
  const area = parseArea(cells);
  if (columnCount(area) !== 1 || position < 1 || position > rowCount(area)) return null;
  const sheet = cells.slice(0, cells.lastIndexOf("!") + 1);
  return `${sheet}$${lettersOf(area.firstColumn)}$${area.firstRow + position}`;
}

function cellsIn(sheet: Worksheet, area: Area): readonly Cell[] {
  return Array.from({ length: rowCount(area) }, (_, i) =>
    sheet.getCell(area.firstRow + i + 1, area.firstColumn + 1),
  );
}

/** What an index gives for a key, made once. */
function indexed<T>(index: Map<string, T>, key: string, make: () => T): T {
  const known = index.get(key);
  if (known !== undefined) return known;
  const made = make();
  index.set(key, made);
  return made;
}

/** Excel compares texts without regard to case; other values are no texts, whatever they look like. */
function keyOf(cell: Cell): string | null {
  const value = valueOf(cell);
  return typeof value === "string" && value !== "" ? value.toLowerCase() : null;
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/""/g, '"');
}

/** The text that a pattern stands for, in lower case; `null` where it is one with wildcards, or could be read as a value. */
function plainText(pattern: string): string | null {
  const text = pattern.replace(/~[*?]/g, "");
  if (/[*?~\n]/.test(text) || !PLAIN.test(pattern)) return null;
  return pattern.replace(/~(?=[*?])/g, "").toLowerCase();
}
