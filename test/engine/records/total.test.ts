import Big from "big.js";
import fc from "fast-check";
import { decimal, sum, toMoney, toQuantity, Total, type Decimal } from "../../../src/engine/records";

/** Decimals of every size that a cell can hold, and products of them with more digits. */
const anyDecimal: fc.Arbitrary<Decimal> = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(decimal),
  fc
    .tuple(fc.maxSafeInteger(), fc.integer({ min: -30, max: 18 }))
    .map(([digits, e]) => decimal(`${digits}e${e}`)),
  fc
    .tuple(fc.integer(), fc.integer())
    .map(([a, b]) => decimal(a).div(1_000_000).times(decimal(b).div(10_000))),
  fc
    .constantFrom("0", "-0", "9007199254.740991", "9007199254.740992", "-9007199254.740993", "1e15")
    .map(decimal),
);

describe("sums of exact decimals", () => {
  it("are what adding decimal by decimal gives, whatever the sizes and signs", () => {
    fc.assert(
      fc.property(fc.array(anyDecimal), (values) => {
        const oneByOne = values.reduce((total, value) => total.plus(value), new Big(0));
        expect(sum(values).toFixed()).toBe(oneByOne.toFixed());
      }),
      { seed: 26, numRuns: 300 },
    );
  });

  it("can be read while they grow", () => {
    fc.assert(
      fc.property(fc.array(anyDecimal), (values) => {
        const total = new Total();
        values.forEach((value, i) => {
          total.add(value);
          expect(total.value.toFixed()).toBe(sum(values.slice(0, i + 1)).toFixed());
        });
      }),
      { seed: 27, numRuns: 50 },
    );
  });

  it("stay exact where millionths leave what doubles hold", () => {
    const large = decimal("9007199254.740991");
    expect(sum([large, large, large]).toFixed()).toBe("27021597764.222973");
    // Both are beyond what is safe, and their sum is not.
    expect(sum([decimal(-5_000_000_000), decimal("10000000000.000001")]).toFixed()).toBe("5000000000.000001");
  });
});

describe("numbers for cells", () => {
  it("are the doubles that the rounded decimal reads as", () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(toQuantity(value)).toBe(value.round(6, Big.roundHalfUp).toNumber());
        expect(toMoney(value)).toBe(value.round(2, Big.roundHalfUp).toNumber());
      }),
      { seed: 28, numRuns: 500 },
    );
  });
});
