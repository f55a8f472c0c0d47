import { Field, Input, Select } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { Decision, DecisionKind } from "../../engine/records";
import { dueOf, withDue, withoutDue } from "../../run";
import { usePane } from "../pane";

const DECISIONS: readonly DecisionKind[] = ["Update invoice", "Fix mapping", "Follow up", "Accept"];
const TYPED = ["reason", "expires", "owner"] as const;

interface Props {
  readonly value: Decision;
  readonly onChange: (value: Decision) => void;
}

/** What is decided, and what belongs to it; a follow-up's due date stands at the beginning of its note. */
export function DecisionFields({ value, onChange }: Props): ReactElement {
  const { texts } = usePane();
  const due = dueOf(value) ?? "";
  return (
    <>
      <Field label={texts.decisionLabel}>
        <Select
          value={value.decision}
          onChange={(_, { value: decision }) => {
            onChange({ ...value, decision });
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
      {TYPED.filter((field) => field !== "expires" || hasExpiry(value)).map((field) => (
        <Field key={field} label={texts.decisionField[field]}>
          <Input
            type={field === "expires" ? "date" : "text"}
            value={value[field]}
            onChange={(_, { value: text }) => {
              onChange({ ...value, [field]: text });
            }}
          />
        </Field>
      ))}
      {value.decision === "Follow up" && (
        <Field label={texts.due}>
          <Input
            type="date"
            value={due}
            onChange={(_, { value: day }) => {
              onChange({ ...value, note: withDue(value.note, day) });
            }}
          />
        </Field>
      )}
      <Field label={texts.decisionField.note}>
        <Input
          value={withoutDue(value.note)}
          onChange={(_, { value: text }) => {
            onChange({ ...value, note: withDue(text, due) });
          }}
        />
      </Field>
    </>
  );
}

/** Only an acceptance ends; an end that a person wrote beside another decision still shows. */
function hasExpiry({ decision, expires }: Decision): boolean {
  return decision === "Accept" || expires !== "";
}
