/**
 * @jest-environment jsdom
 */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { createRun } from "../../src/run";
import { PaneRoot, type ThemeName } from "../../src/taskpane";
import { memoryPorts, resultRow } from "../run/ports";

// jsdom lays nothing out; a list without a height shows no rows.
beforeAll(() => {
  Object.defineProperty(Element.prototype, "clientHeight", { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, "clientWidth", { configurable: true, value: 270 });
});
// Fluent draws in the frames after a press; a test that ends before them would leave updates behind.
afterEach(async () => {
  await frames();
  cleanup();
});

/** Waits until the page has drawn what was changed. */
async function frames(): Promise<void> {
  await act(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

const ROWS = [
  resultRow(),
  resultRow({ client: "Adatum", outcome: "matched", difference: 0, impact: 0, expectedQuantity: 38 }),
];

interface Shown {
  readonly theme?: ThemeName;
  readonly locale?: string;
  readonly rows?: typeof ROWS;
  readonly more?: Parameters<typeof memoryPorts>[1];
}

function show({ theme = "light", locale = "en-US", rows = ROWS, more }: Shown = {}) {
  const memory = memoryPorts(rows, more);
  const run = createRun(memory.ports);
  const themes = { get: () => theme, subscribe: () => () => undefined };
  const { container } = render(<PaneRoot run={run} theme={themes} locale={locale} />);
  return { ...memory, container, user: userEvent.setup() };
}

async function press(user: ReturnType<typeof userEvent.setup>, name: RegExp | string, role = "button") {
  await user.click(await screen.findByRole(role, { name }));
  await frames();
}

async function reconciled(options?: Parameters<typeof show>[0]) {
  const shown = show(options);
  await press(shown.user, "Read this workbook");
  await press(shown.user, "Reconcile");
  await screen.findByText(/counted exactly once/);
  return shown;
}

describe("the pane", () => {
  it("shows money of several currencies in one where a rate was given, and says why where not", async () => {
    const rates = [{ from: "EUR", rate: "1.08", cell: "Rules!A5" }];
    const { user } = await reconciled({
      more: {
        totals: { EUR: { underbilled: 100, overbilled: 0 }, USD: { underbilled: 80, overbilled: 5 } },
        converted: {
          totals: [{ currency: "USD", underbilled: 188, overbilled: 5, rates }],
          remarks: ["CAD has no rate to USD"],
        },
      },
    });
    await press(user, /^Results/, "tab");
    const line = screen.getByText(/^All in USD, converted \(EUR 1\.08\): Underbilled/);
    expect(line.textContent).toMatch(/188\.00.*Overbilled.*5\.00/);
    expect(screen.getByText("Not added together: CAD has no rate to USD")).toBeTruthy();
  });

  it("explains the first run in three lines", () => {
    const { container } = show();
    expect(container.querySelectorAll("p")).toHaveLength(3);
  });

  it("shows the completeness line on every screen", async () => {
    const { user } = await reconciled();
    for (const name of ["Results", "Mappings", "History"]) {
      await press(user, name, "tab");
      expect(screen.getByText(/counted exactly once/)).toBeTruthy();
    }
  });

  it("shows the period by its first and last day", async () => {
    const { user } = await reconciled();
    await press(user, "Reconcile", "tab");
    expect(screen.getByText(/Nov 1 . 30, 2026/)).toBeTruthy();
  });

  it("reconciles for the period that a person typed, last day included", async () => {
    const { user, requests } = await reconciled();
    expect(requests[0]?.period).toBeNull();
    await press(user, "Reconcile", "tab");
    fireEvent.change(screen.getByLabelText("First day"), { target: { value: "2026-10-01" } });
    fireEvent.change(screen.getByLabelText("Last day"), { target: { value: "2026-10-31" } });
    await press(user, "Reconcile again");
    expect(requests[1]?.period).toEqual({ start: "2026-10-01", end: "2026-11-01" });
  });

  it("does not reconcile for a period that ends before it starts", async () => {
    const { user } = await reconciled();
    await press(user, "Reconcile", "tab");
    fireEvent.change(screen.getByLabelText("Last day"), { target: { value: "2026-10-31" } });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Reconcile again" }).disabled).toBe(true);
  });

  it("filters by outcome and updates the invoice from the detail", async () => {
    const { user, calls } = await reconciled();
    await press(user, "Results", "tab");
    await press(user, "Underbilled 1");
    expect(screen.queryByRole("button", { name: /Adatum/ })).toBeNull();
    await press(user, /Northwind/);
    expect(calls).toContain("select Invoice 1 2");
    await press(user, "Usage, row 3");
    expect(calls).toContain("select Usage 2 null");
    await press(user, "Change row 2 from 38 to 42");
    expect(calls).toContain("apply 42");
  });

  it("saves a decision with its owner, note and expiry", async () => {
    const { user, calls, decisions } = await reconciled();
    await press(user, "Results", "tab");
    await press(user, /Northwind/);
    await user.selectOptions(screen.getByRole("combobox", { name: "Decision" }), "Accept");
    await user.type(screen.getByLabelText("Owner"), "Billing");
    await user.type(screen.getByLabelText("Note"), "Agreed by mail");
    fireEvent.change(screen.getByLabelText("Accepted until"), { target: { value: "2026-12-31" } });
    await press(user, "Save decision");
    expect(calls).toContain("decide northwind|microsoft 365 Accept");
    expect(decisions[0]).toMatchObject({ owner: "Billing", note: "Agreed by mail", expires: "2026-12-31" });
  });

  it("maps a name only after a person confirms it", async () => {
    const { user, calls } = await reconciled();
    await press(user, "Mappings", "tab");
    expect(await screen.findByText(/brings 3 rows, quantity 7/)).toBeTruthy();
    await press(user, /NWind Ltd/, "checkbox");
    await press(user, /Confirm 1/);
    expect(calls).toContain("map NWind Ltd>Northwind");
  });

  it("offers the billed clients as targets of a mapping", async () => {
    const { user, container } = await reconciled();
    await press(user, "Mappings", "tab");
    await screen.findByText(/brings 3 rows/);
    const offered = [...container.querySelectorAll("#targets-client option")];
    expect(offered.map((option) => option.getAttribute("value"))).toEqual(["Adatum", "Northwind"]);
  });

  it("says what failed, why, and what was kept", async () => {
    const { user, settings } = show();
    settings.fail = "read";
    await press(user, "Read this workbook");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("could not be read");
    expect(alert.textContent).toContain("Unprotect it");
    expect(alert.textContent).toContain("was not changed");
  });

  it("keeps only the rows in view in the page", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => resultRow({ client: `Client ${String(at)}` }));
    const { user } = await reconciled({ rows });
    await press(user, "Results", "tab");
    const shown = await screen.findAllByRole("button", { name: /^Client/ });
    expect(shown.length).toBeLessThan(60);
  });

  it("speaks German in a German locale", () => {
    show({ locale: "de-AT" });
    expect(screen.getByRole("button", { name: "Diese Mappe lesen" })).toBeTruthy();
  });

  it.each(["light", "dark", "contrast"] as const)("has no axe finding in the %s theme", async (theme) => {
    const { user, container } = await reconciled({ theme });
    for (const name of ["Reconcile", "Results", "Mappings", "History"]) {
      await press(user, name, "tab");
      // jsdom computes no colours.
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map(({ id }) => `${name}: ${id}`)).toEqual([]);
    }
  });
});
