import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMatcher } from "../../../src/engine/match";

/** The invented lists that the README's examples are looked up in. */
const CLIENTS = [
  "Contoso Ltd",
  "Northwind Traders",
  "Adventure Works Cycles",
  "Wide World Importers GmbH",
  "Fabrikam Manufacturing",
  "Litware Health Group",
  "Acme Dental North",
  "Acme Dental South",
  "Coho Winery & Vineyard",
  "International Business Supplies",
];
const SERVICES = [
  "Microsoft 365 Business Premium",
  "Microsoft 365 E3",
  "Microsoft Defender for Endpoint P2",
  "Exchange Online (Plan 1)",
  "Managed Workstation",
  "Managed Server",
  "Backup per Server 1 TB",
];

const README = readFileSync(join(__dirname, "../../../src/engine/match/README.md"), "utf8");
const rows = README.slice(README.indexOf("## What it says"))
  .split("\n")
  .filter((line) => /^\| (?:client|product) /.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe("the examples of the README", () => {
  it("are ten suggestions and ten refusals at least", () => {
    const statuses = rows.map(([, , , status]) => status);
    expect(statuses.filter((status) => status === "suggested").length).toBeGreaterThanOrEqual(10);
    expect(statuses.filter((status) => status === "none").length).toBeGreaterThanOrEqual(10);
  });

  it.each(rows)("%s %s", (kind, name, billed, status, why) => {
    const list = kind === "client" ? CLIENTS : SERVICES;
    // One list a kind, so that names compete as they do in a workbook.
    const names = rows.filter(([other]) => other === kind).map((row) => row[1] ?? "");
    const match = createMatcher(list, kind === "client" ? "client" : "product").matchAll(names)[
      names.indexOf(name)
    ];
    expect({
      billed: list[match?.billed ?? -1] ?? "–",
      status: match?.status,
      why: match?.why,
    }).toEqual({ billed, status, why });
  });
});
