import { reconcile, type CellValue, type ResultRow, type TableGrid } from "../../../src/engine";
import { extractRecords, recogniseSources } from "../../../src/engine/layout";
import { sheetOf } from "./grid";

const HEADER = ["Customer", "Product", "Used quantity", "Device name", "Term", "Date"];
/** Rows that say the same, but for what each row says alone. */
const ALIKE: readonly (readonly CellValue[])[] = [
  ["Contoso", "Backup", 1, "SRV-1", "P1Y", "2026-05-31"],
  ["Contoso", "Backup", 2.5, "SRV-2", "P1M", "2026-05-31"],
  ["Contoso", "Backup", 4, "SRV-3", "P1Y", "2026-05-31"],
];

function recordsOf(rows: readonly (readonly CellValue[])[]): ReturnType<typeof extractRecords>["usage"] {
  const sheet = sheetOf("Usage", [HEADER, ...rows]);
  const [layout] = recogniseSources([sheet]);
  if (layout === undefined) throw new Error("The sheet was not recognised.");
  return extractRecords(sheet, layout).usage;
}

const RULES: TableGrid = {
  name: "tblRules",
  sheet: "Rules",
  firstRow: 1,
  firstColumn: 0,
  headers: ["Service", "Where"],
  rows: [["Backup", "Term=P1Y"]],
};

function run(rows: readonly (readonly CellValue[])[], tblRules?: TableGrid): readonly ResultRow[] {
  const invoice = [
    ["Client", "Service", "Quantity", "Unit price", "Amount"],
    ["Contoso", "Backup", 5, 2, 10],
  ];
  const sheets = [sheetOf("Invoice", invoice), sheetOf("Usage", [HEADER, ...rows])];
  return reconcile(
    { sheets, tables: tblRules === undefined ? {} : { tblRules } },
    { now: "2026-06-01T12:00:00Z" },
  ).results;
}

describe("usage rows that say the same as the one above", () => {
  it("keep their own row, quantity, item and further cells", () => {
    const records = recordsOf(ALIKE);
    expect(records.map(({ row, quantity, item }) => [row, quantity?.toNumber(), item])).toEqual([
      [1, 1, "SRV-1"],
      [2, 2.5, "SRV-2"],
      [3, 4, "SRV-3"],
    ]);
    expect(records.map((record) => record.attribute("term"))).toEqual(["P1Y", "P1M", "P1Y"]);
    expect(records.map((record) => record.attribute("no such header"))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("share what they say, and a row that says something else does not", () => {
    const [first, second, other] = recordsOf([
      ...ALIKE.slice(0, 2),
      ["Contoso", "Backup", 1, "SRV-4", "P1Y", "2026-05-30"],
    ]);
    expect(second?.subject).toBe(first?.subject);
    expect(first).toMatchObject({ client: "Contoso", product: "Backup", date: "2026-05-31" });
    expect(other).toMatchObject({ client: "Contoso", product: "Backup", date: "2026-05-30" });
  });

  it("are asked one by one where a rule looks at a cell of the row", () => {
    expect(run(ALIKE)[0]).toMatchObject({ expectedQuantity: 7.5, outcome: "underbilled" });
    expect(run(ALIKE, RULES)[0]).toMatchObject({
      expectedQuantity: 5,
      outcome: "matched",
      evidence: [{ sheet: "Usage", rows: [1, 3], quantities: [1, 4] }],
    });
  });

  it("come to the same in any order", () => {
    const others: readonly (readonly CellValue[])[] = [
      ["Fabrikam", "Backup", 3, "SRV-9", "P1Y", "2026-05-31"],
      ["Contoso", "Server Care", 1, "SRV-1", "P1Y", "2026-05-31"],
    ];
    const quantities = (rows: readonly (readonly CellValue[])[]): readonly unknown[] =>
      run(rows).map(({ key, outcome, expectedQuantity }) => [key, outcome, expectedQuantity]);
    const [a = [], b = [], c = []] = ALIKE;
    const [d = [], e = []] = others;
    expect(quantities([a, d, b, e, c])).toEqual(quantities([a, b, c, d, e]));
  });
});
