import type { Page } from "playwright-core";
import {
  button,
  editCell,
  linesOf,
  openPage,
  reconcile,
  reconcileAgain,
  violations,
  type Bench,
} from "../bench";
import { INVOICE, MONTH, RESULTS, USAGE } from "./month";

/** Waits until the list shows the results of these clients, in this order; the list is drawn after its screen. */
async function expectListed(page: Page, clients: readonly string[]): Promise<void> {
  const rows = page.getByRole("region", { name: "Results" }).getByRole("button");
  await rows
    .filter({ hasText: clients[0] ?? "" })
    .first()
    .waitFor();
  const listed = (): Promise<readonly string[]> =>
    rows.evaluateAll((all) => all.map((row) => row.textContent.split(" · ")[0] ?? ""));
  for (let frame = 0; frame < 30 && (await listed()).join() !== clients.join(); frame += 1)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(await listed()).toEqual(clients);
}

/** Finding a result, and what the pane says when something is wrong with the workbook. */
export function listFlows(benchOf: () => Bench | null): void {
  it("sorts, groups, filters and searches the results, and chooses by keyboard", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    // By money: 88, 44, 8 and nothing.
    await expectListed(page, ["Acme Dental", "Cedar Law", "Bolt Tools", "Delta Logistics"]);
    await page.getByRole("combobox", { name: "Sort by" }).selectOption("Client");
    await expectListed(page, ["Acme Dental", "Bolt Tools", "Cedar Law", "Delta Logistics"]);
    await page.getByRole("combobox", { name: "Group by" }).selectOption("Service");
    await page.getByText("Endpoint Backup (2)", { exact: true }).waitFor();
    await expectListed(page, ["Bolt Tools", "Delta Logistics", "Acme Dental", "Cedar Law"]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Group by" }).selectOption("No groups");
    await button(page, "Overbilled 1").press("Space");
    await expectListed(page, ["Bolt Tools"]);
    await button(page, "Overbilled 1").press("Space");
    await page.getByRole("searchbox").press("l");
    await page.keyboard.type("aw micro");
    await expectListed(page, ["Cedar Law"]);
    await button(page, /^Cedar Law/).press("Enter");
    await page
      .getByText("used 9; billed 7: underbilled 2")
      .or(page.getByText("billed 7: underbilled 2"))
      .first()
      .waitFor();
    await button(page, "Back to the list").press("Enter");
    await page.getByRole("searchbox").fill("nobody");
    await page.getByText("No result matches the search and the chosen outcomes.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it("says that there is no invoice sheet, and goes on when there is one", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, { Notes: [["Remember the milk"]], Licences: USAGE });
    await button(page, "Read this workbook").click();
    const alert = page.getByRole("alert").filter({ hasText: "No invoice sheet was found." });
    await alert.getByText(/which sheet is the invoice, or put its lines on a sheet/).waitFor();
    expect(await button(page, "Reconcile").isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    for (const [r, row] of INVOICE.entries()) {
      for (const [c, value] of row.entries())
        await editCell(page, "Notes", `${String.fromCharCode(65 + c)}${r + 1}`, value);
    }
    await button(page, "Read the workbook again").click();
    await button(page, "Reconcile").click();
    await page.getByText(`Done: ${RESULTS} results.`).waitFor();
    await page.close();
  });

  it("says that there is no usage, and goes on with a usage file", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, { Invoice: INVOICE });
    await button(page, "Read this workbook").click();
    const alert = page.getByRole("alert").filter({ hasText: "No usage was found." });
    await alert.waitFor();
    expect(await button(page, "Reconcile").isDisabled()).toBe(true);
    await page.locator("input[type=file][multiple]").setInputFiles({
      name: "Portal.csv",
      mimeType: "",
      buffer: Buffer.from(USAGE.map((row) => row.join(",")).join("\n")),
    });
    await alert.waitFor({ state: "detached" });
    await button(page, "Reconcile").click();
    await button(page, /^Acme Dental/)
      .getByText("Underbilled by 4")
      .waitFor();
    await page.close();
  });

  it("says which usage rows cannot be read, and counts them once they are mended", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const broken = USAGE.map((row, i) => (i === 1 ? [...row.slice(0, 2), "forty-two"] : row));
    const page = await openPage(bench, { Invoice: INVOICE, Licences: broken });
    await button(page, "Read this workbook").click();
    await page.getByText("1 rows cannot be read.").waitFor();
    await button(page, "Reconcile").click();
    await page.getByText(/1 of them rejected with a reason/).waitFor();
    expect((await linesOf(page, "Reconcile Summary")).join("\n")).toContain("forty-two");
    await editCell(page, "Licences", "C2", 42);
    await reconcileAgain(page);
    await button(page, /^Acme Dental/)
      .getByText("Underbilled by 4")
      .waitFor();
    await page.close();
  });
}
