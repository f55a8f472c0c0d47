/**
 * @jest-environment jsdom
 */
import { screen } from "@testing-library/react";
import axe from "axe-core";
import { createRun } from "../../src/run";
import { memoryPorts, resultRow } from "../run/ports";
import { showPane } from "./rig";

const DECISION = { decision: "Update invoice", reason: "", expires: "", owner: "", note: "" };
const ROWS = [
  resultRow({ decision: DECISION }),
  resultRow({ client: "Adatum", outcome: "matched", difference: 0, impact: 0 }),
  resultRow({ client: "Fabrikam" }),
];

async function showResults(rows = ROWS) {
  const memory = memoryPorts(rows);
  const shown = showPane(createRun(memory.ports));
  const { user, press } = shown;
  await press("Read this workbook");
  await press("Reconcile");
  await press("Results", "tab");
  await user.click(await screen.findByText("Share"));
  return { ...memory, ...shown };
}

describe("the share section", () => {
  it("hands the decided lines on as a sheet and says which", async () => {
    const { press, shared } = await showResults();
    expect(screen.getByText("Invoice lines to change in the PSA: 1.")).toBeTruthy();
    await press("Change list as a sheet");
    expect(await screen.findByText("Written: sheet change list.")).toBeTruthy();
    const [request] = shared;
    expect(request?.kind === "change list" && request.list.rows.map((row) => row.client)).toEqual([
      "Northwind",
    ]);
  });

  it("offers the change list as a CSV file of the period", async () => {
    await showResults();
    const link = screen.getByRole("link", { name: "Change list as CSV" });
    expect(link.getAttribute("download")).toBe("change-list-2026-11-01.csv");
    const text = decodeURIComponent((link.getAttribute("href") ?? "").split(",").slice(1).join(","));
    expect(text.split("\r\n")[1]).toContain("Northwind,,Microsoft 365,Invoice!C2,38,42,20,USD,2026-11-01");
  });

  it("offers no list before anything is decided", async () => {
    await showResults([resultRow()]);
    expect(screen.queryByRole("link", { name: "Change list as CSV" })).toBeNull();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Change list as a sheet" }).disabled).toBe(
      true,
    );
  });

  it("takes the evidence of the listed results that are not matched, or of the chosen one", async () => {
    const steps = [{ kind: "counted", what: "counted: used", quantity: 42, rule: "Rules!A2" }] as const;
    const { press, user, shared } = await showResults(ROWS.map((row) => ({ ...row, steps, evidence: [] })));
    await press("Evidence of the 2 listed results as a sheet");
    await press(/Fabrikam/);
    await user.click(await screen.findByText("Share"));
    await press("Evidence of this result as a sheet");
    const clients = shared.map((request) =>
      request.kind === "evidence" ? request.rows.map(({ client }) => client) : [],
    );
    expect(clients).toEqual([["Northwind", "Fabrikam"], ["Fabrikam"]]);
  });

  it("writes the page of the client that a person chose", async () => {
    const { press, user, shared } = await showResults();
    await user.selectOptions(screen.getByRole("combobox", { name: "Client" }), "Fabrikam");
    await press("Page of this client");
    expect(shared).toMatchObject([{ kind: "client page", page: { client: "Fabrikam" } }]);
  });

  it("says what failed and keeps the results", async () => {
    const { press, settings } = await showResults();
    settings.fail = "share change list";
    await press("Change list as a sheet");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The sheet to share could not be written.");
    expect(alert.textContent).toContain("Unprotect it");
  });

  it("has no axe finding", async () => {
    const { container } = await showResults();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
