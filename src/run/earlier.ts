import { lineTitle, titleOf } from "../engine/share";
import type { LoggedUpdate } from "../engine/records";
import type { QuantityUpdate } from "./ports";

/** The logged changes that were made before this session: those of the session are the last ones of their kind. */
export function earlierUpdates(
  logged: readonly LoggedUpdate[],
  session: readonly QuantityUpdate[],
): readonly LoggedUpdate[] {
  const left = [...logged];
  for (const { cell, oldQuantity, newQuantity } of [...session].reverse()) {
    const at = left.findLastIndex(
      (it) =>
        it.sheet === cell.sheet &&
        titleOf(it.line) === lineTitle(cell).trim() &&
        it.oldQuantity === oldQuantity &&
        it.newQuantity === newQuantity,
    );
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
