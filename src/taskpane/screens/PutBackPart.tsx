import { Button } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { LoggedUpdate } from "../../engine/records";
import { earlierUpdates, type ReviewingState } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

/** Invoice quantities that were changed, in this session and before it as the log tells, each to be put back. */
export function PutBackPart({ state }: { readonly state: ReviewingState }): ReactElement {
  const { run, texts, quantity } = usePane();
  const styles = useStyles();
  const { updates, reconciliation } = state;
  const earlier = earlierUpdates(reconciliation.logged ?? [], updates);
  const canPutBack = earlier.filter(({ state: { kind } }) => kind === "open" || kind === "later");
  return (
    <>
      {updates.length === 0 && <p>{texts.noUpdates}</p>}
      <ul>
        {updates.map((update, index) => (
          <li key={index}>
            {update.cell.client} · {update.cell.service}:{" "}
            {texts.updated(update.cell.row + 1, quantity(update.oldQuantity), quantity(update.newQuantity))}{" "}
            <Button size="small" onClick={() => void run.putBack([update])}>
              {texts.putBack}
            </Button>
          </li>
        ))}
      </ul>
      {updates.length > 1 && (
        <Button onClick={() => void run.putBackAll()}>{texts.putBackAll(updates.length)}</Button>
      )}
      {earlier.length > 0 && (
        <section aria-label={texts.earlier.title}>
          <h3>{texts.earlier.title}</h3>
          <p className={styles.quiet}>{texts.earlier.hint}</p>
          <ul>
            {earlier.map((entry) => (
              <li key={entry.entry}>
                <span className={styles.quiet}>{entry.when}</span> {entry.line} ({entry.sheet}):{" "}
                {quantity(entry.oldQuantity)} → {quantity(entry.newQuantity)} <PutBackOne entry={entry} />
              </li>
            ))}
          </ul>
          {canPutBack.length > 1 && (
            <Button onClick={() => void run.putBackLogged(canPutBack)}>
              {texts.putBackAll(canPutBack.length)}
            </Button>
          )}
        </section>
      )}
    </>
  );
}

/** The button, or why there is none. */
function PutBackOne({ entry }: { readonly entry: LoggedUpdate }): ReactElement {
  const { run, texts, quantity } = usePane();
  const styles = useStyles();
  const { state } = entry;
  switch (state.kind) {
    case "open":
      return (
        <Button size="small" onClick={() => void run.putBackLogged([entry])}>
          {texts.putBack}
        </Button>
      );
    case "later":
      return <span className={styles.warning}>{texts.earlier.later}</span>;
    case "gone":
      return <span className={styles.warning}>{texts.earlier.gone}</span>;
    case "alike":
      return <span className={styles.warning}>{texts.earlier.alike(state.lines)}</span>;
    case "other":
      return <span className={styles.warning}>{texts.earlier.other(quantity(state.holds))}</span>;
  }
}
