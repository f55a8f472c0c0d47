import { Button } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { ReviewingState } from "../../run";
import { usePane } from "../pane";

/** Invoice updates of this run, each to be put back, and the way to remove what was written. */
export function HistoryScreen({ state }: { readonly state: ReviewingState }): ReactElement {
  const { run, texts, quantity } = usePane();
  return (
    <section>
      {state.updates.length === 0 && <p>{texts.noUpdates}</p>}
      <ul>
        {state.updates.map((update, index) => (
          <li key={index}>
            {texts.updated(update.cell.row + 1, quantity(update.oldQuantity), quantity(update.newQuantity))}{" "}
            <Button size="small" onClick={() => void run.putBack(update)}>
              {texts.putBack}
            </Button>
          </li>
        ))}
      </ul>
      <p>{texts.removeHint}</p>
      <Button onClick={() => void run.removeAnnotations()}>{texts.removeAnnotations}</Button>
    </section>
  );
}
