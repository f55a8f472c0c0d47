import { Button } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { QuantityUpdate } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { cellOf, useRefusals } from "./useRefusals";

/** Most cells that are listed one by one. */
const SHOWN = 50;

interface Props {
  /** The same array as long as the results are the same. */
  readonly updates: readonly QuantityUpdate[];
  /** True where a quantity is wrong, so that no update needs a word. */
  readonly isWanted: boolean;
}

/** The invoice cells that would change, old and new, those that would not with the reason, and the button that changes them. */
export function UpdatePart({ updates, isWanted }: Props): ReactElement {
  const { run, texts, quantity } = usePane();
  const styles = useStyles();
  const refusals = useRefusals(updates);
  const [first, ...others] = updates;
  if (first === undefined) return isWanted ? <p>{texts.byHand}</p> : <></>;
  const line = ({ cell, oldQuantity, newQuantity }: QuantityUpdate): string =>
    texts.setQuantity(quantity(oldQuantity), quantity(newQuantity), cell.row + 1);
  const rows = updates.map((update) => ({ update, why: refusals.whyNot(update) }));
  // What is refused comes first, so that a long list never hides it.
  const refused = rows.filter(({ why }) => why !== null);
  const open = rows.filter(({ why }) => why === null);
  const listed = [...refused, ...(others.length === 0 ? [] : open)];
  return (
    <>
      {listed.length > 0 && (
        <ul>
          {listed.slice(0, SHOWN).map(({ update, why }) => (
            <li key={cellOf(update)}>
              {update.cell.client} · {update.cell.service}: {line(update)}
              {why !== null && (
                <span className={styles.warning}> {texts.refused(update.cell.row + 1, why)}</span>
              )}
            </li>
          ))}
          {listed.length > SHOWN && <li>{texts.andMore(listed.length - SHOWN)}</li>}
        </ul>
      )}
      {refused.length > 0 && <p>{texts.refusedOf(refused.length, updates.length)}</p>}
      <Button
        disabled={refusals.isAsking || open.length === 0}
        onClick={() => void run.applyUpdates(open.map(({ update }) => update))}
      >
        {others.length === 0 ? line(first) : texts.changeAll(open.length)}
      </Button>
    </>
  );
}
