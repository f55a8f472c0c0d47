import fc from "fast-check";
import Big from "big.js";
import {
  createGroupKeys,
  Grouping,
  joinGroups,
  UnrelatedGroupings,
  type GroupOutcome,
} from "../../../src/engine/aggregate";
import type { CellValue } from "../../../src/engine/records";

type Row = readonly [client: CellValue, product: CellValue, quantity: CellValue];

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
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
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

interface OracleGroup {
  readonly client: string;
  readonly product: string;
  quantity: Big;
  readonly rows: number[];
}

/** Groups row by row, looking for the group by comparing both names. */
function oracle(input: readonly Row[]): { groups: OracleGroup[]; rejected: number[] } {
  const groups: OracleGroup[] = [];
  const rejected: number[] = [];
  input.forEach(([clientCell, productCell, cell], row) => {
    const client = clientCell === null ? "" : String(clientCell).trim();
    const product = productCell === null ? "" : String(productCell).trim();
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

function groupingOf(input: readonly Row[], blockLength = 7, keys = createGroupKeys()): Grouping {
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

/** Every group with its texts, sum and rows, in the order of first appearance. */
const pictureOf = (grouping: Grouping) =>
  Array.from({ length: grouping.keys.size }, (_, group) => ({
    texts: grouping.keys.textsOf(group),
    quantity: grouping.quantityOf(group).toFixed(),
    rows: [...grouping.rowsOf(group)],
  })).filter((group) => group.rows.length > 0);

describe("grouping", () => {
  it("adds up what a search by both names adds up, with the rows behind it", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 61 }), (input, blockLength) => {
        const grouping = groupingOf(input, blockLength);
        const { groups, rejected } = oracle(input);
        const byFirstRow = (a: { rows: number[] }, b: { rows: number[] }) =>
          (a.rows[0] ?? 0) - (b.rows[0] ?? 0);
        expect(pictureOf(grouping).sort(byFirstRow)).toEqual(
          groups.map(({ client, product, quantity, rows: numbers }) => ({
            texts: [client, product],
            quantity: quantity.toFixed(),
            rows: numbers,
          })),
        );
        expect(grouping.rejected.map(({ row }) => row).sort((a, b) => a - b)).toEqual(rejected);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("finds the same by columns as by rows", () => {
    fc.assert(
      fc.property(rows, (input) => {
        const grouping = new Grouping(createGroupKeys());
        grouping.add({
          kind: "columns",
          keys: [input.map(([client]) => client), input.map(([, product]) => product)],
          quantities: input.map(([, , cell]) => cell),
          rowCount: input.length,
          firstRow: 0,
        });
        expect(pictureOf(grouping)).toEqual(pictureOf(groupingOf(input)));
      }),
      { seed: 8 },
    );
  });

  it("adds decimals exactly, past what whole numbers hold", () => {
    const [tenths, huge] = [
      groupingOf([
        ["a", "p", 0.1],
        ["a", "p", 0.2],
        ["a", "p", "0.000001"],
      ]),
      groupingOf(Array.from({ length: 3 }, () => ["a", "p", 9_007_199_254] as const)),
    ];
    expect(tenths.quantityOf(0).toFixed()).toBe("0.300001");
    expect(huge.quantityOf(0).toFixed()).toBe("27021597762");
    expect(
      groupingOf([
        ["a", "p", "0.0000001"],
        ["a", "p", 1],
      ])
        .quantityOf(0)
        .toFixed(),
    ).toBe("1.0000001");
  });

  it("keeps names apart that a separator would make one", () => {
    expect(
      pictureOf(
        groupingOf([
          ["a|b", "c", 1],
          ["a", "b|c", 2],
        ]),
      ).map(({ quantity }) => quantity),
    ).toEqual(["1", "2"]);
  });

  it("groups more rows than a slice, over many groups", () => {
    const input = Array.from({ length: 30_000 }, (_, i) => [`c${i % 701}`, `p${i % 13}`, i % 5] as const);
    const grouping = groupingOf(input, 9_999);
    const rowsOfGroup = new Map<string, number[]>();
    input.forEach(([client, product], row) => {
      const key = `${client} ${product}`;
      rowsOfGroup.set(key, [...(rowsOfGroup.get(key) ?? []), row]);
    });
    const found = pictureOf(grouping);
    expect(found).toHaveLength(701 * 13);
    for (const { texts, rows: numbers } of found) expect(numbers).toEqual(rowsOfGroup.get(texts.join(" ")));
  });

  it("says why a row belongs to no group", () => {
    const grouping = groupingOf([
      ["", "p", 1],
      ["a", "p", "many"],
      [{ error: "#REF!" }, "p", 1],
      ["a", "p", null],
    ]);
    expect(grouping.rejected.map(({ row, reason }) => `${row} ${reason}`).sort()).toEqual([
      "0 no client; write the client of this row",
      '1 "many" is not a number; write the quantity as a number',
      "2 a cell of its client or product shows an error; correct its formula",
      "3 the quantity is blank; write 0 where nothing was used",
    ]);
  });

  it("counts rows where there is no quantity, by the numbers that they are given", () => {
    const grouping = new Grouping(createGroupKeys());
    const keys = [
      ["a", "a", "b"],
      ["p", "p", "p"],
    ];
    grouping.add({
      kind: "columns",
      keys,
      quantities: null,
      rowCount: 3,
      firstRow: 0,
      rowNumbers: [4, 9, 11],
    });
    expect(pictureOf(grouping)).toEqual([
      { texts: ["a", "p"], quantity: "2", rows: [4, 9] },
      { texts: ["b", "p"], quantity: "1", rows: [11] },
    ]);
  });
});

describe("joining groups", () => {
  const outcomes = (billed: readonly Row[], usage: readonly Row[]) => {
    const keys = createGroupKeys();
    const joined = joinGroups(groupingOf(billed, 7, keys), groupingOf(usage, 7, keys));
    return new Map(
      [...joined].map(({ texts, outcome, difference, group }) => {
        expect(joined.differenceOf(group)).toBe(difference.round(6).toNumber());
        return [JSON.stringify(texts), `${outcome} ${difference.toFixed()}`] as const;
      }),
    );
  };

  it.each<[string, readonly Row[], readonly Row[], string]>([
    [
      "what is billed as used",
      [["a", "p", 0.3]],
      [
        ["a", "p", 0.1],
        ["a", "p", 0.2],
      ],
      "matched 0",
    ],
    ["more used than billed", [["a", "p", 38]], [["a", "p", 42]], "underbilled 4"],
    ["less used than billed", [["a", "p", 42]], [["a", "p", 38]], "overbilled -4"],
    ["used and not billed", [], [["a", "p", 3]], "unbilled 3"],
    ["billed and not used", [["a", "p", 3]], [], "unused -3"],
    ["billed, and usage says zero", [["a", "p", 3]], [["a", "p", 0]], "unused -3"],
    ["neither billed nor used", [], [["a", "p", 0]], "matched 0"],
    [
      "sums past whole numbers",
      [["a", "p", 1e15]],
      [
        ["a", "p", 1e15],
        ["a", "p", 0.5],
      ],
      "underbilled 0.5",
    ],
  ])("judges %s", (_, billed, usage, expected) => {
    expect(outcomes(billed, usage).get(JSON.stringify(["a", "p"]))).toBe(expected);
  });

  it("compares every key of either side once", () => {
    fc.assert(
      fc.property(rows, rows, (billed, usage) => {
        const [one, other] = [oracle(billed).groups, oracle(usage).groups];
        const expected = new Map<string, string>();
        for (const { client, product } of [...one, ...other]) {
          const of = (groups: readonly OracleGroup[]) =>
            groups.find((each) => each.client === client && each.product === product)?.quantity;
          const [charged, used] = [of(one), of(other)];
          const difference = (used ?? new Big(0)).minus(charged ?? 0);
          let outcome: GroupOutcome = difference.gt(0) ? "underbilled" : "overbilled";
          if (charged === undefined) outcome = "unbilled";
          else if (difference.lt(0) && (used === undefined || used.eq(0))) outcome = "unused";
          if (difference.eq(0)) outcome = "matched";
          expected.set(JSON.stringify([client, product]), `${outcome} ${difference.toFixed()}`);
        }
        expect(outcomes(billed, usage)).toEqual(expected);
      }),
      { seed: 9, numRuns: 200 },
    );
  });

  it("counts the outcomes and lists what differs", () => {
    const keys = createGroupKeys();
    const billed = groupingOf(
      [
        ["a", "p", 1],
        ["b", "p", 2],
        ["c", "p", 3],
      ],
      7,
      keys,
    );
    const joined = joinGroups(
      billed,
      groupingOf(
        [
          ["a", "p", 1],
          ["b", "p", 5],
          ["d", "p", 1],
        ],
        7,
        keys,
      ),
    );
    expect(joined.counts).toEqual({ matched: 1, underbilled: 1, overbilled: 0, unbilled: 1, unused: 1 });
    expect(joined.discrepancies().map((group) => keys.textsOf(group)[0])).toEqual(["b", "c", "d"]);
  });

  it("refuses groupings that number their groups differently", () => {
    expect(() => joinGroups(groupingOf([]), groupingOf([]))).toThrow(UnrelatedGroupings);
  });
});
