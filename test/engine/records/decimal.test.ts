import { decimal, sum, toMoney, toQuantity } from "../../../src/engine/records";

describe("exact decimals", () => {
  it("adds tenths without binary drift", () => {
    expect(sum([decimal(0.1), decimal(0.2)]).toString()).toBe("0.3");
  });

  it("reads a calculated cell without its binary noise", () => {
    expect(decimal(0.1 + 0.2).toString()).toBe("0.3");
  });

  it("rounds money half away from zero, on both sides of zero", () => {
    expect(toMoney(decimal("2.345"))).toBe(2.35);
    expect(toMoney(decimal("-2.345"))).toBe(-2.35);
  });

  it("keeps six decimals of a quantity", () => {
    expect(toQuantity(decimal("0.1234567"))).toBe(0.123457);
  });
});
