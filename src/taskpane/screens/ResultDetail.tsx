import { Button, Link } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ReactElement } from "react";
import type { ResultRow } from "../../engine/records";
import { isOverdue, updatesFor } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { DecisionFields } from "./DecisionFields";
import { UpdatePart } from "./UpdatePart";

/** Most stretches of evidence rows that are listed one by one. */
const SHOWN_SPANS = 100;

/** One result: what is at stake, the arithmetic in words and step by step, the invoice update, the evidence as links and the decision. */
export function ResultDetail({ row }: { readonly row: ResultRow }): ReactElement {
  const { run, texts, quantity, verdict, isOutside } = usePane();
  const styles = useStyles();
  const [decision, setDecision] = useState(row.decision);
  const spans = useMemo(() => spansOf(row.evidence), [row.evidence]);
  const shown = spans.slice(0, SHOWN_SPANS);
  const rest = rowsIn(spans.slice(SHOWN_SPANS));
  const updates = useMemo(() => updatesFor(row), [row]);
  return (
    <section>
      <Button onClick={() => void run.select(null)}>{texts.close}</Button>
      <h2>
        {row.client} · {row.service}
      </h2>
      <p>
        <strong>{verdict(row)}</strong>
      </p>
      <p>
        {texts.billed} {quantity(row.billedQuantity)} · {texts.expected} {quantity(row.expectedQuantity)}
      </p>
      <p>{row.why}</p>
      {row.steps.length > 0 && (
        <details>
          <summary>{texts.steps}</summary>
          <ol>
            {row.steps.map(({ kind, what, quantity: after, rule }, i) => (
              <li key={`${kind}|${String(i)}`}>
                {what}
                {after === null ? "" : ` = ${quantity(after)}`}
                {rule !== "" && <span className={styles.quiet}> ({rule})</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
      {isOverdue(row.decision, new Date().toISOString().slice(0, 10)) && <p role="alert">{texts.overdue}</p>}
      {row.flags.map((flag) => (
        <p key={flag}>{texts.flag[flag] ?? flag}</p>
      ))}
      <UpdatePart updates={updates} isWanted={row.difference !== null && row.difference !== 0} />
      {shown.length > 0 && <h3>{texts.evidence}</h3>}
      <ul>
        {shown.map(({ sheet, first, last }) => (
          <li key={`${sheet}|${String(first)}`}>
            {isOutside(sheet) ? (
              texts.rows(sheet, first + 1, last + 1)
            ) : (
              <Link as="button" onClick={() => void run.goTo({ sheet, row: first, column: null })}>
                {texts.rows(sheet, first + 1, last + 1)}
              </Link>
            )}
          </li>
        ))}
        {rest > 0 && <li>{texts.andMore(rest)}</li>}
      </ul>
      <DecisionFields value={decision} onChange={setDecision} />
      <Button onClick={() => void run.decide([row.key], decision)}>{texts.save}</Button>
    </section>
  );
}

/** Rows of one source that follow each other, 0-based, both included. */
interface RowSpan {
  readonly sheet: string;
  readonly first: number;
  readonly last: number;
}

/** Exports are sorted by client as a rule, so that the rows behind a result are few stretches. */
function spansOf(evidence: ResultRow["evidence"]): readonly RowSpan[] {
  const spans: RowSpan[] = [];
  for (const { sheet, rows } of evidence) {
    for (let i = 0, first = rows[0] ?? 0; i < rows.length; i += 1) {
      const [row = 0, next] = [rows[i], rows[i + 1]];
      if (next === row + 1) continue;
      spans.push({ sheet, first, last: row });
      first = next ?? 0;
    }
  }
  return spans;
}

function rowsIn(spans: readonly RowSpan[]): number {
  return spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
