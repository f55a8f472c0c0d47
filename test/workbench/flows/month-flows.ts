import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import {
  button,
  editCell,
  linesOf,
  openPage,
  reconcile,
  reconcileAgain,
  tab,
  valueAt,
  violations,
  type Bench,
} from "../bench";
import { ACME, INVOICE, MONTH, RESULTS, USAGE } from "./month";

const M365 = "Microsoft 365 Business Premium";

/** Months, usage files and rules. */
export function monthFlows(benchOf: () => Bench | null): void {
  it("compares a second month in the same workbook with the first: recovered, still open, new", async () => {
    const bench = benchOf();
    if (bench === null) return;
    // Acme's invoice follows usage in June, Cedar's does not, and Delta uses one more than before.
    const billed: Readonly<Record<string, number>> = { "AGR-1": 42 };
    const june = INVOICE.map((row, i) =>
      i === 0
        ? row
        : [
            ...row.slice(0, 3),
            billed[String(row[1])] ?? row[3] ?? 0,
            row[4] ?? 0,
            "2026-06-01",
            "2026-06-30",
          ],
    );
    const page = await openPage(bench, { "Invoice May": INVOICE, "Invoice June": june, Licences: USAGE });
    await button(page, "Read this workbook").click();
    await page.getByLabel("First day").fill("2026-05-01");
    await page.getByLabel("Last day").fill("2026-05-31");
    await button(page, "Reconcile").click();
    await page.getByText(`Done: ${RESULTS} results.`).waitFor();
    expect(await linesOf(page, "Reconcile Summary")).toContain("No earlier run to compare with.");
    await editCell(page, "Licences", "C5", 6);
    await tab(page, "Reconcile").click();
    await page.getByLabel("First day").fill("2026-06-01");
    await page.getByLabel("Last day").fill("2026-06-30");
    await reconcileAgain(page);
    const lines = await linesOf(page, "Reconcile Summary");
    const from = lines.findIndex((line) => line.startsWith("Month over month"));
    expect(lines.slice(from + 1, from + 6)).toEqual([
      expect.stringMatching(/^Compared with the run of .* for 2026-05-01 to before 2026-06-01$/),
      "Recovered: billed now | 1 | 88 | 0",
      "Settled otherwise | 0",
      "Still open | 2 | 44 | 8",
      "New | 1 | 4 | 0",
    ]);
    await page.close();
  });

  it.each(["csv.gz", "parquet"])("counts usage of a picked .%s file beside the sheets", async (ending) => {
    const bench = benchOf();
    if (bench === null) return;
    const clients = ["Acme Dental", "Acme Dental", "Cedar Law"];
    const rows = clients.map((client, i) => `${client},${M365},${i + 1}`).join("\n");
    const bytes =
      ending === "parquet"
        ? Buffer.from(
            parquetWriteBuffer({
              columnData: [
                { name: "Client", data: clients, type: "STRING" },
                { name: "Product", data: clients.map(() => M365), type: "STRING" },
                { name: "Quantity", data: [1, 2, 3], type: "DOUBLE" },
              ],
            }),
          )
        : gzipSync(`Client,Product,Quantity\n${rows}\n`);
    const page = await openPage(bench, { Invoice: INVOICE, Licences: USAGE.filter((_, i) => i !== 1) });
    await button(page, "Read this workbook").click();
    await button(page, "Reconcile").waitFor();
    await page
      .locator("input[type=file][multiple]")
      .setInputFiles({ name: `More seats.${ending}`, mimeType: "", buffer: bytes });
    await page.getByText(new RegExp(`^More seats\\.${ending}, `)).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, "Reconcile").click();
    await page.getByText(`Done: ${RESULTS} results.`).waitFor();
    // 1 + 2 for Acme, who is on no sheet; 9 + 3 for Cedar.
    await button(page, ACME).getByText("Overbilled by 35").waitFor();
    await button(page, /^Cedar Law/)
      .getByText("Underbilled by 5")
      .waitFor();
    await tab(page, "Reconcile").click();
    await button(page, `Remove More seats.${ending}`).click();
    await reconcileAgain(page);
    await button(page, /^Cedar Law/)
      .getByText("Underbilled by 2")
      .waitFor();
    await page.close();
  });

  it("leaves the month as it is when a rule's effect was only looked at", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await tab(page, "Rules").click();
    await page.getByLabel("Rule", { exact: true }).selectOption({ label: M365 });
    await page.getByLabel("Included", { exact: true }).fill("4");
    await button(page, "Show the effect").click();
    await page.getByText(`Acme Dental · ${M365}: Underbilled → Matched`).waitFor();
    expect(await violations(page)).toEqual([]);
    const rules = await linesOf(page, "Rules");
    await tab(page, "Results").click();
    await button(page, ACME).getByText("Underbilled by 4").waitFor();
    await tab(page, "Rules").click();
    await page.getByLabel("Rule", { exact: true }).selectOption({ label: M365 });
    expect(await page.getByLabel("Included", { exact: true }).inputValue()).toBe("");
    expect(rules.join("\n")).not.toContain("| 4");
    await page.getByLabel("Included", { exact: true }).fill("4");
    await button(page, "Save and reconcile again").click();
    await tab(page, "Results").click();
    await button(page, ACME).getByText("Matched").waitFor();
    expect(await valueAt(page, "Discrepancies", "A2")).not.toBe("Acme Dental");
    await page.close();
  });
}
