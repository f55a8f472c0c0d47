import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  catalogueKey,
  createCatalogue,
  joinCatalogues,
  type VendorCatalogue,
} from "../../../src/engine/catalogue";

const FOLDER = join(__dirname, "../../../src/engine/catalogue");
const lists = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json") && !file.endsWith("-renames.json"))
  .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as VendorCatalogue] as const);

const vault: VendorCatalogue = {
  vendor: "contoso",
  source: "invented",
  date: "2026-10-01",
  products: [
    ["Vault Pro", "CV-PRO|CV-PRO-EU", "0f8fad5b-d9cb-469f-a165-70867728950e", "Vault Plus@2025-03-01"],
    ["Vault Pro Trial", "CV-TRIAL"],
    ["Vault Edge", "CV-EDGE", "", "Vault One@2024-01-01"],
    ["Vault Core", "CV-CORE", "", "Vault One@2023-01-01"],
    ["Vault Calls", "CV-CALLS", "id-1"],
    ["Vault Calls Small", "CV-CALLS", "id-2"],
  ],
};

describe("a vendor's list", () => {
  const find = createCatalogue(vault, [
    ["Safe Pro", "Vault Pro", "2020-01-01", "announced"],
    ["Vault Edge", "Vault Pro", "2019-01-01", "announced"],
  ]);

  it.each([
    ["a part number in another spelling", "cv pro eu", "contoso/CV-PRO"],
    ["an id", "0F8FAD5B-D9CB-469F-A165-70867728950E", "contoso/CV-PRO"],
    ["its name with the vendor's", "Contoso Vault Pro (annual)", "contoso/CV-PRO"],
    ["an earlier name", "VAULT PLUS", "contoso/CV-PRO"],
    ["an announced earlier name", "Safe Pro", "contoso/CV-PRO"],
    ["a trial as a product of its own", "Vault Pro Trial", "contoso/CV-TRIAL"],
    ["a name that is in use, not the earlier one", "Vault Edge", "contoso/CV-EDGE"],
    ["nothing in a name that two products had", "Vault One", null],
    ["a product whose part number another has too", "Vault Calls", "contoso/id-1"],
    ["nothing in a part number of two products", "CV-CALLS", null],
    ["nothing in a name that it does not have", "Vault", null],
  ])("finds %s", (_, text, key) => {
    expect(find(text)).toBe(key);
  });

  it("stands beside other vendors' lists, and a text that two of them know stands for neither", () => {
    const other: VendorCatalogue = {
      ...vault,
      vendor: "fabrikam",
      products: [
        ["Vault Pro", "FV-1"],
        ["Gate", "FG-1"],
      ],
    };
    const both = joinCatalogues([find, createCatalogue(other)]);
    expect([both("Gate"), both("Vault Plus"), both("Vault Pro")]).toEqual([
      "fabrikam/FG-1",
      "contoso/CV-PRO",
      null,
    ]);
  });
});

describe.each(lists)("%s", (_, list) => {
  it("says where and when it was read", () => {
    expect(list.source.length).toBeGreaterThan(10);
    expect(list.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(list.products.length).toBeGreaterThan(0);
  });

  it("gives no id to two products", () => {
    const ids = list.products.flatMap(([, , text = ""]) => text.split("|")).filter((id) => id !== "");
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("tells every product by its id, and no two products by one key", () => {
    const find = createCatalogue(list);
    const keys = list.products.flatMap(([, , ids = ""]) => {
      const found = new Set(
        ids
          .split("|")
          .filter((id) => id !== "")
          .map(find),
      );
      return [...found];
    });
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("what Microsoft calls its products", () => {
  it.each([
    ["SPB", "microsoft/SPB"],
    ["cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "microsoft/SPB"],
    ["M365 Business Premium", "microsoft/SPB"],
    ["Microsoft 365 Business", "microsoft/SPB"],
    ["Azure Active Directory Premium P2", "microsoft/AAD_PREMIUM_P2"],
    ["Power BI (free)", "microsoft/POWER_BI_STANDARD"],
    ["Microsoft 365 Phone System", "microsoft/MCOEV"],
  ])("reads %s", (text, key) => {
    expect(catalogueKey(text)).toBe(key);
  });

  it.each([
    ["Azure AD P2", "Microsoft Entra ID P2"],
    ["AAD Premium P1", "Microsoft Entra ID P1"],
    ["EMS E3", "Enterprise Mobility + Security E3"],
    ["EXO Plan1", "Exchange Online (Plan 1)"],
    ["M365 BP", "Microsoft 365 Business Premium"],
    ["M365 Bus Std", "Microsoft 365 Business Standard"],
    ["PowerBI Pro", "Power BI Pro"],
    ["Office 365 Enterprise E3", "Office 365 E3"],
    ["Office 365 (Plan E3)", "Office 365 E3"],
    ["Office 365 (Plan G3) for Government", "Office 365 G3 GCC"],
    ["Microsoft 365 A3 EDU Faculty", "Microsoft 365 A3 for Faculty"],
    ["Exchange Online (Plan 2) for Government", "Exchange Online (Plan 2) for GCC"],
    ["MS Defender for O365 Plan2", "Microsoft Defender for Office 365 (Plan 2)"],
  ])("reads %s as %s", (written, name) => {
    expect(catalogueKey(written)).not.toBeNull();
    expect(catalogueKey(written)).toBe(catalogueKey(name));
  });

  it.each([
    ["Windows 10/11 Enterprise E3", "Office 365 E3"],
    ["Exchange Online (Plan 2) for Government", "Exchange Online (Plan 2)"],
    ["Microsoft 365 A3 for Students", "Microsoft 365 A3 for Faculty"],
    ["Office 365 G3 GCC", "Office 365 E3"],
    ["Microsoft 365 E3_USGOV_GCCHIGH", "Microsoft 365 E3"],
  ])("does not read %s as %s", (written, name) => {
    expect(catalogueKey(written)).not.toBeNull();
    expect(catalogueKey(written)).not.toBe(catalogueKey(name));
  });

  it("keeps plans and sectors apart", () => {
    const names = [
      "Microsoft 365 E3",
      "Microsoft 365 E5",
      "Microsoft 365 A3 for faculty",
      "Microsoft 365 A3 for students",
    ];
    expect(new Set(names.map(catalogueKey)).size).toBe(4);
  });
});
