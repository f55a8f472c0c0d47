import { Button } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { QuantityUpdate } from "../../run";
import { usePane } from "../pane";

/** Most cells that are listed one by one. */
const SHOWN = 50;

interface Props {
  readonly updates: readonly QuantityUpdate[];
  /** True where a quantity is wrong, so that no update needs a word. */
  readonly isWanted: boolean;
}

/** The invoice cells that would change, old and new, and the button that changes them. */
export function UpdatePart({ updates, isWanted }: Props): ReactElement {
  const { run, texts, quantity } = usePane();
  const [first, ...others] = updates;
  if (first === undefined) return isWanted ? <p>{texts.byHand}</p> : <></>;
  const line = ({ cell, oldQuantity, newQuantity }: QuantityUpdate): string =>
    texts.setQuantity(quantity(oldQuantity), quantity(newQuantity), cell.row + 1);
  if (others.length === 0) {
    return <Button onClick={() => void run.applyUpdates(updates)}>{line(first)}</Button>;
  }
  return (
    <>
      <ul>
        {updates.slice(0, SHOWN).map((update) => (
          <li key={`${update.cell.sheet}|${String(update.cell.row)}|${String(update.cell.column)}`}>
            {update.cell.client} · {update.cell.service}: {line(update)}
          </li>
        ))}
        {updates.length > SHOWN && <li>{texts.andMore(updates.length - SHOWN)}</li>}
      </ul>
      <Button onClick={() => void run.applyUpdates(updates)}>{texts.changeAll(updates.length)}</Button>
    </>
  );
}
