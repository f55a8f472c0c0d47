import { Field, Input } from "@fluentui/react-components";
import type { ReactElement } from "react";
import { usePane } from "../pane";
import { useStyles } from "../styles";

/** The first and last billed day as typed, `YYYY-MM-DD`; empty where none is typed. */
export interface TypedPeriod {
  readonly first: string;
  readonly last: string;
}

interface Props {
  readonly value: TypedPeriod;
  readonly onChange: (value: TypedPeriod) => void;
  /** What the dates are for; left out = what is billed, where both empty lets the engine find it in the workbook. */
  readonly hint?: string;
}

/** Two dates. */
export function PeriodFields({ value, onChange, hint }: Props): ReactElement {
  const { texts } = usePane();
  const said = hint ?? texts.periodHint;
  const styles = useStyles();
  return (
    <div role="group" aria-label={said} className={styles.wrap}>
      <Field label={texts.firstDay} className={styles.grow}>
        <Input
          type="date"
          value={value.first}
          onChange={(_, { value: first }) => {
            onChange({ ...value, first });
          }}
        />
      </Field>
      <Field label={texts.lastDay} className={styles.grow}>
        <Input
          type="date"
          value={value.last}
          onChange={(_, { value: last }) => {
            onChange({ ...value, last });
          }}
        />
      </Field>
      <p className={styles.quiet}>{said}</p>
    </div>
  );
}
