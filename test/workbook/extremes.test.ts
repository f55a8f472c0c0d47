import type { Worksheet } from "@zurmokeeper/exceljs";
import { contentOf, openBook, reopen, runOn, type OpenBook } from "./book";

const OURS = ["Discrepancies", "Reconcile Summary", "Mappings", "Rules", "Reconcile Log", "Reconcile Keys"];
const LAST_ROW = 1_000_000;
const LAST_COLUMN = 16_384;

/** An invoice whose first line is underbilled by two, and its usage. */
function openSmall(): Promise<OpenBook> {
  return openBook({
    Invoice: [
      ["Client", "Service", "Quantity", "Unit price"],
      ["Acme", "Backup", 3, 10],
      ["Beta", "Backup", 3, 10],
    ],
    Licences: [
      ["Customer", "Product", "Assigned licenses"],
      ["Acme", "Backup", 5],
      ["Beta", "Backup", 3],
    ],
  });
}

function sheetOf({ host }: OpenBook, name: string): Worksheet {
  const sheet = host.workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`There is no sheet ${name}.`);
  return sheet;
}

const RIGHT = [
  ["acme|backup", "underbilled", 2],
  ["beta|backup", "matched", 0],
];

async function outcomesOf(opened: OpenBook): Promise<readonly unknown[]> {
  const { results } = await runOn(opened);
  return results.map(({ key, outcome, difference }) => [key, outcome, difference]);
}

describe("what XML cannot hold", () => {
  it("stays in cells, sheet names and live formulas when the annotated workbook is saved and opened again", async () => {
    const lines = [
      ["A\ud83dcme", "Backup", 3],
      ["Be\ude00ta", "Back\u0001up", 3],
      ["_xD83D_ Gamma", "Backup\uffff", 4],
    ];
    const opened = await openBook({
      "Half a \ud83d": [
        ["Client", "Service", "Quantity", "Unit price"],
        ...lines.map((line) => [...line, 10]),
      ],
      _x0041_: [["Customer", "Product", "Assigned licenses"], ...lines],
    });
    const before = contentOf(opened);
    const first = await runOn(opened);
    expect(first.results.map(({ outcome }) => outcome)).toEqual(["matched", "matched", "matched"]);
    const again = await reopen(opened);
    expect(contentOf(again, OURS)).toEqual(before);
    // Saving changed nothing in the workbook that is still open.
    expect(contentOf(opened, OURS)).toEqual(before);
    const formula = again.host.workbook.getWorksheet("Discrepancies")?.getCell("D2").formula;
    expect(formula).toContain("'Half a \ud83d'!");
    const second = await runOn(again);
    expect(second.results.map(({ key, outcome }) => [key, outcome])).toEqual(
      first.results.map(({ key, outcome }) => [key, outcome]),
    );
  });
});

describe("sheets as large as Excel lets them be", () => {
  it("with formats down to row 1,000,000 and across 16,384 columns cost no more than without them", async () => {
    const plain = await openSmall();
    expect(await outcomesOf(plain)).toEqual(RIGHT);
    const formatted = await openSmall();
    for (const sheet of formatted.host.workbook.worksheets) {
      for (let row = 100; row <= LAST_ROW; row += 9_999) sheet.getCell(row, 6).numFmt = "yyyy-mm-dd";
      sheet.getCell(LAST_ROW, LAST_COLUMN).numFmt = "0.00";
    }
    expect(await outcomesOf(formatted)).toEqual(RIGHT);
    const { requests, cellsRead, cellsWritten, bytesOut } = plain.host.counters;
    expect(formatted.host.counters).toMatchObject({ requests, cellsRead, cellsWritten });
    // The client's numbers of objects grow while it runs, and nothing else.
    expect(formatted.host.counters.bytesOut).toBeLessThan(bytesOut * 1.1);
  });

  it("with values in 16,384 columns are read in a few calls, none of them large", async () => {
    const wide = await openSmall();
    const sheet = sheetOf(wide, "Licences");
    for (const row of [1, 3]) sheet.getCell(row, LAST_COLUMN).value = "note";
    const { counters } = wide.host;
    expect(await outcomesOf(wide)).toEqual(RIGHT);
    expect(counters.requests).toBeLessThan(40);
    expect(counters.largestOut).toBeLessThan(1_000_000);
    expect(counters.bytesOut).toBeLessThan(3_000_000);
  });
});

describe("errors and days before Excel's calendar", () => {
  it("leave the row that holds them out of the verdict, by cell and reason, and every row lands once", async () => {
    const opened = await openBook({
      Invoice: [
        ["Client", "Service", "Quantity", "Unit price", "Period Start"],
        ...["Acme", "Beta", "Gamma", "Delta", "Eps", "Zeta", "Eta", "Theta"].map((client) => [
          client,
          "Backup",
          3,
          10,
          "2026-05-01",
        ]),
      ],
      Licences: [
        ["Customer", "Product", "Assigned licenses"],
        ["Acme", "Backup", 3],
      ],
    });
    const sheet = sheetOf(opened, "Invoice");
    const put = (address: string, value: number | Date | { error: "#N/A" | "#DIV/0!" }): void => {
      const cell = sheet.getCell(address);
      if (typeof value === "number") cell.numFmt = "yyyy-mm-dd";
      cell.value = value;
    };
    put("A3", { error: "#N/A" });
    put("C4", { error: "#DIV/0!" });
    put("D5", { error: "#N/A" });
    put("E6", { error: "#N/A" });
    put("E7", -400);
    put("E8", 60);
    put("E9", new Date(Date.UTC(1850, 1, 1)));
    const { rejected, sources, results } = await runOn(await reopen(opened));
    expect(rejected.map(({ reason }) => reason.split(":")[0])).toEqual([
      "Invoice!A3",
      "Invoice!C4",
      "Invoice!D5",
      "Invoice!E6",
      "Invoice!E7",
      "Invoice!E8",
      "Invoice!E9",
    ]);
    for (const { rows } of sources) {
      const { read, ...landed } = rows;
      expect(Object.values(landed).reduce((total, count) => total + count, 0)).toBe(read);
    }
    expect(results.filter(({ outcome }) => outcome === "unused")).toEqual([]);
  });
});
