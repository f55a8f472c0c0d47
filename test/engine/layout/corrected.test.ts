import { extractRecords, readLayoutMap, recogniseSources } from "../../../src/engine/layout";
import type { CellValue, SourceLayout, TableGrid } from "../../../src/engine/records";
import { sheetOf } from "./grid";

const INVOICE = sheetOf("Invoice", [
  ["Client", "Service", "Quantity", "Unit price"],
  ["Acme Dental", "Backup", 38, 4],
  ["Bolt Tools", "Backup", 7, 4],
]);
const PURCHASED: readonly CellValue[][] = [
  ["Customer", "Product", "Quantity", "Active in May 2026"],
  ["Acme Dental", "Backup", 50, 42],
  ["Bolt Tools", "Backup", 10, 7],
];
const HEADERS = "Customer | Product | Quantity | Active in May 2026";

type Row = readonly [source: string, headers: string, setting: string, value: string, status?: string];

function tableOf(...rows: readonly Row[]): TableGrid {
  return {
    name: "tblLayoutMap",
    sheet: "Mappings",
    firstRow: 1,
    firstColumn: 14,
    headers: ["Source", "Headers", "Setting", "Value", "Status", "When", "Note"],
    // 46,142 is 30 April 2026.
    rows: rows.map(([source, headers, setting, value, status = "confirmed"]) => [
      source,
      headers,
      setting,
      value,
      status,
      46_142,
      "",
    ]),
  };
}

function recognised(sheets: Parameters<typeof recogniseSources>[0], ...rows: readonly Row[]) {
  const { corrections, issues } = readLayoutMap(tableOf(...rows));
  expect(issues).toEqual([]);
  const layouts = recogniseSources(sheets, corrections);
  return (name: string): SourceLayout => {
    const found = layouts.find((layout) => layout.name === name);
    if (found === undefined) throw new Error(`There is no source ${name}.`);
    return found;
  };
}

const quantities = (sheet: typeof INVOICE, layout: SourceLayout): readonly string[] =>
  extractRecords(sheet, layout).usage.map(({ quantity }) => String(quantity));

describe("what a person corrected about a layout", () => {
  it("chooses the column, says so with the day, and is sure", () => {
    const sheet = sheetOf("Licences", PURCHASED);
    const before = recognised([INVOICE, sheet])("Licences");
    expect(quantities(sheet, before)).toEqual(["50", "10"]);
    const layout = recognised(
      [INVOICE, sheet],
      ["Licences", HEADERS, "quantity", "Active in May 2026"],
    )("Licences");
    expect(quantities(sheet, layout)).toEqual(["42", "7"]);
    expect(layout.reasons).toContain('"Active in May 2026" is its quantity, as you corrected on 2026-04-30');
    expect(layout.confidence).toBeGreaterThanOrEqual(before.confidence);
  });

  it("holds for next month's export of another name, whose header names another month", () => {
    const [first = [], ...rows] = PURCHASED;
    const june = sheetOf("Licences June", [[...first.slice(0, 3), "Active in June 2026"], ...rows]);
    const layout = recognised(
      [INVOICE, june],
      ["Licences", HEADERS, "quantity", "Active in May 2026"],
    )("Licences June");
    expect(quantities(june, layout)).toEqual(["42", "7"]);
  });

  it("leaves exports of another layout alone", () => {
    const other = sheetOf(
      "Other",
      PURCHASED.map((row) => [...row, "x"]),
    );
    const layout = recognised(
      [INVOICE, other],
      ["Licences", HEADERS, "quantity", "Active in May 2026"],
    )("Other");
    expect(quantities(other, layout)).toEqual(["50", "10"]);
  });

  it("takes the last word on each setting, and none that was forgotten", () => {
    const sheet = sheetOf("Licences", PURCHASED);
    const chosen: Row = ["Licences", HEADERS, "quantity", "Active in May 2026"];
    const back: Row = ["Licences", HEADERS, "quantity", "Quantity"];
    expect(quantities(sheet, recognised([INVOICE, sheet], chosen, back)("Licences"))).toEqual(["50", "10"]);
    const forgotten: Row = [...chosen.slice(0, 4), "forgotten"] as unknown as Row;
    const layout = recognised([INVOICE, sheet], chosen, forgotten)("Licences");
    expect(quantities(sheet, layout)).toEqual(["50", "10"]);
    expect(layout.corrected).toBeUndefined();
  });

  it("sets one source aside while it is there, and never this month's export beside it", () => {
    const [april, may] = [sheetOf("Licences April", PURCHASED), sheetOf("Licences May", PURCHASED)];
    const aside: Row = ["Licences April", HEADERS, "role", "other"];
    const both = recognised([INVOICE, april, may], aside);
    expect([both("Licences April").role, both("Licences May").role]).toEqual(["other", "usage"]);
    expect(both("Licences April").reasons).toEqual([
      "it is no part of the reconciliation, as you corrected on 2026-04-30",
    ]);
    expect(recognised([INVOICE, may], aside)("Licences May").role).toBe("other");
  });

  it("gives a role against the words of the headers, and to a hidden sheet", () => {
    const hidden = { ...sheetOf("Licences", PURCHASED), isHidden: true };
    expect(recognised([INVOICE, hidden])("Licences").role).toBe("other");
    expect(recognised([INVOICE, hidden], ["Licences", HEADERS, "role", "usage"])("Licences").role).toBe(
      "usage",
    );
    const sold = recognised(
      [INVOICE],
      ["Invoice", "Client | Service | Quantity | Unit price", "role", "usage"],
    )("Invoice");
    expect(sold.role).toBe("usage");
  });

  it("finds the header row that nobody's words name, with its columns", () => {
    const sheet = sheetOf("Export", [
      ["Kundschaft 7", "made by Ann"],
      ["Wer", "Was", "Menge im Mittel", "Menge am Ende"],
      ["Acme Dental", "Backup", 40, 42],
      ["Bolt Tools", "Backup", 6, 7],
    ]);
    const headers = "Wer | Was | Menge im Mittel | Menge am Ende";
    const layout = recognised(
      [INVOICE, sheet],
      ["Export", headers, "header row", "2"],
      ["Export", headers, "client", "Wer"],
      ["Export", headers, "product", "Was"],
      ["Export", headers, "quantity", "Menge am Ende"],
    )("Export");
    expect([layout.headerRow, layout.role]).toEqual([1, "usage"]);
    expect(quantities(sheet, layout)).toEqual(["42", "7"]);
    const [record] = extractRecords(sheet, layout).usage;
    expect([record?.client, record?.product]).toEqual(["Acme Dental", "Backup"]);
  });

  it("ends the counting of rows where a quantity is chosen, and begins it where none is", () => {
    const sheet = sheetOf("Devices", [
      ["Customer", "Device name", "Licences held"],
      ["Acme Dental", "PC-1", 2],
      ["Acme Dental", "PC-2", 3],
    ]);
    const headers = "Customer | Device name | Licences held";
    const counted = recognised([INVOICE, sheet], ["Devices", headers, "quantity", ""])("Devices");
    expect(counted.countsRows).toBe(true);
    expect(counted.reasons).toContain("no column is its quantity, as you corrected on 2026-04-30");
    const held = recognised([INVOICE, sheet], ["Devices", headers, "quantity", "Licences held"])("Devices");
    expect(held.countsRows).toBe(false);
    expect(quantities(sheet, held)).toEqual(["2", "3"]);
  });

  it("tells columns with one header apart by their number", () => {
    const sheet = sheetOf("Licences", [
      ["Customer", "Product", "Seats", "Seats"],
      ["Acme Dental", "Backup", 50, 42],
    ]);
    const layout = recognised(
      [INVOICE, sheet],
      ["Licences", "Customer | Product | Seats | Seats", "quantity", "Seats [2]"],
    )("Licences");
    expect(quantities(sheet, layout)).toEqual(["42"]);
  });

  it("reports what cannot be understood with its cell, and uses the rest", () => {
    const { corrections, issues } = readLayoutMap(
      tableOf(
        ["Licences", HEADERS, "colour", "red"],
        ["Licences", HEADERS, "role", "invoice"],
        ["Licences", "", "quantity", "Seats"],
        ["Licences", HEADERS, "quantity", "Seats", "perhaps"],
        ["Licences", HEADERS, "Unit Price", "Price"],
      ),
    );
    expect(corrections.map(({ setting, value }) => [setting, value])).toEqual([["unitPrice", "Price"]]);
    expect(issues.map(({ cell }) => cell)).toEqual([
      "Mappings!Q2",
      "Mappings!R3",
      "Mappings!P4",
      "Mappings!S5",
    ]);
    expect(issues[0]?.message).toMatch(
      /"colour" is nothing that can be corrected; write role, header row or a field/,
    );
  });
});
