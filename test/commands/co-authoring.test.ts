import { reconcile, type Reconciliation } from "../../src/engine";
import type { EmbeddedHost } from "../../src/host";
import type { QuantityUpdate } from "../../src/run";
import { contentOf, reopen } from "../workbook/book";
import { valuesOf } from "../workbook/colleague";
import { newReal, OPTIONS, type Real } from "./decisions-model";

/** What another person does to a workbook, wherever the rows are by then. */
const EDITS: readonly (readonly [string, (host: EmbeddedHost) => void])[] = [
  [
    "changes the quantity",
    (host) => {
      host.editCell("Invoice", `C${rowOf(host, "Invoice", "L1")}`, 77);
    },
  ],
  [
    "inserts a row above",
    (host) => {
      host.insertRows("Invoice", 2, 1);
    },
  ],
  [
    "deletes the line above",
    (host) => {
      host.deleteRows("Invoice", 2, 1);
    },
  ],
  [
    "sorts the invoice",
    (host) => {
      swapRows(host, "Invoice", rowOf(host, "Invoice", "L1"), rowOf(host, "Invoice", "L3"), 5);
    },
  ],
  [
    "renames the invoice",
    (host) => {
      host.renameSheet("Invoice", "May invoice");
    },
  ],
  [
    "inserts a row into Discrepancies",
    (host) => {
      host.insertRows("Discrepancies", 2, 1);
    },
  ],
  [
    "sorts Discrepancies",
    (host) => {
      swapRows(host, "Discrepancies", 2, 3, 20);
    },
  ],
  [
    "inserts a row into the log",
    (host) => {
      host.insertRows("Reconcile Log", 2, 1);
      host.editCell("Reconcile Log", "B2", "mine");
    },
  ],
  [
    "renames the log",
    (host) => {
      host.renameSheet("Reconcile Log", "Our log");
    },
  ],
  [
    "inserts a row into Rules",
    (host) => {
      host.insertRows("Rules", 2, 1);
      host.editCell("Rules", "A2", "Mine");
    },
  ],
];

function rowOf(host: EmbeddedHost, sheet: string, text: string): number {
  return valuesOf(host, sheet, 20).findIndex((row) => row.includes(text)) + 1;
}

function swapRows(host: EmbeddedHost, sheet: string, a: number, b: number, width: number): void {
  const rows = valuesOf(host, sheet, width);
  for (const [row, cells] of [
    [a, rows[b - 1]],
    [b, rows[a - 1]],
  ] as const) {
    cells?.forEach((cell, column) => {
      host.editCell(sheet, `${String.fromCharCode(65 + column)}${row}`, cell);
    });
  }
}

interface Prepared {
  readonly real: Real;
  readonly reconciliation: Reconciliation;
  readonly update: QuantityUpdate;
}

async function prepared(): Promise<Prepared> {
  const real = await newReal();
  const reconciliation = reconcile(await real.port.readSnapshot(OPTIONS), { now: real.now.iso });
  await real.port.write(reconciliation, OPTIONS);
  const row = reconciliation.results.find(
    ({ client, service }) => client === "Acme Dental" && service.startsWith("Micro"),
  );
  const [cell] = row?.billedCells ?? [];
  if (row === undefined || cell === undefined) throw new Error("There is no such line.");
  return { real, reconciliation, update: { key: row.key, cell, oldQuantity: 38, newQuantity: 42 } };
}

const quantities = (host: EmbeddedHost): Record<string, unknown> => {
  const sheet = host.workbook.getWorksheet("Invoice") === undefined ? "May invoice" : "Invoice";
  return Object.fromEntries(
    valuesOf(host, sheet, 5)
      .filter(([, , , , reference]) => String(reference).startsWith("L"))
      .map((row): [string, unknown] => [String(row[4]), row[2]]),
  );
};
const logged = (host: EmbeddedHost): readonly (readonly unknown[])[] => {
  const sheet = host.workbook.getWorksheet("Our log") === undefined ? "Reconcile Log" : "Our log";
  return valuesOf(host, sheet, 6).filter(([, , action]) => action === "apply" || action === "put back");
};

/** Does something with an edit of somebody else before its n-th request. */
async function disturbed(
  { real }: Prepared,
  act: (host: EmbeddedHost) => void,
  number: number,
  work: () => Promise<unknown>,
): Promise<{ readonly isDone: boolean; readonly before: Record<string, unknown> }> {
  const { host } = real.open;
  const first = host.counters.requests;
  const done: Record<string, unknown>[] = [];
  host.beforeRequest = (coming) => {
    if (coming !== first + number) return;
    act(host);
    done.push(quantities(host));
  };
  await work().catch(() => undefined);
  host.beforeRequest = null;
  return { isDone: done.length > 0, before: done[0] ?? {} };
}

const MOST_REQUESTS = 12;

describe("an edit of somebody else between any two requests", () => {
  it.each(EDITS)(
    "%s: applying writes the line itself or nothing, and the log says which",
    async (name, act) => {
      let tried = 0;
      for (let number = 1; number <= MOST_REQUESTS; number += 1) {
        const it = await prepared();
        const { host } = it.real.open;
        let answer: readonly unknown[] = [];
        const { isDone, before } = await disturbed(it, act, number, async () => {
          answer = (await it.real.port.applyUpdates([it.update])).written;
        });
        if (!isDone) break;
        tried += 1;
        const after = quantities(host);
        const isWritten = after.L1 === 42;
        // Every other line, and what somebody entered, stands as it was.
        expect([name, number, after]).toEqual([name, number, isWritten ? { ...before, L1: 42 } : before]);
        // What the log says adds up to what the person was told.
        const changes = logged(host).map((row) => [row[2], row[4], row[5]].join(" "));
        const net =
          changes.filter((text) => text === "apply 38 42").length -
          changes.filter((text) => text === "put back 42 38").length;
        expect([name, number, net]).toEqual([name, number, answer.length]);
        if (answer.length === 0) expect([name, number, isWritten]).toEqual([name, number, false]);
      }
      expect(tried).toBeGreaterThan(4);
    },
  );

  it.each(EDITS.filter(([name]) => name.includes("Discrepancies")))(
    "%s: a decision goes to its own row",
    async (name, act) => {
      for (let number = 1; number <= MOST_REQUESTS; number += 1) {
        const it = await prepared();
        const { host } = it.real.open;
        const decision = { decision: "Follow up", reason: "asked", expires: "", owner: "Dana", note: "" };
        const { isDone } = await disturbed(it, act, number, () =>
          it.real.port.writeDecisions([it.update.key], decision),
        );
        if (!isDone) break;
        const rows = valuesOf(host, "Discrepancies", 20).filter(
          (row) => row[12] === "Follow up" || row[15] === "Dana",
        );
        expect([name, number, rows.map((row) => row[19])]).toEqual([name, number, [it.update.key]]);
      }
    },
  );

  it("inserts a row into Rules: a rule is changed in its own row", async () => {
    for (let number = 1; number <= MOST_REQUESTS; number += 1) {
      const it = await prepared();
      const { host } = it.real.open;
      const table = await it.real.port.readTable("tblRules");
      const service = JSON.stringify(table?.rows[1]?.[0]);
      const insert = EDITS.find(([name]) => name.includes("Rules"))?.[1] ?? (() => undefined);
      const said: unknown[] = [];
      const { isDone } = await disturbed(it, insert, number, () =>
        it.real.port
          .writeRule({ row: 1, cells: { Tolerance: "2" } })
          .catch((error: unknown) => said.push(error)),
      );
      if (!isDone) break;
      const rows = valuesOf(host, "Rules", 10).filter((row) => row[9] === 2);
      expect([number, rows.map(([name]) => JSON.stringify(name))]).toEqual([
        number,
        said.length > 0 ? [] : [service],
      ]);
      expect(host.valueAt("Rules", "A2")).toBe("Mine");
    }
  });

  it("removing annotations leaves what somebody does to the invoice", async () => {
    for (const [name, act] of EDITS.filter(
      ([edit]) => edit.includes("invoice") || edit.includes("quantity"),
    )) {
      for (let number = 1; number <= 20; number += 3) {
        const it = await prepared();
        const { isDone, before } = await disturbed(it, act, number, () => it.real.port.removeAnnotations());
        if (!isDone) break;
        expect([name, number, quantities(it.real.open.host)]).toEqual([name, number, before]);
        await it.real.port.removeAnnotations();
        const again = await reopen(it.real.open);
        expect([
          name,
          number,
          Object.keys(contentOf(again)).filter((cell) => !/^(Invoice|May invoice|Licences)!/.test(cell)),
        ]).toEqual([name, number, []]);
      }
    }
  });
});
