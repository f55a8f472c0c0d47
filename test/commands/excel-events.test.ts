import { createExcelEvents } from "../../src/commands/excel-events";
import type { CellPlace } from "../../src/run";
import { openBook } from "../workbook/book";

const book = () => openBook({ "My invoice": [["Client"], ["Acme"]], Usage: [["Customer"]] });

/** Lets the messages that are under way arrive: each takes a few turns of the event loop. */
async function delivered(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isDone(); turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}

describe("events of the workbook", () => {
  it("tell where a person selects, and nothing any more after stopping", async () => {
    const { host, gateway } = await book();
    const places: CellPlace[] = [];
    const stop = createExcelEvents(gateway).onSelection((place) => places.push(place));
    // The registration is in the gateway's queue before this call.
    await gateway.run((context) => context.sync());
    host.select("My invoice", "B3");
    await delivered(() => places.length > 0);
    expect(places).toEqual([{ sheet: "My invoice", row: 2, column: 1 }]);
    stop();
    await delivered(() => false);
    host.select("Usage", "A1");
    await delivered(() => places.length > 1);
    expect(places).toHaveLength(1);
  });

  it("tell when a person edits a cell", async () => {
    const { host, gateway } = await book();
    let changes = 0;
    createExcelEvents(gateway).onChanged(() => {
      changes += 1;
    });
    await gateway.run((context) => context.sync());
    host.editCell("My invoice", "A2", "Bolt");
    await delivered(() => changes > 0);
    expect(changes).toBe(1);
  });
});
