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

  it("chooses neither of two billed names that fit equally well", () => {
    const billed = ["Acme Dental North", "Acme Dental South", "Contoso", "Fabrikam"];
    const [match] = createMatcher(billed, "client").matchAll(["Acme Dental"]);
    expect(match).toMatchObject({ status: "none", billed: null });
    expect(match?.why).toContain("fit about equally well");
  });

  it("trusts a name less when both have words of their own", () => {
    const [own, other] = createMatcher(
      [
        "Blue Yonder Airlines",
        "Contoso",
        "Fabrikam Airlines",
        "Northwind Traders",
        "Blue Sky Foods",
        "Litware",
      ],
      "client",
    ).matchAll(["Blue Yonder Air", "Blue Moon Airlines"]);
    expect(own?.score).toBeGreaterThan(0.8);
    expect(other?.score).toBeLessThan(0.5);
  });

  it("asks which is meant when the list has the same name twice", () => {
    const matches = createMatcher(["Contoso Ltd", "Northwind"], "client").matchAll([
      "Contoso",
      "CONTOSO ",
      "Northwind",
    ]);
    expect(matches.map(({ status, billed }) => [status, billed])).toEqual([
      ["suggested", 0],
      ["suggested", 0],
      ["same", 1],
    ]);
    expect(matches[0]?.why).toContain("2 names are written like this");
  });

  it("takes two spellings of one client for the same", () => {
    const matches = createMatcher(["Contoso Ltd"], "client").matchAll(["Contoso", "Contoso, Inc."]);
    expect(matches.map(({ status }) => status)).toEqual(["same", "same"]);
  });

  it("asks about equal names where the billed list itself writes many different items alike", () => {
    const kinds = ["Vault", "Gate", "Archive", "Beacon", "Relay"];
    const twice = kinds.flatMap((kind) => [`Contoso ${kind}`, `Contoso ${kind}`]);
    const [asked] = createMatcher(["Fabrikam Ledger", ...twice], "product").matchAll(["Fabrikam Ledger"]);
    expect(asked).toMatchObject({ status: "suggested", billed: 0 });
    expect(asked?.why).toContain("5 names of the billed list stand for several items each");
    // Four names by chance show nothing.
    const [same] = createMatcher(["Fabrikam Ledger", ...twice.slice(0, 8)], "product").matchAll([
      "Fabrikam Ledger",
    ]);
    expect(same).toMatchObject({ status: "same", billed: 0 });
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

  it.each(["Trial", "for Faculty", "GCC", "(Nonprofit)"])(
    "does not take a plan for the same plan %s",
    (sector) => {
      const [match] = createMatcher(["Contoso Vault Plan 2", "Contoso Gate"], "product").matchAll([
        `Contoso Vault Plan 2 ${sector}`,
      ]);
      expect(match?.score).toBeLessThan(0.5);
    },
  );

  it("is surer of a name that says edition and version, and surest of names that are the same", () => {
    const billed = ["Contoso Vault", "Contoso Gate Standard 2.0", "Fabrikam Archive Premium"];
    const [bare, full, near] = createMatcher(billed, "product").matchAll([
      "Contoso Vault",
      "Contoso Gate Standard 2.0",
      "Fabrikam Archives Premium license",
    ]);
    expect([bare?.status, full?.status, near?.status]).toEqual(["same", "same", "suggested"]);
    expect(full?.score).toBeGreaterThan(bare?.score ?? 1);
    expect(bare?.score).toBeGreaterThan(near?.score ?? 1);
  });

  it("does not suggest another product of the catalogue", () => {
    const [match] = createMatcher(["Exchange Online (Plan 1)"], "product").matchAll([
      "Exchange Online (Plan 2)",
    ]);
    expect(match).toMatchObject({ status: "none", billed: null });
    expect(match?.why).toContain("(EXCHANGEENTERPRISE), and no billed service is that product");
  });
});
