import { Button, Field as FieldLabel, ProgressBar, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { SourceFigures } from "../../engine";
import type { Reconciliation, SourceLayout } from "../../engine/records";
import type { RunState } from "../../run";
import { dayAfter, usePane } from "../pane";
import { useStyles } from "../styles";
import { PeriodFields } from "./PeriodFields";
import { MissingSide, useMissingSide } from "./MissingSide";
import { UsageFilesPart } from "./UsageFilesPart";
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
  return <Recognised state={state} />;
}

interface RecognisedProps {
  readonly state: Extract<RunState, { readonly status: "recognised" | "reviewing" }>;
}

/** The sources, the period and the button; both can be corrected before each run. */
function Recognised({ state }: RecognisedProps): ReactElement {
  const { run, texts, usageFiles } = usePane();
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
      {state.status === "reviewing" && <Inputs reconciliation={state.reconciliation} />}
      {state.layouts.map((layout) => (
        <Source
          key={layout.name}
          layout={layout}
          figures={state.figures.find(({ name }) => name === layout.name)}
        />
      ))}
      {usageFiles !== null && <UsageFilesPart usageFiles={usageFiles} />}
      <PeriodFields value={typed} onChange={setTyped} />
      <Button
        appearance="primary"
        disabled={isWrong || missing !== null}
        onClick={() =>
          void run.reconcile(isOpen ? null : { start: typed.first, end: dayAfter(typed.last, 1) })
        }
      >
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

const CHANGEABLE = ["client", "product", "quantity", "unitPrice"] as const;

interface SourceProps {
  readonly layout: SourceLayout;
  readonly figures: SourceFigures | undefined;
}

/** One source with its columns, each changeable in place. */
function Source({ layout, figures }: SourceProps): ReactElement {
  const { run, texts, quantity, money } = usePane();
  const styles = useStyles();
  const amounts = Object.entries(figures?.amounts ?? {}).map(([currency, amount]) => money(amount, currency));
  return (
    <details open={layout.role !== "other"}>
      <summary>
        {texts.role[layout.role]}: {layout.name}
      </summary>
      {figures !== undefined && layout.role !== "other" && (
        <p className={styles.quiet}>
          {texts.figures(quantity(figures.rows), quantity(figures.quantity), amounts.join(", "))}
          {layout.countsRows ? ` ${texts.countsRows}` : ""}
          {figures.rejected > 0 ? ` ${texts.rejected(quantity(figures.rejected))}` : ""}
        </p>
      )}
      {layout.role === "other" && <p className={styles.quiet}>{layout.reasons.join("; ")}</p>}
      {CHANGEABLE.map((field) => (
        <FieldLabel key={field} label={texts.columnOf(texts.field[field], layout.name)}>
          <Select
            value={layout.columns[field] ?? ""}
            onChange={(_, { value }) => {
              run.setLayoutColumn(layout.name, field, value === "" ? null : Number(value));
            }}
          >
            <option value="">{texts.noColumn}</option>
            {[...layout.headers].map(([column, header]) => (
              <option key={column} value={column}>
                {header}
              </option>
            ))}
          </Select>
        </FieldLabel>
      ))}
    </details>
  );
}
