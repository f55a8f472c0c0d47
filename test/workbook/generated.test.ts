import fc from "fast-check";
import type { ExcelGateway } from "../../src/workbook";
import { readWorkbook, removeAnnotations, WorkbookProblem, writeReconciliation } from "../../src/workbook";
import { reconcile } from "../../src/engine";
import { contentOf, openBook, runOn, type OpenBook } from "./book";

const CLIENTS = [
  "Acme Dental",
  'Bolt "B" Ltd',
  "O'Neil & Co",
  "a*b?c~d",
  "=SUM(1)",
  "+49 GmbH",
  "-minus",
  "@home",
  "Café Nord",
];
const SERVICES = ["M365", "EDR *", "Backup ~ 100 GB"];
const line = fc.tuple(
  fc.constantFrom(...CLIENTS),
  fc.constantFrom(...SERVICES),
  fc.integer({ min: -3, max: 90 }),
  fc.constantFrom(0, 4.5, 22),
);
const used = fc.tuple(
  fc.constantFrom(...CLIENTS),
  fc.constantFrom(...SERVICES),
  fc.integer({ min: 0, max: 90 }),
);
const generated = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
  usage: fc.array(used, { minLength: 1, maxLength: 12 }),
  width: fc.integer({ min: 5, max: 60 }),
});

async function bookOf({
  lines,
  usage,
  width,
}: {
  lines: [string, string, number, number][];
  usage: [string, string, number][];
  width: number;
}): Promise<OpenBook> {
  const open = await openBook({
    Invoice: [["Client", "Service", "Quantity", "Unit price"], ...lines],
    Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
    Notes: [
      ["call them back", 1],
      ["and then", 2],
    ],
  });
  const sheet = open.host.workbook.getWorksheet("Invoice");
  if (sheet === undefined) throw new Error("The invoice was not made.");
  sheet.getColumn(1).width = width;
  sheet.getCell("C2").fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FF00FF00" } };
  sheet.getCell("D2").numFmt = "#,##0.00";
  sheet.addConditionalFormatting({
    ref: "C2:C20",
    rules: [{ type: "expression", priority: 1, formulae: ["$C2>50"], style: { font: { bold: true } } }],
  });
  return open;
}

/** Everything that has to be as before: cells, styles, widths, formats, tables, names and sheets. */
function pictureOf(open: OpenBook): unknown {
  const { workbook } = open.host;
  return [
    contentOf(open),
    workbook.definedNames.model,
    workbook.worksheets.map((sheet) => {
      const model = sheet.model as unknown as Record<string, unknown>;
      const styles: unknown[] = [];
      sheet.eachRow((row) => {
        row.eachCell((cell) => styles.push([cell.address, cell.style]));
      });
      return [sheet.name, sheet.state, model.cols, model.conditionalFormattings, model.tables, styles];
    }),
  ];
}

describe("generated workbooks", () => {
  it("are given back exactly when annotations are removed, also after two runs", async () => {
    await fc.assert(
      fc.asyncProperty(generated, async (input) => {
        const open = await bookOf(input);
        const before = JSON.stringify(pictureOf(open));
        await runOn(open);
        await runOn(open);
        await removeAnnotations(open.gateway);
        expect(JSON.stringify(pictureOf(open))).toBe(before);
      }),
      { numRuns: 15 },
    );
  });

  it("show live quantities that agree with the engine, and differ after a second run in the log only", async () => {
    await fc.assert(
      fc.asyncProperty(generated, async (input) => {
        const open = await bookOf(input);
        const { results } = await runOn(open);
        const byKey = new Map(results.map((result) => [result.key, result]));
        results.forEach((_, i) => {
          const result = byKey.get(String(open.host.valueAt("Discrepancies", `T${i + 2}`)));
          expect(open.host.valueAt("Discrepancies", `D${i + 2}`)).toBe(result?.billedQuantity);
        });
        const before = contentOf(open, ["Reconcile Log"]);
        await runOn(open, "2026-06-20T08:00:00Z");
        expect(contentOf(open, ["Reconcile Log"])).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });
});

describe("unusual workbooks", () => {
  const lines: [string, string, number, number][] = [["Acme Dental", "M365", 38, 22]];
  const usage: [string, string, number][] = [["Acme Dental", "M365", 42]];

  it("with 200 sheets are reconciled like any other", async () => {
    const notes = Object.fromEntries(
      Array.from({ length: 198 }, (_, i) => [`Note ${i}`, [["nothing here", i]]]),
    );
    const open = await openBook({
      ...notes,
      Invoice: [["Client", "Service", "Quantity", "Unit price"], ...lines],
      Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
    });
    expect((await runOn(open)).results).toMatchObject([{ outcome: "underbilled", difference: 4 }]);
  });

  it("with sheet names of 31 characters and quotes are highlighted", async () => {
    const name = "It's an invoice of 31 characters".slice(0, 31);
    const open = await openBook({
      [name]: [["Client", "Service", "Quantity", "Unit price"], ...lines],
      Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
    });
    await runOn(open);
    expect(open.host.highlights(name, "C2")).toEqual(["#FFE2B8"]);
  });

  it("with a protected sheet that must be written give one clear message, and the user's cells stay", async () => {
    const open = await bookOf({ lines, usage, width: 20 });
    await open.host.workbook.getWorksheet("Invoice")?.protect("secret", {});
    const before = open.host.valueAt("Invoice", "C2");
    const problem = await runOn(open).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(WorkbookProblem);
    expect((problem as WorkbookProblem).code).toBe("AccessDenied");
    expect((problem as WorkbookProblem).message).toContain("Unprotect the sheet and run again");
    expect(open.host.valueAt("Invoice", "C2")).toBe(before);
  });

  it("being edited are left alone until the cell is finished", async () => {
    const open = await bookOf({ lines, usage, width: 20 });
    const read = await readWorkbook(open.gateway);
    open.host.isEditing = true;
    const gateway: ExcelGateway = open.gateway;
    const found = reconcile(read.snapshot, { now: "2026-06-02T08:00:00Z" });
    await expect(writeReconciliation(gateway, read, found, { who: "x" })).rejects.toThrow(
      "Press Enter or Esc",
    );
  });
});
