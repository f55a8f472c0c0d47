/**
 * @jest-environment jsdom
 */
import { fireEvent, screen } from "@testing-library/react";
import axe from "axe-core";
import { createRun } from "../../src/run";
import type { ThemeName } from "../../src/taskpane";
import { memoryPorts, resultRow } from "../run/ports";
import { showPane } from "./rig";

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
  return { ...memory, ...showPane(run, { theme, locale }) };
}

async function reconciled(options?: Parameters<typeof show>[0]) {
  const shown = show(options);
  await shown.press("Read this workbook");
  await shown.press("Reconcile");
  await screen.findByText(/counted exactly once/);
  return shown;
}

describe("the pane", () => {
  it("shows money of several currencies in one where a rate was given, and says why where not", async () => {
    const rates = [{ from: "EUR", rate: "1.08", cell: "Rules!A5" }];
    const { press } = await reconciled({
      more: {
        totals: { EUR: { underbilled: 100, overbilled: 0 }, USD: { underbilled: 80, overbilled: 5 } },
        converted: {
          totals: [{ currency: "USD", underbilled: 188, overbilled: 5, rates }],
          remarks: ["CAD has no rate to USD"],
        },
      },
    });
    await press(/^Results/, "tab");
    const line = screen.getByText(/^All in USD, converted \(EUR 1\.08\): Underbilled/);
    expect(line.textContent).toMatch(/188\.00.*Overbilled.*5\.00/);
    expect(screen.getByText("Not added together: CAD has no rate to USD")).toBeTruthy();
  });

  it("explains the first run in three lines", () => {
    const { container } = show();
    expect(container.querySelectorAll("p")).toHaveLength(3);
  });

  it("shows the completeness line on every screen", async () => {
    const { press } = await reconciled();
    for (const name of ["Results", "Mappings", "History"]) {
      await press(name, "tab");
      expect(screen.getByText(/counted exactly once/)).toBeTruthy();
    }
  });

  it("shows the period by its first and last day", async () => {
    const { press } = await reconciled();
    await press("Reconcile", "tab");
    expect(screen.getByText(/Nov 1 . 30, 2026/)).toBeTruthy();
  });

  it("stays where a run is begun when it is cancelled, and shows what the next one finds", async () => {
    const { settings, press } = await reconciled();
    await press("Reconcile", "tab");
    settings.hold = new Promise(() => undefined);
    await press("Reconcile again");
    await press("Cancel");
    settings.hold = null;
    await press("Reconcile again");
    expect(screen.getByRole("tab", { name: "Results" }).getAttribute("aria-selected")).toBe("true");
  });

  it("reconciles for the period that a person typed, last day included", async () => {
    const { requests, press } = await reconciled();
    expect(requests[0]?.period).toBeNull();
    await press("Reconcile", "tab");
    fireEvent.change(screen.getByLabelText("First day"), { target: { value: "2026-10-01" } });
    fireEvent.change(screen.getByLabelText("Last day"), { target: { value: "2026-10-31" } });
    await press("Reconcile again");
    expect(requests[1]?.period).toEqual({ start: "2026-10-01", end: "2026-11-01" });
  });

  it("does not reconcile for a period that ends before it starts", async () => {
    const { press } = await reconciled();
    await press("Reconcile", "tab");
    fireEvent.change(screen.getByLabelText("Last day"), { target: { value: "2026-10-31" } });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Reconcile again" }).disabled).toBe(true);
  });

  it("filters by outcome and updates the invoice from the detail", async () => {
    const { calls, press } = await reconciled();
    await press("Results", "tab");
    await press("Underbilled 1");
    expect(screen.queryByRole("button", { name: /Adatum/ })).toBeNull();
    await press(/Northwind/);
    expect(calls).toContain("select Invoice 1 2");
    await press("Usage, rows 2–3");
    expect(calls).toContain("select Usage 1 null");
    await press("Change row 2 from 38 to 42");
    expect(calls).toContain("apply 42");
  });

  it("says what is at stake, and each step with its rule row and its evidence in stretches of rows", async () => {
    const { calls, press } = await reconciled({
      rows: [
        resultRow({
          steps: [
            { kind: "counted", what: "counted: quantity", quantity: 44, rule: "Rules!A2" },
            { kind: "included", what: "minus 2 included", quantity: 42, rule: "Rules!A2" },
          ],
          evidence: [{ sheet: "Usage", rows: [2, 3, 4, 7] }],
        }),
      ],
    });
    await press("Results", "tab");
    await press(/Northwind/);
    expect(screen.getByText(/^Underbilled by 4, 80\.00 USD$/)).toBeTruthy();
    expect(screen.getByText(/^Billed 38 · Expected 42$/)).toBeTruthy();
    const steps = [...document.querySelectorAll("ol li")].map(({ textContent }) => textContent);
    expect(steps).toEqual(["counted: quantity = 44 (Rules!A2)", "minus 2 included = 42 (Rules!A2)"]);
    expect(screen.getByRole("button", { name: "Usage, row 8" })).toBeTruthy();
    await press("Usage, rows 3–5");
    expect(calls).toContain("select Usage 2 null");
  });

  it("saves a decision with its owner, note and expiry", async () => {
    const { user, calls, decisions, press } = await reconciled();
    await press("Results", "tab");
    await press(/Northwind/);
    await user.selectOptions(screen.getByRole("combobox", { name: "Decision" }), "Accept");
    await user.type(screen.getByLabelText("Owner"), "Billing");
    await user.type(screen.getByLabelText("Note"), "Agreed by mail");
    fireEvent.change(screen.getByLabelText("Accepted until"), { target: { value: "2026-12-31" } });
    await press("Save decision");
    expect(calls).toContain("decide northwind|microsoft 365 Accept");
    expect(decisions[0]).toMatchObject({ owner: "Billing", note: "Agreed by mail", expires: "2026-12-31" });
  });

  it("maps a name only after a person confirms it", async () => {
    const { calls, press } = await reconciled();
    await press("Mappings", "tab");
    expect(await screen.findByText(/brings 3 rows, quantity 7/)).toBeTruthy();
    await press(/NWind Ltd/, "checkbox");
    await press(/Confirm 1/);
    expect(calls).toContain("map NWind Ltd>Northwind");
  });

  it("offers the billed clients as targets of a mapping", async () => {
    const { container, press } = await reconciled();
    await press("Mappings", "tab");
    await screen.findByText(/brings 3 rows/);
    const offered = [...container.querySelectorAll("#targets-client option")];
    expect(offered.map((option) => option.getAttribute("value"))).toEqual(["Adatum", "Northwind"]);
  });

  it("says what failed, why, and what was kept", async () => {
    const { settings, press } = show();
    settings.fail = "read";
    await press("Read this workbook");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("could not be read");
    expect(alert.textContent).toContain("Unprotect it");
    expect(alert.textContent).toContain("was not changed");
  });

  it("keeps only the rows in view in the page", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => resultRow({ client: `Client ${String(at)}` }));
    const { press } = await reconciled({ rows });
    await press("Results", "tab");
    const shown = await screen.findAllByRole("button", { name: /^Client/ });
    expect(shown.length).toBeLessThan(60);
  });

  it("speaks German in a German locale", () => {
    show({ locale: "de-AT" });
    expect(screen.getByRole("button", { name: "Diese Mappe lesen" })).toBeTruthy();
  });

  it.each(["light", "dark", "contrast"] as const)("has no axe finding in the %s theme", async (theme) => {
    const { container, press } = await reconciled({ theme });
    for (const name of ["Reconcile", "Results", "Mappings", "History"]) {
      await press(name, "tab");
      // jsdom computes no colours.
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map(({ id }) => `${name}: ${id}`)).toEqual([]);
    }
  });
});
