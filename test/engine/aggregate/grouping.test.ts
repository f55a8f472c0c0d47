import fc from "fast-check";
import { createGroupKeys, Grouping } from "../../../src/engine/aggregate";
import { groupingOf, oracle, rows } from "./oracle";

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

  it("goes on after its keys gave up what only coding needs", () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const addAll = (isReleased: boolean) => {
          const grouping = new Grouping(createGroupKeys());
          grouping.add({ kind: "rows", rows: first, keys: [0, 1], quantity: 2, firstRow: 0 });
          if (isReleased) grouping.keys.release();
          grouping.add({ kind: "rows", rows: second, keys: [0, 1], quantity: 2, firstRow: first.length });
          return pictureOf(grouping);
        };
        expect(addAll(true)).toEqual(addAll(false));
      }),
      { seed: 5, numRuns: 60 },
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
