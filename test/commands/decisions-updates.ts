import { apply, billedOf, compared, paneOn, putBack, USED, type Model } from "./decisions-model";
import { KEYS, step, took } from "./decisions-step";

export const applyStep = (at: number) =>
  step(
    `apply to ${KEYS[at] ?? ""}`,
    (model) => model.isAnnotated,
    async (model, real) => {
      const key = KEYS[at] ?? "";
      const { results } = await compared(real);
      const row = results.find((result) => result.key === key);
      expect(row?.difference).toBe((USED[key] ?? 0) - billedOf(model, key));
      const [cell, other] = row?.billedCells ?? [];
      if (cell === undefined || other !== undefined || row?.difference === 0) return;
      const reference = model.rows[cell.row - 1] ?? "";
      const update = { key, cell, oldQuantity: cell.quantity, newQuantity: USED[key] ?? 0 };
      expect(model.quantities.get(reference)).toBe(update.oldQuantity);
      expect(await apply(real, update)).toBe(true);
      model.quantities.set(reference, update.newQuantity);
      model.applied.push({ reference, update, isMine: true });
      const texts = [cell.client, cell.service];
      model.logged.push({
        action: "apply",
        old: String(update.oldQuantity),
        new: String(update.newQuantity),
        texts,
      });
      took("apply");
    },
  );

/** Puts one update back; a line that moved or reads something else stays as it is. */
export const putBackStep = (at: number) =>
  step(
    `put back ${at}`,
    (model) => model.isAnnotated && model.applied.some(({ isMine }) => isMine),
    async (model, real) => {
      const mine = model.applied.filter(({ isMine }) => isMine);
      const applied = mine[at % mine.length];
      if (applied === undefined) return;
      const index = model.applied.indexOf(applied);
      const { reference, update } = applied;
      const isThere =
        model.rows[update.cell.row - 1] === reference &&
        model.quantities.get(reference) === update.newQuantity;
      expect(await putBack(real, update)).toBe(isThere);
      took(isThere ? "put back" : "refuse to put back");
      if (!isThere) return;
      model.quantities.set(reference, update.oldQuantity);
      model.applied.splice(index, 1);
      const [old, texts] = [String(update.newQuantity), [update.cell.client, update.cell.service]];
      model.logged.push({ action: "put back", old, new: String(update.oldQuantity), texts });
    },
  );

/** What the log has to say of each change that was not put back: by line, the newest first decides. */
function statesOf({ applied, quantities }: Model): unknown[] {
  return applied.map(({ reference, update: { oldQuantity, newQuantity } }, i) => {
    const last = applied.findLastIndex((other) => other.reference === reference);
    const holds = quantities.get(reference);
    const isOpen = applied[last]?.update.newQuantity === holds;
    const state = !isOpen ? { kind: "other", holds } : { kind: i === last ? "open" : "later" };
    return [reference, oldQuantity, newQuantity, state];
  });
}

/** The pane is closed and opened again: from now on only the log knows what was applied. */
export const reopenPane = () =>
  step(
    "close and reopen the pane",
    () => true,
    async (model, real) => {
      real.port = paneOn(real.open, real.now);
      for (const applied of model.applied) applied.isMine = false;
      await Promise.resolve();
    },
  );

/** Puts a change back that the log remembers, wherever its line stands by now. */
export const putBackLogged = (at: number) =>
  step(
    `put back ${at} from the log`,
    (model) => model.isAnnotated && model.applied.length > 0,
    async (model, real) => {
      const { logged = [] } = await compared(real);
      expect(
        logged.map(({ line, oldQuantity, newQuantity, state }) => [
          line.slice(line.lastIndexOf(" ") + 1),
          oldQuantity,
          newQuantity,
          state.kind === "open" ? { kind: "open" } : state,
        ]),
      ).toEqual(statesOf(model));
      const entry = logged[at % logged.length];
      const applied = model.applied[at % logged.length];
      if (applied === undefined || entry?.state.kind !== "open") return;
      const { reference, update } = applied;
      expect(model.rows[entry.state.cell.row - 1]).toBe(reference);
      expect(await putBack(real, { ...update, cell: entry.state.cell })).toBe(true);
      took(applied.isMine ? "put back from the log" : "put back after reopening");
      model.quantities.set(reference, update.oldQuantity);
      model.applied.splice(model.applied.indexOf(applied), 1);
      const [old, texts] = [String(update.newQuantity), [update.cell.client, update.cell.service]];
      model.logged.push({ action: "put back", old, new: String(update.oldQuantity), texts });
    },
  );
