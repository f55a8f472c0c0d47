import {
  button,
  choose,
  editCell,
  linesOf,
  openPage,
  reconcile,
  reconcileAgain,
  reload,
  tab,
  violations,
  waitForValue,
  type Bench,
} from "../bench";
import { ACME, BOLT, CEDAR, INVOICE, MONTH, RESULTS, USAGE } from "./month";

/** Deciding results one by one and together, and putting back. */
export function decisionFlows(benchOf: () => Bench | null): void {
  it("accepts with a reason and an end, and opens again when the difference grows", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await choose(page, ACME);
    await page.getByRole("combobox", { name: "Decision" }).selectOption("Accept");
    await page.getByLabel("Reason").fill("Four test accounts");
    await page.getByLabel("Accepted until").fill("2099-12-31");
    expect(await violations(page)).toEqual([]);
    await button(page, "Save decision").click();
    await waitForValue(page, "Discrepancies", "N2", "Four test accounts");
    await reconcileAgain(page);
    await page
      .getByText(/^Accepted/)
      .first()
      .waitFor();
    expect(await linesOf(page, "Reconcile Log")).toContainEqual(
      expect.stringMatching(/accept \| acme dental\|.*Four test accounts/),
    );
    await editCell(page, "Licences", "C2", 45);
    await page.getByText("The difference is larger than when it was accepted.").waitFor();
    await reconcileAgain(page);
    await page.getByText("The difference is larger than when it was accepted.").waitFor();
    await page.getByText(/^Underbilled by 7/).waitFor();
    await page.close();
  });

  it("follows up with an owner, a note and a due date, and says when it is overdue, also after a reload", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await choose(page, BOLT);
    await page.getByRole("combobox", { name: "Decision" }).selectOption("Follow up");
    await page.getByLabel("Owner").fill("Dana");
    await page.getByLabel("Due").fill("2020-01-31");
    await page.getByLabel("Note").fill("ask Bolt");
    await button(page, "Save decision").click();
    await page.getByText("This follow-up is past its due date.").waitFor();
    expect(await violations(page)).toEqual([]);
    await reload(page);
    await reconcile(page, RESULTS);
    await choose(page, BOLT);
    expect(await page.getByLabel("Owner").inputValue()).toBe("Dana");
    expect(await page.getByLabel("Due").inputValue()).toBe("2020-01-31");
    expect(await page.getByLabel("Note").inputValue()).toBe("ask Bolt");
    await page.close();
  });

  it("decides to fix a mapping, maps the name and finds the row matched on the next run", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const usage = USAGE.map((row, i) => (i === 1 ? ["Acme Dntl Holding", ...row.slice(1)] : row));
    const page = await openPage(bench, { Invoice: INVOICE, Licences: usage });
    await reconcile(page, RESULTS);
    await choose(page, ACME);
    await page.getByRole("combobox", { name: "Decision" }).selectOption("Fix mapping");
    await button(page, "Save decision").click();
    await tab(page, "Mappings").click();
    await page.getByRole("checkbox", { name: "Acme Dntl Holding (Licences)" }).check();
    await page.getByLabel("Map Acme Dntl Holding to").fill("Acme Dental");
    expect(await violations(page)).toEqual([]);
    await button(page, "Confirm 1 and reconcile again").click();
    await page.getByText("Every client and product is mapped.").waitFor();
    await tab(page, "Results").click();
    await page.getByText("billed 38: underbilled 4").waitFor();
    expect(await page.getByRole("combobox", { name: "Decision" }).inputValue()).toBe("Fix mapping");
    await page.close();
  });

  it("lists before applying what will not be changed and why, applies the rest and says how many", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await editCell(page, "Invoice", "D4", "=3+4");
    await button(page, /^Underbilled \d+$/).click();
    await button(page, "Choose all 2 shown").click();
    const group = page.getByRole("group", { name: "2 chosen" });
    await group.getByRole("combobox", { name: "Decision" }).selectOption("Update invoice");
    await group
      .getByText(
        "Will not be changed: row 4 is calculated by a formula, which was kept; change what it refers to.",
      )
      .waitFor();
    expect(await group.getByRole("listitem").allTextContents()).toEqual([
      expect.stringContaining("Change row 4 from 7 to 9"),
      expect.stringContaining("Change row 2 from 38 to 42"),
    ]);
    expect(await violations(page)).toEqual([]);
    await group.getByText("1 of 2 quantities will not be changed, for the reasons above.").waitFor();
    await group.getByRole("button", { name: "Save for 2 results" }).click();
    await group.getByRole("button", { name: "Change 1 invoice quantities" }).click();
    await waitForValue(page, "Invoice", "D2", 42);
    await page.getByText("1 of 1 invoice quantities were changed.").waitFor();
    await waitForValue(page, "Invoice", "D4", 7);
    await page.close();
  });

  it("puts one back and all back after the pane was closed and rows were moved", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await button(page, "Choose all 4 shown").click();
    const group = page.getByRole("group", { name: "4 chosen" });
    await group.getByRole("combobox", { name: "Decision" }).selectOption("Update invoice");
    await group.getByRole("button", { name: "Change 3 invoice quantities" }).click();
    await page.getByText("3 of 3 invoice quantities were changed.").waitFor();
    // Two rows change places, as when a person sorts.
    for (const [column, one, other] of [
      ["A", "Cedar Law", "Acme Dental"],
      ["B", "AGR-3", "AGR-1"],
      ["D", 9, 42],
    ] as const) {
      await editCell(page, "Invoice", `${column}2`, one);
      await editCell(page, "Invoice", `${column}4`, other);
    }
    await reload(page);
    await reconcile(page, RESULTS);
    await tab(page, "History").click();
    const earlier = page.getByRole("region", { name: "Changed in earlier sessions" });
    await earlier.getByText(/Acme Dental .* 38 → 42/).waitFor();
    expect(await violations(page)).toEqual([]);
    await earlier
      .getByRole("listitem")
      .filter({ hasText: "Bolt Tools" })
      .getByRole("button", { name: "Put back" })
      .click();
    await waitForValue(page, "Invoice", "D3", 12);
    await button(earlier, "Put all 2 back").click();
    await waitForValue(page, "Invoice", "D4", 38);
    await waitForValue(page, "Invoice", "D2", 7);
    await page.getByText("2 of 2 invoice quantities were put back.").waitFor();
    await earlier.waitFor({ state: "detached" });
    await tab(page, "Results").click();
    await button(page, CEDAR).getByText("Underbilled by 2").waitFor();
    await page.close();
  });
}
