/**
 * @jest-environment jsdom
 */
import { act, screen } from "@testing-library/react";
import { createRun } from "../../src/run";
import { memoryPorts, resultRow } from "../run/ports";
import { frames, showPane } from "./rig";

const [first, second] = [resultRow(), resultRow({ client: "Fabrikam" })];
const ROWS = [
  first,
  {
    ...second,
    billedCells: second.billedCells.map((cell) => ({ ...cell, client: "Fabrikam", row: cell.row + 1 })),
  },
];
const REFUSAL = "is calculated by a formula, which was kept; change what it refers to";

/** The pane with both results chosen for an update, of which the workbook would refuse the second. */
async function chosen() {
  const memory = memoryPorts(ROWS);
  const asked: (() => void)[] = [];
  const hold = { isOn: false };
  const { engine } = memory.ports;
  const run = createRun({
    ...memory.ports,
    // Every comparison gives rows of its own, as a worker does.
    engine: {
      ...engine,
      reconcile: async (...request) => {
        const found = await engine.reconcile(...request);
        return { ...found, results: found.results.map((row) => ({ ...row })) };
      },
    },
    workbook: {
      ...memory.ports.workbook,
      checkUpdates: async (updates) => {
        if (hold.isOn) await new Promise<void>((resolve) => asked.push(resolve));
        return updates.map(({ cell }) => (cell.client === "Fabrikam" ? REFUSAL : null));
      },
    },
  });
  const { press, user } = showPane(run);
  await press("Read this workbook");
  await press("Reconcile");
  await press("Results", "tab");
  await press("Choose all 2 shown");
  await user.selectOptions(screen.getByRole("combobox", { name: "Decision" }), "Update invoice");
  await frames();
  return { ...memory, asked, hold };
}

const listed = (): readonly string[] =>
  screen.getAllByRole("listitem").map((item) => item.textContent.split(" · ")[0] ?? "");
const change = (): HTMLButtonElement =>
  screen.getByRole<HTMLButtonElement>("button", { name: "Change 1 invoice quantities" });

describe("updates before they are made", () => {
  it("keep their order while the workbook is asked about them again, and cannot be pressed until then", async () => {
    const { listeners, asked, hold } = await chosen();
    expect(listed()).toEqual(["Fabrikam", "Northwind"]);
    expect(change().disabled).toBe(false);
    hold.isOn = true;
    act(() => {
      for (const listener of listeners.changed) listener();
    });
    await frames();
    expect(asked).toHaveLength(1);
    expect(listed()).toEqual(["Fabrikam", "Northwind"]);
    expect(change().disabled).toBe(true);
    for (const answer of asked) answer();
    await frames();
    expect(listed()).toEqual(["Fabrikam", "Northwind"]);
    expect(change().disabled).toBe(false);
  });
});
