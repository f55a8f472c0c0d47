import type { Locator, Page } from "playwright-core";
import type { RemoteHost } from "../../src/host/browser";
import { startConnected, type Connected } from "../vendors/connected";
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
} from "../workbench/bench";

/** The workbook behind the grid, as the page offers it to checks. */
declare const embeddedHost: RemoteHost["calls"];

retryOnce();

let bench: Bench | null = null;
let connected: Connected | null = null;

/** The page's origin as the relay is told it. */
const originOf = ({ served }: Bench): string => served.address.replace("127.0.0.1", "localhost");

beforeAll(async () => {
  bench = await startBench();
  if (bench !== null) connected = await startConnected({ origins: [originOf(bench)] });
}, 120_000);

afterEach(() => closeLeftPages(bench));
afterAll(async () => {
  await stopBench(bench);
  await connected?.stop();
});

async function pair(page: Page, token: string): Promise<void> {
  await page.getByLabel("Pairing token").fill(token);
  await button(page, "Pair").click();
}

/** Everything that the workbook and the page's storage hold, to search it for secrets. */
function keptBy(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const names = await embeddedHost.sheetNames();
    const sheets = await Promise.all(
      names.map(async (name) => JSON.stringify(await embeddedHost.valuesOf(name))),
    );
    const bytes = await embeddedHost.save();
    return [
      ...sheets,
      new TextDecoder("latin1").decode(bytes),
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      document.cookie,
    ].join("\n");
  });
}

describe("connected systems", () => {
  it("are paired, fetched, reconciled, written and reviewed", async () => {
    if (bench === null || connected === null) return;
    const page = await newPage(bench, 1400, 900);
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    const query = new URLSearchParams({ relay: connected.address, microsoft: connected.microsoft });
    await page.goto(`${originOf(bench)}/?${query.toString()}`);
    await tab(page, "Connections").click();

    await pair(page, "not-the-token");
    await page.getByText("The relay does not know this pane.").waitFor();
    await pair(page, connected.token);
    await page.getByText(`Paired with ${connected.address}.`).waitFor();

    const card = (name: string): Locator => page.getByRole("group", { name, exact: true });
    await page.getByLabel("First day").fill("2026-11-01");
    await page.getByLabel("Last day").fill("2026-11-30");
    await button(card("Huntress"), "Test").click();
    await card("Huntress").getByText("Signed in to Huntress as MSP of the simulator.").waitFor();
    for (const [name, rows] of [
      ["ConnectWise PSA", 42],
      ["Pax8", 12],
      ["NinjaOne", 175],
    ] as const) {
      await button(card(name), "Fetch").click();
      await card(name).getByText(`${rows} rows, fetched`).waitFor();
      expect(await card(name).getByText("Simulator: invented data").isVisible()).toBe(true);
    }
    // Microsoft is asked by the page itself, tenant by tenant; its licences are tested here and not taken twice.
    await button(card("Microsoft 365"), "Test").click();
    await card("Microsoft 365").getByText("Signed in to Microsoft 365 as MSP of the simulator.").waitFor();
    await button(card("Pax8"), "Keep it as a sheet").click();
    await card("Pax8").getByText("In the workbook as sheet Pax8").waitFor();

    expect(await violations(page)).toEqual([]);

    await tab(page, "Reconcile").click();
    await button(page, "Reconcile").click();
    await page.getByText("Done: 42 results.").waitFor();
    await page.getByText("Complete: 229 rows of 3 sources").waitFor();

    // The first company of the simulators is billed 38 seats and uses 42.
    const row = button(page, "Harbor Dental · Microsoft 365 Business Premium Underbilled by 4, 88.00 USD");
    await row.click();
    const names = await page.evaluate(() => embeddedHost.sheetNames());
    const invoice = names.find((name) => name.startsWith("ConnectWise PSA")) ?? "";
    expect([await valueAt(page, invoice, "A4"), await valueAt(page, invoice, "G4")]).toEqual([
      "Harbor Dental",
      38,
    ]);
    expect(await fillAt(page, invoice, "G4")).toMatch(/^#[0-9A-F]{6}$/i);
    await page.getByRole("button", { name: /from 38 to 42/ }).click();
    await page.waitForFunction(async (name) => (await embeddedHost.valueAt(name, "G4")) === 42, invoice);
    expect(await fillAt(page, invoice, "G4")).toBeNull();

    const kept = await keptBy(page);
    expect(kept).not.toContain(connected.token);
    expect(kept).not.toMatch(/-secret/);
    expect(failures).toEqual([]);
    await page.close();
  });

  it("are added in the pane with their secrets typed on the relay's page, fetched and removed", async () => {
    if (bench === null || connected === null) return;
    const page = await newPage(bench, 1400, 900);
    const context = page.context();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await page.goto(`${originOf(bench)}/?${new URLSearchParams({ relay: connected.address }).toString()}`);
    await tab(page, "Connections").click();
    await pair(page, connected.token);
    await button(page, "Add a connection").click();
    await page.getByLabel("System").selectOption("Huntress");
    await page.getByLabel("Name of the connection").fill("Our Huntress");
    const simulator = connected.simulators.find(({ system }) => system === "huntress");
    await page.getByLabel("Another address (optional)").fill(simulator?.address ?? "");
    await button(page, "Go on").click();

    const opening = context.waitForEvent("page");
    await page.getByRole("link", { name: "Open the relay's page" }).click();
    const form = await opening;
    const refused: string[] = [];
    form.on("console", (message) => {
      if (message.type() === "error") refused.push(message.text());
    });
    await form.getByRole("heading", { name: "Add Huntress" }).waitFor();
    expect(new URL(form.url()).origin).toBe(connected.address);
    // The style is allowed by its own hash; without it the button would look as the browser has it.
    const colour = await button(form, "Add the connection").evaluate((it) => getComputedStyle(it).color);
    expect(colour).toBe("rgb(255, 255, 255)");
    expect(await violations(form, "html")).toEqual([]);
    await form.emulateMedia({ colorScheme: "dark" });
    expect(await violations(form, "html")).toEqual([]);
    await form.getByLabel("API key").fill("public-secret");
    await form.getByLabel("API secret key").fill("private-secret");
    await button(form, "Add the connection").click();
    await form.getByText("Our Huntress is added.").waitFor();
    expect(refused).toEqual([]);
    await form.goBack();
    expect(await form.content()).not.toContain("-secret");
    await form.close();

    await button(page, "Check again").click();
    await page.getByText("Our Huntress is added. Test it before you fetch.").waitFor();
    const card = page.getByRole("group", { name: "Our Huntress", exact: true });
    await button(card, "Test").click();
    await card.getByText("Signed in to Huntress as MSP of the simulator.").waitFor();
    await button(card, "Fetch").click();
    await card.getByText(/\d+ rows, fetched/).waitFor();
    expect(`${await keptBy(page)}\n${sent.join("\n")}`).not.toMatch(/-secret/);

    await button(card, "Remove Our Huntress").click();
    await button(card, "Remove").click();
    await card.waitFor({ state: "detached" });
    await context.close();
  });
});
