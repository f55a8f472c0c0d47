import { button, choose, openPage, reconcileAgain, reload, tab, violations, type Bench } from "../bench";
import { ACME, INVOICE, USAGE } from "./month";

const PURCHASED = USAGE.map((row, i) =>
  i === 0 ? ["Customer", "Product", "Quantity", "In use"] : [...row.slice(0, 2), 50, ...row.slice(2)],
);

/** Correcting what was recognised, and finding it remembered. */
export function layoutFlows(benchOf: () => Bench | null): void {
  it("says why, takes another column, remembers it in the file and forgets it on one press", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, { Invoice: INVOICE, Licences: PURCHASED });
    await button(page, "Read this workbook").click();
    const quantity = page.getByLabel("Column of quantity in Licences");
    await page.getByText("Usage: Licences").click();
    await page.getByText(/^Because it has quantities or items without invoice prices/).waitFor();
    await quantity.selectOption("In use");

    await page.getByText(/"In use" is its quantity, as you corrected on \d{4}-\d{2}-\d{2}/).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, "Reconcile").click();
    await page.getByText("Done: 4 results.").waitFor();
    await choose(page, ACME);
    await page.getByText("billed 38: underbilled 4").waitFor();

    await reload(page);
    await button(page, "Read this workbook").click();
    await page.getByText("Usage: Licences").click();
    await page.getByText(/"In use" is its quantity, as you corrected on/).waitFor();
    expect(await quantity.locator("option:checked").textContent()).toBe("In use");
    await button(page, "Forget what was corrected").click();
    await page.getByText(/"In use" is its quantity/).waitFor({ state: "detached" });
    expect(await quantity.locator("option:checked").textContent()).toBe("Quantity");
    await page.close();
  });

  it("finds the header row that a person names, sets the sheet aside and takes it in again", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, {
      Invoice: INVOICE,
      Licences: [["Kundschaft 7"], ["Wer", "Was", "Stand"], ...USAGE.slice(1)],
    });
    await button(page, "Read this workbook").click();
    await page.getByText("No usage was found.").waitFor();
    await page.getByText("Not used: Licences").click();
    await page.getByLabel("Header row of Licences").fill("1");
    await page.getByLabel("Header row of Licences").press("Enter");
    await page.getByText(/Row 1 of Licences cannot name columns/).waitFor();
    await page.getByLabel("Header row of Licences").fill("2");
    await page.getByLabel("Header row of Licences").press("Enter");
    await page.getByLabel("Column of client in Licences").selectOption("Wer");
    await page.getByText(/"Wer" is its client/).waitFor();
    await page.getByLabel("Column of product in Licences").selectOption("Was");
    await page.getByText(/"Was" is its product/).waitFor();
    await page.getByLabel("Column of quantity in Licences").selectOption("Stand");
    await page.getByText(/"Stand" is its quantity/).waitFor();
    await page.getByText("Usage: Licences").waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, "Reconcile").click();
    await page.getByText("Done: 4 results.").waitFor();
    await tab(page, "Reconcile").click();
    await page.getByText("Usage: Licences").click();
    await page.getByLabel("Role of Licences").selectOption("Not used");
    await page.getByText("No usage was found.").waitFor();
    await page.getByLabel("Role of Licences").selectOption("Usage");
    await page.getByText("No usage was found.").waitFor({ state: "detached" });
    await reconcileAgain(page);
    await page.close();
  });
}
