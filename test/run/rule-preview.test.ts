import type { WorkbookSnapshot } from "../../src/engine";
import { previewOf, withRule } from "../../src/run/rule-preview";
import { reconciliation, resultRow } from "./ports";

const SNAPSHOT: WorkbookSnapshot = {
  sheets: [],
  tables: {
    tblRules: {
      name: "tblRules",
      sheet: "Rules",
      firstRow: 1,
      firstColumn: 0,
      headers: ["Service", "Minimum", "My remark"],
      rows: [
        ["Backup", 2, "keep"],
        ["Email", null, null],
      ],
    },
  },
};

describe("an edited rule", () => {
  it("changes its row and keeps the cells that the form does not have", () => {
    const edited = withRule(SNAPSHOT, { row: 0, cells: { Service: "Backup", Minimum: "5" } });
    expect(edited.tables.tblRules?.rows).toEqual([
      ["Backup", "5", "keep"],
      ["Email", null, null],
    ]);
  });

  it("is added below the others when it is new, and blank fields are blank cells", () => {
    const edited = withRule(SNAPSHOT, { row: null, cells: { Service: "EDR", Minimum: "" } });
    expect(edited.tables.tblRules?.rows.at(-1)).toEqual(["EDR", null, null]);
  });

  it("is previewed by the results that change, and by what is not understood now and was before", () => {
    const before = {
      ...reconciliation([resultRow(), resultRow({ client: "Adatum", outcome: "matched" })]),
      tableIssues: [{ cell: "Rules!B3", message: "old" }],
    };
    const after = {
      ...reconciliation([
        resultRow({ outcome: "matched", expectedQuantity: 38 }),
        resultRow({ client: "Adatum", outcome: "matched" }),
      ]),
      tableIssues: [
        { cell: "Rules!B3", message: "old" },
        { cell: "Rules!B2", message: "new" },
      ],
    };
    expect(previewOf(before, after)).toEqual({
      changed: [{ client: "Northwind", service: "Microsoft 365", from: "underbilled", to: "matched" }],
      totalsBefore: before.totals,
      totals: after.totals,
      issues: ["Rules!B2: new"],
    });
  });

  it("is previewed by what it leaves out, takes in, and makes worth something else", () => {
    const [left, taken, dearer] = [
      resultRow({ key: "a", service: "Setup" }),
      resultRow({ key: "b", service: "Trial" }),
      resultRow({ key: "c", service: "Yearly", impact: 264 }),
    ];
    const { changed } = previewOf(
      reconciliation([left, dearer]),
      reconciliation([taken, { ...dearer, impact: 22 }]),
    );
    expect(changed.map(({ service, from, to }) => [service, from, to])).toEqual([
      ["Setup", "underbilled", null],
      ["Trial", null, "underbilled"],
      ["Yearly", "underbilled", "underbilled"],
    ]);
  });
});
