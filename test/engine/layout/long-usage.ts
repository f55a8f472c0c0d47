import fc from "fast-check";
import type { CellValue } from "../../../src/engine";

const CLIENTS = ["Contoso Ltd", "Fabrikam GmbH", "Total Fitness", "Northwind", "Adatum"];
const PRODUCTS = ["Microsoft 365 E3", "Endpoint Backup", "Total Protection", "Email Archive"];
/** The columns that have a meaning, first. */
const MEANT = ["Customer", "Product", "Assigned licenses"] as const;
/** Columns without a meaning for a run, each with what its cells hold on an ordinary row. */
const OTHERS: readonly (readonly [string, (row: number) => CellValue])[] = [
  ["Region", () => "West Europe"],
  ["Remarks", (row) => (row % 7 === 0 ? "renewed without changes" : null)],
  ["Site", (row) => `Site ${row % 9}`],
  ["Ring", (row) => row % 4],
  ["Tag", (row) => `T-${row}`],
  ["Watched", (row) => row % 2 === 0],
  ["Blank", () => null],
  ["Colour", (row) => ["red", "green", "blue"][row % 3] ?? null],
];

/** What a row may be instead of a line. @param other A column without a meaning. @param sum What was counted above it. */
type Odd = (
  cells: CellValue[],
  at: { other: number; sum: number; headers: readonly string[] },
) => CellValue[];
const blankRow = (cells: readonly CellValue[]): CellValue[] => cells.map(() => null);
const withCells = (cells: readonly CellValue[], some: Readonly<Record<number, CellValue>>): CellValue[] =>
  cells.map((cell, c) => (c in some ? (some[c] ?? null) : cell));

export const ODD: Readonly<Record<string, Odd>> = {
  blank: blankRow,
  "total with its sum": (cells, { sum }) => withCells(blankRow(cells), { 0: "Grand Total", 2: sum }),
  "total with another number": (cells) => withCells(blankRow(cells), { 0: "Total", 2: 3 }),
  "total of a client": (cells, { sum }) => withCells(cells, { 0: "Contoso Ltd Total", 1: null, 2: sum }),
  "total of a client, wrong": (cells) => withCells(cells, { 0: "Contoso Ltd Total", 1: null, 2: 1 }),
  "total of a site": (cells) => withCells(cells, { 0: "Site 4 Total", 1: null, 2: 1 }),
  "total of a name that only the middle shows in another column": (cells) =>
    withCells(cells, { 0: "T-550 Total", 1: null, 2: 1 }),
  "sum without a name": (cells, { sum }) => withCells(blankRow(cells), { 2: sum }),
  "word for a total in another column of a line": (cells, { other }) =>
    withCells(cells, { [other]: "Total" }),
  "word for a total in another column, no product": (cells, { other }) =>
    withCells(cells, { 1: null, [other]: "Summe" }),
  "only a word for a total in another column": (cells, { other, sum }) =>
    withCells(blankRow(cells), { [other]: "Subtotal", 2: sum }),
  "total of a name in another column": (cells, { other }) =>
    withCells(cells, { 1: null, [other]: "Adatum Total" }),
  remark: (cells, { other }) => withCells(blankRow(cells), { [other]: "checked by Anna" }),
  "two remarks": (cells, { other }) =>
    withCells(blankRow(cells), { [other]: "checked", [other === 3 ? 4 : 3]: "twice" }),
  "client alone": (cells) => withCells(blankRow(cells), { 0: "Adatum" }),
  "product alone": (cells) => withCells(blankRow(cells), { 1: "Email Archive" }),
  "header again": (_, { headers }) => [...headers],
  "header again, one cell another": (_, { headers, other }) => withCells(headers, { [other]: "new" }),
  "names of the header and a cell": (cells, { headers, other }) =>
    withCells(blankRow(cells), {
      0: headers[0] ?? null,
      1: headers[1] ?? null,
      2: headers[2] ?? null,
      [other]: 1,
    }),
  "no client": (cells) => withCells(cells, { 0: null }),
  "no product": (cells) => withCells(cells, { 1: null }),
  "no quantity": (cells) => withCells(cells, { 2: null }),
  "quantity in words": (cells) => withCells(cells, { 2: "three" }),
  "error as client": (cells) => withCells(cells, { 0: { error: "#N/A" } }),
  "error in another column": (cells, { other }) => withCells(cells, { [other]: { error: "#REF!" } }),
};

/** A long usage sheet: rows of cells, the header first, with what was planted where. */
export interface LongUsage {
  readonly rows: readonly (readonly CellValue[])[];
  readonly planted: readonly string[];
}

/** The rows of a sheet with odd rows; its columns stand in any order. @param height Rows without the header. */
export function longUsage(
  height: number,
  width: number,
  planted: readonly Plant[],
  order: readonly number[],
): LongUsage {
  const others = Array.from({ length: width - MEANT.length }, (_, i) => {
    const [header, cellOf] = OTHERS[i % OTHERS.length] ?? ["", () => null];
    return [i < OTHERS.length ? header : `${header} ${i}`, cellOf] as const;
  });
  const headers = [...MEANT, ...others.map(([header]) => header)];
  let sum = 0;
  const lines = Array.from({ length: height }, (_, row) => {
    const line: CellValue[] = [
      CLIENTS[Math.floor(row / 3) % CLIENTS.length] ?? null,
      PRODUCTS[row % PRODUCTS.length] ?? null,
      row % 5,
      ...others.map(([, cellOf]) => cellOf(row)),
    ];
    const odd = planted.find(({ at }) => Math.floor(at * height) === row);
    if (odd === undefined) {
      sum += row % 5;
      return line;
    }
    const other = MEANT.length + (odd.other % others.length);
    return ODD[odd.kind]?.(line, { other, sum, headers }) ?? line;
  });
  const places = headers.map((_, i) => i).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
  return {
    rows: [headers, ...lines].map((row) => places.map((place) => row[place] ?? null)),
    planted: planted.map(({ kind, at }) => `${kind} at ${at}`),
  };
}

/** An odd row. `at` is its place as a share of the height, `other` chooses a column without a meaning. */
export interface Plant {
  readonly kind: string;
  readonly at: number;
  readonly other: number;
}

/** Long usage sheets with odd rows at the top, in the middle and at the end. */
export const anyLongUsage = (heights: { min: number; max: number }, width: number): fc.Arbitrary<LongUsage> =>
  fc
    .record({
      height: fc.integer(heights),
      planted: fc.array(
        fc.record({
          kind: fc.constantFrom(...Object.keys(ODD)),
          at: fc.oneof(
            fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
            fc.constantFrom(0.999, 0.995, 0.5, 0.55, 0.6),
          ),
          other: fc.nat(width),
        }),
        { maxLength: 12 },
      ),
      order: fc.array(fc.nat(3), { minLength: width, maxLength: width }),
    })
    .map(({ height, planted, order }) => longUsage(height, width, planted, order));
