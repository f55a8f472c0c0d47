import fc from "fast-check";
import Big from "big.js";
import {
  createGroupKeys,
  joinGroups,
  UnrelatedGroupings,
  type GroupOutcome,
} from "../../../src/engine/aggregate";
import { groupingOf, oracle, rows, type OracleGroup, type Row } from "./oracle";

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
