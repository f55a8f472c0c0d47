import fc from "fast-check";
import Big from "big.js";
import { createGroupKeys, Grouping } from "../../../src/engine/aggregate";
import type { CellValue } from "../../../src/engine/records";

/** Client, product and quantity as cells. */
export type Row = readonly [client: CellValue, product: CellValue, quantity: CellValue];

/** Names that a careless key would mix up, and names as they come. */
const name = fc.oneof(
  fc.constantFrom(
    "a",
    "a|b",
    "b|c",
    "c",
    "b",
    "a\u0000b",
    "__proto__",
    "constructor",
    "toString",
    "NaN",
    "0",
  ),
  fc.string({ maxLength: 12, unit: "grapheme" }),
  fc.constant("x".repeat(70_000)),
);
const quantity: fc.Arbitrary<CellValue> = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom<CellValue>(
    0.1,
    0.2,
    0.3,
    1e-7,
    9_007_199_254.740993,
    1e15,
    -1e15,
    "0.1",
    "1,562.50",
    "(2.5)",
  ),
  fc.constantFrom<CellValue>(NaN, Infinity, "NaN", "1e5", "Infinity", "twelve", "", null, true, {
    error: "#N/A",
  }),
);
export const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.tuple(fc.oneof<fc.Arbitrary<CellValue>[]>(name, fc.constant(null), fc.integer()), name, quantity),
  { maxLength: 60 },
);

/** What a text or number says, read the slow way; `null` where it is no quantity. */
function quantityIn(cell: CellValue): Big | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? new Big(Number(cell.toPrecision(15))) : null;
  if (typeof cell !== "string") return null;
  const plain = cell.replace(",", "").replace(/^\((.*)\)$/, "-$1");
  return /^-?\d+(\.\d+)?$/.test(plain) ? new Big(plain) : null;
}

/** A group as the slow search finds it. */
export interface OracleGroup {
  readonly client: string;
  readonly product: string;
  quantity: Big;
  readonly rows: number[];
}

/** Groups row by row, looking for the group by comparing both names. */
export function oracle(input: readonly Row[]): { groups: OracleGroup[]; rejected: number[] } {
  const groups: OracleGroup[] = [];
  const rejected: number[] = [];
  input.forEach(([clientCell, productCell, cell], row) => {
    const [client = "", product = ""] = [clientCell, productCell].map((text) =>
      typeof text === "string" || typeof text === "number" ? String(text).trim() : "",
    );
    const read = quantityIn(cell);
    if (client === "" || read === null) {
      rejected.push(row);
      return;
    }
    let group = groups.find((each) => each.client === client && each.product === product);
    if (group === undefined) groups.push((group = { client, product, quantity: new Big(0), rows: [] }));
    group.quantity = group.quantity.plus(read);
    group.rows.push(row);
  });
  return { groups, rejected };
}

/** The rows grouped block by block. */
export function groupingOf(input: readonly Row[], blockLength = 7, keys = createGroupKeys()): Grouping {
  const grouping = new Grouping(keys);
  for (let from = 0; from < input.length; from += blockLength)
    grouping.add({
      kind: "rows",
      rows: input.slice(from, from + blockLength),
      keys: [0, 1],
      quantity: 2,
      firstRow: from,
    });
  return grouping;
}
