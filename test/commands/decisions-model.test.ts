import fc from "fast-check";
import type { Decision } from "../../src/engine";
import {
  billedOf,
  compared,
  decide,
  keyOf,
  LINES,
  newModel,
  newReal,
  OPTIONS,
  USED,
} from "./decisions-model";
import { effects, KEYS, step, took } from "./decisions-step";
import { applyStep, putBackLogged, putBackStep, reopenPane } from "./decisions-updates";

/** A run, some days after the one before; decisions of rows that are resolved by now move into the log. */
const run = (days: number) =>
  step(
    `run after ${days} days`,
    () => true,
    async (model, real) => {
      model.day += days;
      real.now.iso = new Date(Date.UTC(2026, 5, 2 + model.day, 8)).toISOString();
      const reconciliation = await compared(real);
      await real.port.write(reconciliation, OPTIONS);
      const open = new Set(KEYS.filter((key) => billedOf(model, key) !== USED[key]));
      // In the order of the results, which is no part of what is checked.
      for (const { key } of reconciliation.results) {
        const decision = model.decisions.get(key);
        if (!model.open.has(key) || open.has(key) || decision === undefined) continue;
        const { reason, expires, owner, note } = decision;
        if (decision.decision !== "") {
          const texts = [reason, expires, owner, note];
          model.logged.push({ action: "run", old: decision.decision, new: "resolved", texts });
          took("resolved");
        }
        model.decisions.set(key, { decision: "", reason: "", expires: "", owner, note });
      }
      model.open = open;
      model.isAnnotated = true;
    },
  );

const decideStep = (at: number, decision: Decision) =>
  step(
    `decide ${KEYS[at] ?? ""}: ${decision.decision}`,
    (model) => model.isAnnotated,
    async (model, real) => {
      const key = KEYS[at] ?? "";
      await decide(real, key, decision);
      model.decisions.set(key, decision);
      took("decide");
    },
  );

/** Sorts the invoice by quantity as a person does: blank rows go last. */
const sort = (isUp: boolean) =>
  step(
    `sort the invoice ${isUp ? "up" : "down"}`,
    () => true,
    async (model, real) => {
      const quantityOf = (reference: string): number => model.quantities.get(reference) ?? 0;
      const filled = model.rows.flatMap((reference) => reference ?? []);
      filled.sort((a, b) => (quantityOf(a) - quantityOf(b)) * (isUp ? 1 : -1));
      const blank = model.rows.filter((reference) => reference === null);
      model.rows = [...filled, ...blank];
      const cells = model.rows.map((reference) => {
        const line = reference === null ? undefined : LINES[reference];
        if (reference === null || line === undefined) return ["", "", "", "", ""];
        return [line.client, line.service, quantityOf(reference), line.price, reference];
      });
      await real.open.gateway.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem("Invoice");
        sheet.getRangeByIndexes(1, 0, cells.length, 5).values = cells;
        await context.sync();
      });
    },
  );

const insert = (at: number) =>
  step(
    `insert a row at ${at}`,
    (model) => model.rows.length < 12,
    async (model, real) => {
      const row = at % model.rows.length;
      real.open.host.insertRows("Invoice", row + 2, 1);
      model.rows.splice(row, 0, null);
      await Promise.resolve();
    },
  );

/** A person types another quantity: what usage says where one line alone decides that, or some other number. */
const correct = (reference: string, isRight: boolean) =>
  step(
    `type a ${isRight ? "right" : "new"} quantity into ${reference}`,
    () => true,
    async (model, real) => {
      const line = LINES[reference];
      const key = line === undefined ? "" : keyOf(line);
      const isAlone = Object.values(LINES).filter((other) => keyOf(other) === key).length === 1;
      const quantity = isRight && isAlone ? (USED[key] ?? 0) : (model.unused += 1);
      real.open.host.editCell("Invoice", `C${model.rows.indexOf(reference) + 2}`, quantity);
      model.quantities.set(reference, quantity);
      await Promise.resolve();
    },
  );

/** A person takes the add-in's sheets away; what was applied to the invoice stays. */
const remove = () =>
  step(
    "remove annotations",
    (model) => model.isAnnotated,
    async (model, real) => {
      await real.port.removeAnnotations();
      Object.assign(model, { isAnnotated: false, open: new Set(), logged: [], applied: [] });
      model.decisions.clear();
      took("remove");
    },
  );

const at = fc.nat({ max: KEYS.length - 1 });
const text = fc.constantFrom("", "agreed by mail", "=1+1", "+49 30 1234", "'quoted", "due 2026-07-01: call");
const decision = fc.record({
  decision: fc.constantFrom("Update invoice", "Fix mapping", "Follow up", "Accept"),
  reason: text,
  expires: fc.constantFrom("", "2026-06-10", "2026-12-31"),
  owner: fc.constantFrom("", "Dana", "Billing team"),
  note: text,
});
const again = fc.nat({ max: 30 }).map(run);
// Rare, because little grows between removals.
const seldomRemoving = fc.nat({ max: 3 }).map((chance) => (chance === 0 ? remove() : run(chance)));
const deciding = fc.tuple(at, decision).map(([key, it]) => decideStep(key, it));
const applying = at.map(applyStep);
const puttingBack = fc.nat({ max: 9 }).map(putBackStep);
const puttingBackLogged = fc.nat({ max: 9 }).map(putBackLogged);
const correcting = fc
  .tuple(fc.constantFrom(...Object.keys(LINES)), fc.boolean())
  .map(([reference, isRight]) => correct(reference, isRight));
// Listed twice is chosen twice as often.
const commands = fc.commands(
  [
    again,
    again,
    deciding,
    deciding,
    applying,
    applying,
    puttingBack,
    puttingBack,
    puttingBackLogged,
    fc.constant(null).map(reopenPane),
    correcting,
    fc.boolean().map(sort),
    fc.nat({ max: 20 }).map(insert),
    seldomRemoving,
  ],
  { maxCommands: 40, size: "max" },
);

describe("a month's work on one workbook, in any order", () => {
  it("loses no decision and no value", async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const setup = async () => {
          const real = await newReal();
          const model = newModel();
          // The first run, so that most sequences begin with results.
          await run(0).run(model, real);
          return { model, real };
        };
        await fc.asyncModelRun(setup, steps);
      }),
      { numRuns: 28, seed: 20_261_124 },
    );
    const names = [
      "apply",
      "decide",
      "put back",
      "put back from the log",
      "put back after reopening",
      "refuse to put back",
      "remove",
      "resolved",
    ];
    expect(names.filter((name) => !effects.has(name))).toEqual([]);
  }, 400_000);
});
