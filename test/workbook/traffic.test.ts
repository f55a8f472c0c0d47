import fc from "fast-check";
import { fillMonth } from "../../scripts/generated-month";
import { connect, EmbeddedHost } from "../../src/host";
import { ExcelGateway, readWorkbook, TABLE_HEADERS } from "../../src/workbook";
import { runOn, type OpenBook } from "./book";

const MEGABYTE = 1_000_000;

async function month(rows: number, lines: number): Promise<OpenBook> {
  const host = EmbeddedHost.create();
  // What travels is counted, not what is calculated.
  host.isCalculating = false;
  fillMonth(host, rows, lines);
  return { host, gateway: new ExcelGateway(await connect(host)) };
}

describe("what travels between the add-in and Excel", () => {
  it("is below a megabyte a request and an answer, at any size and with long texts", async () => {
    const size = fc.record({
      lines: fc.integer({ min: 1, max: 700 }),
      perLine: fc.integer({ min: 1, max: 4 }),
      remark: fc.integer({ min: 0, max: 250 }),
      special: fc.constantFrom("a", "é", "語", '"'),
    });
    await fc.assert(
      fc.asyncProperty(size, async ({ lines, perLine, remark, special }) => {
        const open = await month(lines * perLine, lines);
        const usage = open.host.workbook.getWorksheet("Licences");
        usage?.eachRow((row, number) => {
          if (number > 1) row.getCell(6).value = special.repeat(remark);
        });
        await runOn(open);
        await runOn(open, "2026-06-03T08:00:00Z");
        const { largestIn, largestOut } = open.host.counters;
        expect([largestIn < MEGABYTE, largestOut < MEGABYTE]).toEqual([true, true]);
      }),
      { numRuns: 4, seed: 20_261_124 },
    );
  }, 180_000);

  it("stays below a megabyte when every row has a text of hundreds of characters", async () => {
    const open = await month(2_000, 1_000);
    const usage = open.host.workbook.getWorksheet("Licences");
    usage?.eachRow((row, number) => {
      if (number > 1) row.getCell(6).value = "long ".repeat(80);
    });
    await runOn(open);
    expect(open.host.counters.largestOut).toBeLessThan(MEGABYTE);
    expect(open.host.counters.largestIn).toBeLessThan(MEGABYTE);
  }, 120_000);

  it("takes as many requests for twice the rows plus one per block", async () => {
    const requests: number[] = [];
    for (const lines of [50, 100, 200]) {
      const open = await month(lines, lines);
      await runOn(open);
      requests.push(open.host.counters.requests);
    }
    expect(new Set(requests).size).toBe(1);
  }, 60_000);

  it("reads values and formats of sources, and types only of a block in which a text may be an error", async () => {
    const open = await month(100, 50);
    const cells = 101 * 6 + 51 * 5;
    await readWorkbook(open.gateway);
    expect(open.host.counters.cellsRead).toBe(2 * cells);
    const usage = open.host.workbook.getWorksheet("Licences");
    if (usage === undefined) throw new Error("The month has no usage.");
    usage.getCell("C5").value = { error: "#N/A" };
    usage.getCell("F5").value = "#N/A";
    const before = open.host.counters.cellsRead;
    const { snapshot } = await readWorkbook(open.gateway);
    expect(open.host.counters.cellsRead - before).toBe(2 * cells + 3 * 101 * 6);
    const row = snapshot.sheets.find(({ name }) => name === "Licences")?.values[4];
    expect([row?.[2], row?.[5]]).toEqual([{ error: "#N/A" }, "#N/A"]);
  });

  it("writes a log entry and no row of a result when nothing changed, in as many requests at any size", async () => {
    const requests: number[] = [];
    for (const lines of [50, 200]) {
      const open = await month(lines, lines);
      await runOn(open);
      const before = { ...open.host.counters };
      await runOn(open, "2026-06-03T08:00:00Z");
      const { cellsWritten, requests: all } = open.host.counters;
      expect(cellsWritten - before.cellsWritten).toBe(2 * TABLE_HEADERS.tblLog.length);
      requests.push(all - before.requests);
    }
    expect(new Set(requests).size).toBe(1);
  }, 60_000);
});
