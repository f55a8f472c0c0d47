import { createMatcher } from "../../../src/engine/match";

describe("matching names", () => {
  it.each([
    ["Contosso Limited (UK)", "Contoso Ltd"],
    ["IBM", "International Business Machines"],
    ["datacom.com", "Data Com Inc"],
  ])("suggests %s for %s", (name, expected) => {
    const billed = ["Contoso Ltd", "International Business Machines", "Data Com Inc", "Northwind"];
    const [match] = createMatcher(billed, "client").matchAll([name]);
    expect(billed[match?.billed ?? -1]).toBe(expected);
  });

  it("leaves a name without counterpart alone", () => {
    const [match] = createMatcher(["Contoso Ltd", "Northwind"], "client").matchAll(["Fabrikam Corp"]);
    expect(match).toMatchObject({ status: "none", billed: null });
  });
});

describe("products and the catalogue", () => {
  it("suggests a team's own name for a product that the catalogue knows", () => {
    const billed = ["Business Premium, fully managed", "Exchange Online (Plan 1)"];
    const [match] = createMatcher(billed, "product").matchAll(["Microsoft 365 Business Premium"]);
    expect(match).toMatchObject({ status: "suggested", billed: 0 });
  });

  it("does not suggest another product of the catalogue", () => {
    const [match] = createMatcher(["Exchange Online (Plan 1)"], "product").matchAll([
      "Exchange Online (Plan 2)",
    ]);
    expect(match).toMatchObject({ status: "none", billed: null });
    expect(match?.why).toContain("EXCHANGEENTERPRISE, which is not billed here");
  });
});
