/**
 * @jest-environment jsdom
 */
import { screen } from "@testing-library/react";
import { createRun } from "../../src/run";
import type { LoggedUpdate, PutBackState } from "../../src/engine/records";
import { memoryPorts, resultRow } from "../run/ports";
import { showPane } from "./rig";

const row = resultRow();
const [cell] = row.billedCells;
if (cell === undefined) throw new Error("The row needs a billed cell.");
const OPEN: PutBackState = { kind: "open", key: row.key, cell };

function logged(entry: number, state: PutBackState): LoggedUpdate {
  const line = `Client ${entry} · Backup · line: A-${entry}`;
  return { entry, when: "2026-06-02 08:00", sheet: "Invoice", line, oldQuantity: 38, newQuantity: 42, state };
}

async function history(entries: readonly LoggedUpdate[], locale = "en-US") {
  const memory = memoryPorts([row]);
  const { engine } = memory.ports;
  const run = createRun({
    ...memory.ports,
    engine: {
      ...engine,
      reconcile: async (...request) => ({ ...(await engine.reconcile(...request)), logged: entries }),
    },
  });
  const { press } = showPane(run, { locale });
  const words = locale === "de-DE" ? ["Diese Mappe lesen", "Abgleichen", "Verlauf"] : null;
  const [read = "", reconcile = "", tab = ""] = words ?? ["Read this workbook", "Reconcile", "History"];
  await press(read);
  await press(reconcile);
  await press(tab, "tab");
  return { ...memory, press };
}

describe("changes of earlier sessions", () => {
  it("are offered where their line is found, with the reason where it is not", async () => {
    await history([
      logged(1, OPEN),
      logged(2, { kind: "gone" }),
      logged(3, { kind: "alike", lines: 2 }),
      logged(4, { kind: "other", holds: 43 }),
      logged(5, { kind: "later" }),
    ]);
    const items = within(screen.getByRole("region", { name: "Changed in earlier sessions" }));
    expect(items.map((item) => item.slice(item.indexOf("42") + 3))).toEqual([
      "Put back",
      "Not found: no line of the sheet reads like this any more.",
      "Cannot be told apart: 2 lines read like this.",
      "Not put back: the line holds 43 now.",
      "Changed again after that: put the later change back first.",
    ]);
  });

  it("are put back on one press, and the pane says how many", async () => {
    const { press, calls } = await history([logged(1, OPEN)]);
    await press("Put back");
    expect(calls).toContain("put back 38");
    expect(await screen.findByText("1 of 1 invoice quantities were put back.")).toBeTruthy();
  });

  it("speak German in a German locale", async () => {
    await history([logged(2, { kind: "gone" })], "de-DE");
    expect(screen.getByText("Nicht gefunden: Keine Zeile des Blatts lautet noch so.")).toBeTruthy();
  });
});

function within(region: HTMLElement): readonly string[] {
  return [...region.querySelectorAll("li")].map((item) => item.textContent);
}
