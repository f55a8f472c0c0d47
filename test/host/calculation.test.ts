import { connect, EmbeddedHost, type ExcelRun } from "../../src/host";
import { Lookups } from "../../src/host/lookups";

type Cell = string | number | boolean;

/** A workbook with one sheet of these cells from A1 on, and one for formulas. */
async function open(rows: readonly (readonly Cell[])[]): Promise<{ host: EmbeddedHost; run: ExcelRun }> {
  const host = EmbeddedHost.create();
  const run = await connect(host);
  await run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.getItem("Sheet1").name = "My lines";
    worksheets.add("Results");
    const range = worksheets.getItem("My lines").getRangeByIndexes(0, 0, rows.length, rows[0]?.length ?? 0);
    // The apostrophe keeps a text from being read as a number or a date.
    range.values = rows.map((cells) => cells.map((cell) => (typeof cell === "string" ? `'${cell}` : cell)));
    await context.sync();
  });
  return { host, run };
}

function calculated(host: EmbeddedHost, formula: string): unknown {
  host.editCell("Results", "A1", formula);
  return host.valueAt("Results", "A1");
}

const LINES = [
  ["Acme", "Backup", 38],
  ["acme", "BACKUP", 4],
  ["Acme*", "Backup", 100],
  ["Acme Ltd", "Backup", 1000],
  ["May 5", "Backup", 7],
  ["TRUE", "Backup", 8],
  ["365", "Backup", 9],
  ["Zeta", "none", "12"],
  ["Zeta", "", 13],
] as const;

const sum = (client: string, service: string): string =>
  `=SUMIFS('My lines'!$C$1:$C$9,'My lines'!$A$1:$A$9,"${client}",'My lines'!$B$1:$B$9,"${service}")`;
const position = (client: string): string => `=MATCH("${client}",'My lines'!$A$1:$A$9,0)`;

describe("looking texts up", () => {
  it.each([
    ["a text, whatever its case", sum("=Acme", "=Backup"), 42],
    ["a text with an escaped asterisk", sum("=Acme~*", "=Backup"), 100],
    ["a pattern", sum("=Acme*", "=Backup"), 1142],
    ["a text that is not there", sum("=Nobody", "=Backup"), 0],
    ["a text without the equals sign", sum("acme", "backup"), 42],
    ["a line whose quantity is a text", sum("=Zeta", "=none"), 0],
    ["the first position of a text", position("ACME LTD"), 4],
    ["the position of a text with an asterisk", position("acme~*"), 3],
    ["the position of a pattern", position("z*"), 8],
    ["the quantity at a position", `=INDEX('My lines'!$C$1:$C$9,${position("zeta").slice(1)})`, "12"],
    ["a lookup within other functions", `${sum("=Acme", "=Backup")}*2+${position("Zeta").slice(1)}`, 92],
    [
      "words of a lookup within a text",
      `="MATCH(""Zeta"",'My lines'!$A$1:$A$9,0)"&1`,
      `MATCH("Zeta",'My lines'!$A$1:$A$9,0)1`,
    ],
  ])("finds %s", async (_, formula, expected) => {
    const { host } = await open(LINES);
    expect(calculated(host, formula)).toBe(expected);
  });

  it("gives an error where a text has no position", async () => {
    const { host } = await open(LINES);
    expect(calculated(host, position("Nobody"))).toBe("#N/A");
  });

  it("follows a cell that is corrected, and cells that are calculated themselves", async () => {
    const { host } = await open(LINES);
    host.editCell("My lines", "C1", 40);
    expect(calculated(host, sum("=Acme", "=Backup"))).toBe(44);
    host.editCell("My lines", "C2", "=40+1");
    host.editCell("My lines", "A3", '="ac"&"me"');
    expect(calculated(host, sum("=Acme", "=Backup"))).toBe(181);
    expect(calculated(host, position("acme"))).toBe(1);
  });

  it("passes an error among the quantities on", async () => {
    const { host } = await open(LINES);
    host.editCell("My lines", "C1", "=1/0");
    expect(calculated(host, sum("=Acme", "=Backup"))).toBe("#DIV/0!");
  });
});

describe("calculating", () => {
  it("reaches cells by whatever way of writing", async () => {
    const { host, run } = await open(LINES);
    await run(async (context) => {
      const lines = context.workbook.worksheets.getItem("My lines");
      context.workbook.names.add("quantities", lines.getRange("C1:C2"));
      await context.sync();
    });
    expect(calculated(host, "=SUM(quantities)")).toBe(42);
    expect(calculated(host, "=SUM('My lines'!c1:c2)")).toBe(42);
    expect(calculated(host, "=SUM('My lines'!C:C)")).toBe(1179);
    expect(calculated(host, "=SUM(INDIRECT(\"'My lines'!C1:C2\"))")).toBe(42);
    expect(calculated(host, "=SUM(OFFSET('My lines'!A1,0,2,2,1))")).toBe(42);
  });

  it("waits until somebody asks for what a formula shows", async () => {
    const { host, run } = await open(LINES);
    const result = (): unknown => host.workbook.getWorksheet("Results")?.getCell("A1").result;
    const read = (sheet: string, address: string): Promise<unknown> =>
      run(async (context) => {
        const range = context.workbook.worksheets.getItem(sheet).getRange(address).load("values");
        await context.sync();
        return range.values[0]?.[0] as unknown;
      });
    host.editCell("Results", "A1", "=1+1");
    expect(await read("My lines", "A1:C9")).toBe("Acme");
    expect(result()).toBeUndefined();
    expect(await read("Results", "A1:A2")).toBe(2);
    expect(result()).toBe(2);
  });
});

describe("Lookups", () => {
  it.each([
    ["a sum of lines", sum("=Acme", "=Backup"), "=(42)"],
    ["a position", position("Zeta"), "=(8)"],
    [
      "a cell by its position",
      `=INDEX('My lines'!$C$1:$C$9,${position("Zeta").slice(1)})+INDEX(B2:B3,2)`,
      "='My lines'!$C$8+$B$3",
    ],
    ["not a cell beyond the column", "=INDEX(B2:B3,3)", "=INDEX(B2:B3,3)"],
    ["not a pattern", position("z*"), position("z*")],
    ["not a text that may be a date", sum("=May 5", "=Backup"), sum("=May 5", "=Backup")],
  ])("answers %s in place of the engine", async (_, formula, expected) => {
    const { host } = await open(LINES);
    const results = host.workbook.getWorksheet("Results");
    if (results === undefined) throw new Error("There is no sheet of results.");
    expect(new Lookups(host.workbook).resolved(formula, results)).toBe(expected);
  });
});
