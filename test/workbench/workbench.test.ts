import type { Locator, Page } from "playwright-core";
import type { RemoteHost } from "../../src/host/browser";
import {
  button,
  closeLeftPages,
  retryOnce,
  fillAt,
  newPage,
  startBench,
  stopBench,
  tab,
  valueAt,
  violations,
  type Bench,
} from "./bench";

/** The workbook behind the grid, as the page offers it to checks. */
declare const embeddedHost: RemoteHost["calls"];

retryOnce();

let bench: Bench | null = null;

beforeAll(async () => {
  bench = await startBench();
}, 120_000);
afterEach(() => closeLeftPages(bench));
afterAll(() => stopBench(bench));

/** A page of the workbench in which nothing fails unseen; `null` where the browser does not run. */
async function openPage(): Promise<{ page: Page; failures: string[] } | null> {
  if (bench === null) return null;
  const page = await newPage(bench, 1400, 850);
  page.setDefaultTimeout(100_000);
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(bench.served.address);
  await button(page, "Read this workbook").waitFor();
  return { page, failures };
}

async function reconcile(page: Page): Promise<void> {
  await button(page, "Read this workbook").click();
  await button(page, "Reconcile").click();
  await page.getByText("Done: 324 results.").waitFor();
  await gridFollowed(page);
}

/** The grid shows what the add-in wrote: it is made anew once a run is through. */
const gridFollowed = (page: Page): Promise<void> => page.locator("[aria-busy=false]").waitFor();

const selection = (page: Page): Promise<unknown> => page.evaluate(() => embeddedHost.getSelection());

/** Types into the selected cell of the grid. */
async function type(page: Page, text: string): Promise<void> {
  // As the Tab key gives it; what a script asks for is refused while the person works in the pane.
  await page.locator(".ic-workbook-container").evaluate((element: HTMLElement) => {
    HTMLElement.prototype.focus.call(element);
  });
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

const SCREENS = ["Reconcile", "Results", "Mappings", "Rules", "History"];

/** Reaches a control with the Tab key and presses a key on it. */
async function pressKey(page: Page, target: Locator, key = "Enter", way = "Tab"): Promise<void> {
  // A control that waits for something cannot be reached yet.
  await (await target.elementHandle()).waitForElementState("enabled");
  const hasFocus = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 200 && !(await hasFocus()); step += 1) await page.keyboard.press(way);
  expect(await hasFocus()).toBe(true);
  await page.keyboard.press(key);
}

const INVOICE = "Invoice May 2026";
/** Delta Dental Group has 4 servers and is billed 1, on row 30: the sample's largest discrepancy. */
const LARGEST = {
  row: /Delta Dental Group · Managed Server/,
  cell: "E30",
  at: { firstRow: 29, firstColumn: 4 },
};

describe("the pane in a browser", () => {
  it.each(["light", "dark", "contrast"])(
    "has no accessibility violation on any screen (%s)",
    async (theme) => {
      if (bench === null) return;
      const page = await newPage(bench, 270, 700);
      await page.goto(`${bench.served.address}/preview.html?theme=${theme}&locale=en-US`);
      await button(page, "Read this workbook").waitFor();
      expect(await violations(page, "#pane")).toEqual([]);
      await button(page, "Read this workbook").click();
      await button(page, "Reconcile").click();
      await page.getByText(/^Done:/).waitFor();
      for (const screen of SCREENS) {
        await tab(page, screen).click();
        await page.getByText("Loading").waitFor({ state: "detached" });
        expect([screen, await violations(page, "#pane")]).toEqual([screen, []]);
      }
      await tab(page, "Results").click();
      await button(page, /USD/).first().click();
      await page.getByRole("combobox", { name: "Decision" }).waitFor();
      expect(await violations(page, "#pane")).toEqual([]);
      await page.close();
    },
  );
});

describe("the workbench", () => {
  it("lets a person reconcile, find a discrepancy and land on its cell", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page, failures } = opened;
    await reconcile(page);
    await page.getByRole("searchbox").fill("delta dental");
    await button(page, /^Underbilled/).click();
    await button(page, LARGEST.row).click();
    await page.getByText("4 distinct Serial Number; billed 1: underbilled 3").waitFor();
    expect(await selection(page)).toMatchObject({ sheet: INVOICE, area: LARGEST.at });
    expect(await fillAt(page, INVOICE, LARGEST.cell)).toBe("#FFE2B8");
    expect(failures).toEqual([]);
    await page.close();
  });

  it("clears the highlight and resolves the row when the person corrects the cell in the grid", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await reconcile(page);
    await button(page, LARGEST.row).click();
    await page.getByText("billed 1: underbilled 3").waitFor();
    await type(page, "4");
    // Enter moves on to the cell below, and the pane with it.
    await page.keyboard.press("ArrowUp");
    await page.getByText("4 distinct Serial Number; billed 4: matched").waitFor();
    expect(await valueAt(page, INVOICE, LARGEST.cell)).toBe(4);
    expect(await fillAt(page, INVOICE, LARGEST.cell)).toBeNull();
    await page.close();
  });

  it("applies an update, puts it back, and shows the row of a cell that is chosen in the grid", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await reconcile(page);
    await button(page, LARGEST.row).click();
    await button(page, "Change row 30 from 1 to 4").click();
    await expect(
      page.waitForFunction(async () => (await embeddedHost.valueAt("Invoice May 2026", "E30")) === 4),
    ).resolves.toBeTruthy();
    await tab(page, "History").click();
    await button(page, "Put back").click();
    await page.waitForFunction(async () => (await embeddedHost.valueAt("Invoice May 2026", "E30")) === 1);
    await tab(page, "Results").click();
    await page.locator(".ic-workbook-container").focus();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("heading", { name: "Delta Dental Group · Managed Workstation" }).waitFor();
    await page.close();
  });

  it("confirms a suggestion and counts its usage", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await reconcile(page);
    await tab(page, "Mappings").click();
    await page.getByRole("checkbox", { name: /deltaarchitects\.example/ }).check();
    await button(page, "Confirm 1 and reconcile again").click();
    await page.getByRole("checkbox", { name: /deltaarchitects/ }).waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: /harbordentalgroup/ }).waitFor();
    await page.close();
  });

  it("shows what a rule would do to the month before it is saved, and reconciles with it", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await reconcile(page);
    await tab(page, "Rules").click();
    await page.getByLabel("Rule", { exact: true }).selectOption({ label: "Managed Server" });
    // Every client has fewer than 5 servers and would be billed for 5.
    await page.getByLabel("Minimum", { exact: true }).fill("5");
    await button(page, "Show the effect").click();
    await page.getByText("Delta Logistics Inc. · Managed Server: Overbilled → Underbilled").waitFor();
    expect(await valueAt(page, "Rules", "E3")).toBe("");
    await button(page, "Save and reconcile again").click();
    await page.waitForFunction(async () => (await embeddedHost.valueAt("Rules", "E3")) === 5);
    await tab(page, "Results").click();
    await page.getByRole("searchbox").fill("delta logistics managed server");
    await button(page, /Underbilled by 1/).waitFor();
    await page.close();
  });

  it("removes the annotations again", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    const sheets = (): Promise<readonly string[]> => page.evaluate(() => embeddedHost.sheetNames());
    const before = await sheets();
    await reconcile(page);
    expect(await sheets()).toContain("Discrepancies");
    await tab(page, "History").click();
    await button(page, "Remove annotations").click();
    await button(page, "Reconcile").waitFor();
    expect(await sheets()).toEqual(before);
    expect(await fillAt(page, INVOICE, LARGEST.cell)).toBeNull();
    await page.close();
  });

  it("opens a person's own workbook, and keeps the open one when a file is none", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    const file = page.getByLabel("Workbook file");
    await file.setInputFiles({ name: "notes.xlsx", mimeType: "", buffer: Buffer.from("not a workbook") });
    await page.getByText("notes.xlsx: The file is not an Excel workbook.").waitFor();
    await file.setInputFiles("assets/samples/seats-38-42.xlsx");
    await page.getByText("seats-38-42.xlsx", { exact: true }).waitFor();
    await button(page, "Read this workbook").click();
    await button(page, "Reconcile").click();
    await page.getByText("Done: 3 results.").waitFor();
    await page.close();
  });

  it("says what happened when the workbook fails, and recovers", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await button(page, "Read this workbook").click();
    await button(page, "Reconcile").waitFor();
    // Reading takes some requests, so this one is in the middle of writing.
    await page.evaluate(() => embeddedHost.failRequest(15, "before"));
    await button(page, "Reconcile").click();
    await page.getByText("The reconciliation did not finish.").waitFor();
    await button(page, "Reconcile").click();
    await page.getByText("Done: 324 results.").waitFor();
    await page.close();
  });

  it("stops a run when the person cancels, with the workbook as it was", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await button(page, "Read this workbook").click();
    await button(page, "Reconcile").waitFor();
    await page.evaluate(() => embeddedHost.holdRequests());
    await button(page, "Reconcile").click();
    await button(page, "Cancel").click();
    await button(page, "Reconcile").waitFor();
    await page.evaluate(() => embeddedHost.answerHeld());
    const names = await page.evaluate(() => embeddedHost.sheetNames());
    expect(names).not.toContain("Discrepancies");
    await page.close();
  });

  it("gives the grid the focus that it asks for while the person works in it, and not while they use the pane", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    const keys = page.locator(".ic-workbook-container");
    const hasFocus = (target: Locator): Promise<boolean> =>
      target.evaluate((element) => element === document.activeElement);
    // What the grid does each time it draws itself.
    const ask = (): Promise<void> =>
      keys.evaluate((element: HTMLElement) => {
        element.focus({ preventScroll: true });
      });
    const chosen = tab(page, "Connections");
    await chosen.click();
    await ask();
    expect(await hasFocus(chosen)).toBe(true);
    // The grid is made anew for this change.
    await page.evaluate(() => embeddedHost.editCell("Invoice May 2026", "E30", 2));
    await gridFollowed(page);
    await ask();
    expect(await hasFocus(chosen)).toBe(true);
    await page
      .locator("canvas")
      .first()
      .click({ position: { x: 200, y: 200 } });
    expect(await hasFocus(keys)).toBe(true);
    await chosen.evaluate((element) => {
      element.focus();
    });
    await ask();
    expect(await hasFocus(keys)).toBe(true);
    await page.close();
  });

  it("can be worked by keyboard alone", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    await tab(page, "Reconcile").focus();
    await pressKey(page, button(page, "Read this workbook"));
    await button(page, "Reconcile").waitFor();
    await tab(page, "Reconcile").focus();
    await pressKey(page, button(page, "Reconcile"));
    await page.getByText("Done: 324 results.").waitFor();
    await gridFollowed(page);
    await tab(page, "Results").focus();
    await pressKey(page, button(page, /^Underbilled/), "Space");
    await pressKey(page, page.getByRole("searchbox"), "d");
    await page.keyboard.type("elta dental");
    await tab(page, "Results").focus();
    await pressKey(page, button(page, LARGEST.row));
    await page.getByText("billed 1: underbilled 3").waitFor();
    expect(await selection(page)).toMatchObject({ area: LARGEST.at });
    // The grid is made anew to show the cell, and asks for the focus while it does.
    await page.getByText(LARGEST.cell, { exact: true }).waitFor();
    await tab(page, "Results").focus();
    await pressKey(page, button(page, "Change row 30 from 1 to 4"));
    await page.waitForFunction(async () => (await embeddedHost.valueAt("Invoice May 2026", "E30")) === 4);
    const choose = async (from: string, steps: number): Promise<void> => {
      await tab(page, from).focus();
      for (let step = 0; step < steps; step += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
    };
    await choose("Results", 1);
    await pressKey(page, page.getByRole("checkbox", { name: /deltaarchitects/ }), "Space");
    await pressKey(page, button(page, "Confirm 1 and reconcile again"));
    await page.getByRole("checkbox", { name: /deltaarchitects/ }).waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: /harbordentalgroup/ }).waitFor();
    await gridFollowed(page);
    await choose("Mappings", 2);
    await pressKey(page, button(page, "Remove annotations"));
    await button(page, "Reconcile").waitFor();
    await page.close();
  });

  it("can be corrected, cancelled, recovered and given another workbook by keyboard alone", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page } = opened;
    const start = (): Promise<void> => tab(page, "Reconcile").focus();
    await start();
    await pressKey(page, button(page, "Read this workbook"));
    await button(page, "Reconcile").waitFor();
    await page.evaluate(() => embeddedHost.failRequest(15, "before"));
    await start();
    await pressKey(page, button(page, "Reconcile"));
    await page.getByText("The reconciliation did not finish.").waitFor();
    await start();
    await page.evaluate(() => embeddedHost.holdRequests());
    await pressKey(page, button(page, "Reconcile"));
    await pressKey(page, button(page, "Cancel"));
    await button(page, "Reconcile").waitFor();
    await page.evaluate(() => embeddedHost.answerHeld());
    await start();
    await pressKey(page, button(page, "Reconcile"));
    await page.getByText("Done: 324 results.").waitFor();
    await gridFollowed(page);
    await tab(page, "Results").focus();
    await pressKey(page, button(page, LARGEST.row));
    await page.getByText("billed 1: underbilled 3").waitFor();
    await page.getByText(LARGEST.cell, { exact: true }).waitFor();
    // Backwards, because the formula bar before the grid takes the Tab key for itself.
    await tab(page, "Results").focus();
    await pressKey(page, page.locator(".ic-workbook-container"), "4", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.getByText("4 distinct Serial Number; billed 4: matched").waitFor();
    const choosing = page.waitForEvent("filechooser");
    await start();
    await pressKey(page, button(page, "Open workbook…"));
    await (await choosing).setFiles("assets/samples/seats-38-42.xlsx");
    await page.getByText("seats-38-42.xlsx", { exact: true }).waitFor();
    await page.close();
  });

  it("reads a usage file of 300,000 rows beside the sheets, without holding up the page", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page, failures } = opened;
    await button(page, "Read this workbook").click();
    await button(page, "Reconcile").waitFor();
    const row = "Nobody Known Ltd,Some Product,1\n";
    const csv = `Client,Product,Quantity\n${row.repeat(300_000)}`;
    await page
      .locator("input[type=file][multiple]")
      .setInputFiles({ name: "Vendor export.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.getByText("Vendor export.csv, 9.6 MB").waitFor();
    await button(page, "Reconcile").click();
    // The sample's 324 results stay what they are; the client of the file is not billed and waits to be mapped.
    await page.getByText("Done: 324 results.").waitFor();
    await page.getByText(/^Complete: 30\d,\d{3} rows|^Complete: 30\d{4} rows/).waitFor();
    await tab(page, "Mappings").click();
    await page.getByText("Nobody Known Ltd (Vendor export)").first().waitFor();
    expect(failures).toEqual([]);
    await page.close();
  });

  it("decides several results at once, updates their cells and puts all back", async () => {
    const opened = await openPage();
    if (opened === null) return;
    const { page, failures } = opened;
    await reconcile(page);
    await button(page, /^Underbilled \d+$/).click();
    await page
      .getByRole("checkbox", { name: /^Choose / })
      .first()
      .click();
    await page
      .getByRole("checkbox", { name: /^Choose / })
      .nth(1)
      .click();
    const group = page.getByRole("group", { name: "2 chosen" });
    await group.getByRole("combobox", { name: "Decision" }).selectOption("Update invoice");
    const lines = await group.getByRole("listitem").allTextContents();
    expect(lines.length).toBeGreaterThanOrEqual(2);
    await group.getByRole("button", { name: "Save for 2 results" }).click();
    await group.getByRole("button", { name: `Change ${lines.length} invoice quantities` }).click();
    await tab(page, "History").click();
    await button(page, `Put all ${lines.length} back`).waitFor();
    const invoice = (): Promise<unknown> =>
      page.evaluate(async (name) => (await embeddedHost.valuesOf(name)).map(String).join("\n"), INVOICE);
    const changed = await invoice();
    await button(page, `Put all ${lines.length} back`).click();
    await page.getByText("No invoice quantity was changed in this run.").waitFor();
    expect(await invoice()).not.toEqual(changed);
    expect(failures).toEqual([]);
    await page.close();
  });
});
