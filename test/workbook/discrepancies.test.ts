import { discrepancyBlock } from "../../src/workbook/discrepancies";
import { resultRow } from "../run/ports";

describe("discrepancyBlock", () => {
  it("gives others a turn while it makes many rows, and keeps their order", async () => {
    const results = Array.from({ length: 1_200 }, (_, i) => resultRow({ key: `key ${i}` }));
    let turns = 0;
    const extra = { headers: [], formats: [], foundAt: () => "", cellsOf: () => [] };
    const { headers, rows } = await discrepancyBlock(results, new Map(), extra, { row: 0, column: 0 }, () => {
      turns += 1;
      return Promise.resolve();
    });
    expect(turns).toBeGreaterThanOrEqual(2);
    expect(rows.map((cells) => cells[headers.indexOf("Key")])).toEqual(results.map(({ key }) => key));
  });
});
