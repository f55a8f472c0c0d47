import { Button, ProgressBar } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { Field, Reconciliation, SourceLayout } from "../../engine/records";
import type { RunState } from "../../run";
import { usePane } from "../pane";

/** What was found, and the one primary button. */
export function ReconcileScreen({ state }: { readonly state: RunState }): ReactElement {
  const { run, texts } = usePane();
  if (state.status === "idle") {
    return (
      <section>
        {texts.firstRun.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Button appearance="primary" onClick={() => void run.open()}>
          {texts.readWorkbook}
        </Button>
      </section>
    );
  }
  if (state.status === "reading" || state.status === "reconciling") {
    const { phase, done, total } = state.progress;
    return (
      <section>
        {total > 0 ? (
          <ProgressBar aria-label={texts.phase[phase]} value={done} max={total} />
        ) : (
          <ProgressBar aria-label={texts.phase[phase]} />
        )}
        {phase !== "writing" && (
          <Button
            onClick={() => {
              run.cancel();
            }}
          >
            {texts.cancel}
          </Button>
        )}
      </section>
    );
  }
  return (
    <section>
      {state.status === "reviewing" && <Inputs reconciliation={state.reconciliation} />}
      {state.layouts.map((layout) => (
        <Source key={layout.name} layout={layout} />
      ))}
      <Button appearance="primary" onClick={() => void run.reconcile()}>
        {state.status === "reviewing" ? texts.reconcileAgain : texts.reconcile}
      </Button>
    </section>
  );
}

/** What the last run was made from: the period, and each source with its rows and problems. */
function Inputs({ reconciliation }: { readonly reconciliation: Reconciliation }): ReactElement {
  const { texts, quantity, days } = usePane();
  const { period, sources } = reconciliation;
  return (
    <>
      {period !== null && <p>{texts.period(days(period))}</p>}
      {sources.map(({ name, rows, problems }) => (
        <p key={name}>
          {texts.rowsRead(name, quantity(rows.read))} {problems.join(" ")}
        </p>
      ))}
    </>
  );
}

const CHANGEABLE: readonly Field[] = ["client", "product", "quantity", "unitPrice"];

/** One source with its columns, each changeable in place. */
function Source({ layout }: { readonly layout: SourceLayout }): ReactElement {
  const { run, texts } = usePane();
  return (
    <details open={layout.confidence < 0.5}>
      <summary>
        {texts.role[layout.role]}: {layout.name}
      </summary>
      {CHANGEABLE.map((field) => (
        <label key={field} style={{ display: "block" }}>
          {texts.columnOf(field, layout.name)}{" "}
          <select
            value={layout.columns[field] ?? ""}
            onChange={({ target }) => {
              run.setLayoutColumn(layout.name, field, target.value === "" ? null : Number(target.value));
            }}
          >
            <option value="">{texts.noColumn}</option>
            {[...layout.headers].map(([column, header]) => (
              <option key={column} value={column}>
                {header}
              </option>
            ))}
          </select>
        </label>
      ))}
    </details>
  );
}
