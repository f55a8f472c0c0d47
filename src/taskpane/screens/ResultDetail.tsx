import { Button, Link } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ReactElement } from "react";
import type { ResultRow } from "../../engine/records";
import { isOverdue, updatesFor } from "../../run";
import { usePane } from "../pane";
import { DecisionFields } from "./DecisionFields";
import { UpdatePart } from "./UpdatePart";

/** Most evidence rows that are listed one by one. */
const SHOWN_ROWS = 100;

/** One result: the arithmetic in words, the evidence as links, the invoice update and the decision. */
export function ResultDetail({ row }: { readonly row: ResultRow }): ReactElement {
  const { run, texts, quantity, isOutside } = usePane();
  const [decision, setDecision] = useState(row.decision);
  const { expectedQuantity: expected } = row;
  const count = row.evidence.reduce((sum, { rows }) => sum + rows.length, 0);
  const evidence = row.evidence
    .flatMap(({ sheet, rows }) =>
      Array.from({ length: Math.min(rows.length, SHOWN_ROWS) }, (_, i) => ({ sheet, at: rows[i] ?? 0 })),
    )
    .slice(0, SHOWN_ROWS);
  const updates = useMemo(() => updatesFor(row), [row]);
  return (
    <section>
      <Button onClick={() => void run.select(null)}>{texts.close}</Button>
      <h2>
        {row.client} · {row.service}
      </h2>
      <p>
        {texts.outcome[row.outcome]}. {texts.billed} {quantity(row.billedQuantity)}, {texts.expected}{" "}
        {quantity(expected)}
      </p>
      <p>{row.why}</p>
      {isOverdue(row.decision, new Date().toISOString().slice(0, 10)) && <p role="alert">{texts.overdue}</p>}
      {row.flags.map((flag) => (
        <p key={flag}>{texts.flag[flag] ?? flag}</p>
      ))}
      <UpdatePart updates={updates} isWanted={row.difference !== null && row.difference !== 0} />
      <h3>{texts.evidence}</h3>
      <ul>
        {evidence.map(({ sheet, at }) => (
          <li key={`${sheet}|${String(at)}`}>
            {isOutside(sheet) ? (
              texts.row(sheet, at + 1)
            ) : (
              <Link as="button" onClick={() => void run.goTo({ sheet, row: at, column: null })}>
                {texts.row(sheet, at + 1)}
              </Link>
            )}
          </li>
        ))}
        {count > evidence.length && <li>{texts.andMore(count - evidence.length)}</li>}
      </ul>
      <DecisionFields value={decision} onChange={setDecision} />
      <Button onClick={() => void run.decide([row.key], decision)}>{texts.save}</Button>
    </section>
  );
}
