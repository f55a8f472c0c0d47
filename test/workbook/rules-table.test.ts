import { openBook, runOn } from "./book";

describe("tblRules as Excel keeps it", () => {
  it.each([
    ["0%", 0.05, "matched"],
    ["0.00%", 0.035, "underbilled"],
    ["General", 0.05, "underbilled"],
    ["General", 5, "matched"],
  ])(
    "a tolerance with the format %s that holds %d makes 104 used of 100 billed %s",
    async (format, value, outcome) => {
      const open = await openBook({
        Invoice: [
          ["Client", "Service", "Quantity", "Unit price"],
          ["Acme", "Backup", 100, 5],
        ],
        Usage: [
          ["Customer", "Product", "Quantity"],
          ["Acme", "Backup", 104],
        ],
        Rules: [],
      });
      const sheet = open.host.workbook.getWorksheet("Rules");
      sheet?.addTable({
        name: "tblRules",
        ref: "A1",
        headerRow: true,
        columns: [{ name: "Service" }, { name: "Tolerance" }],
        rows: [["Backup", value]],
      });
      // Excel turns a typed 5% into this pair of value and format.
      if (sheet !== undefined) sheet.getCell("B2").numFmt = format;
      const { results } = await runOn(open);
      expect(results.map((row) => row.outcome)).toEqual([outcome]);
      expect(sheet?.getCell("B2").value).toBe(value);
    },
  );
});
