import { Button, ProgressBar } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { Reconciliation } from "../../engine/records";
import type { RunState } from "../../run";
import { dayAfter, usePane } from "../pane";
import { PeriodFields } from "./PeriodFields";
import { MissingSide, useMissingSide } from "./MissingSide";
import { SourcePart } from "./SourcePart";
import { UsageFilesPart } from "./UsageFilesPart";
import { useStyles } from "../styles";
import type { TypedPeriod } from "./PeriodFields";

/** What was found, and the one primary button. */
export function ReconcileScreen({ state }: { readonly state: RunState }): ReactElement {
  const { run, openSample, texts, quantity } = usePane();
  if (state.status === "idle") {
    return (
      <section>
        {texts.firstRun.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Button appearance="primary" onClick={() => void run.open()}>
          {texts.readWorkbook}
        </Button>
        {openSample !== null && <Button onClick={() => void openSample()}>{texts.openSample}</Button>}
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
        {total > 0 && <p>{texts.progress(quantity(done), quantity(total))}</p>}
        <Button
          onClick={() => {
            run.cancel();
          }}
        >
          {texts.cancel}
        </Button>
      </section>
    );
  }
  return <Recognised state={state} />;
}

interface RecognisedProps {
  readonly state: Extract<RunState, { readonly status: "recognised" | "reviewing" }>;
}

/** The sources, the period and the button; both can be corrected before each run. */
function Recognised({ state }: RecognisedProps): ReactElement {
  const { run, texts, usageFiles } = usePane();
  const styles = useStyles();
  const found = state.status === "reviewing" ? state.reconciliation.period : null;
  const [typed, setTyped] = useState<TypedPeriod>(
    found === null ? { first: "", last: "" } : { first: found.start, last: dayAfter(found.end, -1) },
  );
  const missing = useMissingSide(state.layouts);
  const isOpen = typed.first === "" && typed.last === "";
  const isWrong = !isOpen && (typed.first === "" || typed.last === "" || typed.last < typed.first);
  return (
    <section>
      {missing !== null && <MissingSide side={missing} />}
      {state.status === "reviewing" && (
        <Inputs reconciliation={state.reconciliation} listed={state.layouts.map(({ name }) => name)} />
      )}
      {state.layouts.map((layout) => (
        <SourcePart
          key={layout.name}
          layout={layout}
          figures={state.figures.find(({ name }) => name === layout.name)}
        />
      ))}
      {usageFiles !== null && <UsageFilesPart usageFiles={usageFiles} />}
      <PeriodFields value={typed} onChange={setTyped} />
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabled={isWrong || missing !== null}
          onClick={() =>
            void run.reconcile(isOpen ? null : { start: typed.first, end: dayAfter(typed.last, 1) })
          }
        >
          {state.status === "reviewing" ? texts.reconcileAgain : texts.reconcile}
        </Button>
      </div>
    </section>
  );
}

interface InputsProps {
  readonly reconciliation: Reconciliation;
  /** Sources that are listed with their rows anyhow. */
  readonly listed: readonly string[];
}

/** What the last run was made from: the period, sources that are no part of the workbook, and what is wrong with any. */
function Inputs({ reconciliation, listed }: InputsProps): ReactElement {
  const { texts, quantity, days } = usePane();
  const styles = useStyles();
  const { period, sources } = reconciliation;
  const told = sources.filter(({ name, problems }) => problems.length > 0 || !listed.includes(name));
  return (
    <>
      {period !== null && <p>{texts.period(days(period))}</p>}
      {told.map(({ name, rows, problems }) => (
        <p key={name}>
          {texts.rowsRead(name, quantity(rows.read))}{" "}
          <span className={styles.warning}>{problems.join(" ")}</span>
        </p>
      ))}
    </>
  );
}
