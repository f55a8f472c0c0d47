import { Button, Field, Input, Link, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { DecisionKind, ResultRow } from "../../engine/records";
import { usePane } from "../pane";

const DECISIONS: readonly DecisionKind[] = ["Update invoice", "Fix mapping", "Follow up", "Accept"];

/** Most evidence rows that are listed one by one. */
const SHOWN_ROWS = 100;

const TYPED = ["reason", "expires", "owner", "note"] as const;

/** One result: the arithmetic in words, the evidence as links, the invoice update and the decision. */
export function ResultDetail({ row }: { readonly row: ResultRow }): ReactElement {
  const { run, texts, quantity, isOutside } = usePane();
  const [decision, setDecision] = useState(row.decision);
  const [cell] = row.billedCells;
  const { expectedQuantity: expected } = row;
  const count = row.evidence.reduce((sum, { rows }) => sum + rows.length, 0);
  const evidence = row.evidence
    .flatMap(({ sheet, rows }) => rows.slice(0, SHOWN_ROWS).map((at) => ({ sheet, at })))
    .slice(0, SHOWN_ROWS);
  // With several lines it is a person's choice which one takes the difference.
  const single =
    row.billedCells.length === 1 && cell?.isNumeric === true && !cell.isReversed ? cell : undefined;
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
      {row.flags.map((flag) => (
        <p key={flag}>{texts.flag[flag] ?? flag}</p>
      ))}
      {single !== undefined && expected !== null && expected !== single.quantity && (
        <Button
          onClick={() =>
            void run.applyUpdate({
              key: row.key,
              cell: single,
              oldQuantity: single.quantity,
              newQuantity: expected,
            })
          }
        >
          {texts.setQuantity(quantity(single.quantity), quantity(expected), single.row + 1)}
        </Button>
      )}
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
      <Field label={texts.decisionLabel}>
        <Select
          value={decision.decision}
          onChange={(_, { value }) => {
            setDecision({ ...decision, decision: value });
          }}
        >
          <option value="">–</option>
          {DECISIONS.map((kind) => (
            <option key={kind} value={kind}>
              {texts.decision[kind]}
            </option>
          ))}
        </Select>
      </Field>
      {TYPED.map((field) => (
        <Field key={field} label={texts.decisionField[field]}>
          <Input
            type={field === "expires" ? "date" : "text"}
            value={decision[field]}
            onChange={(_, { value }) => {
              setDecision({ ...decision, [field]: value });
            }}
          />
        </Field>
      ))}
      <Button onClick={() => void run.decide(row.key, decision)}>{texts.save}</Button>
    </section>
  );
}
