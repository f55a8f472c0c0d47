import { Button } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ReactElement } from "react";
import type { Decision, ResultRow } from "../../engine/records";
import { updatesFor } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { DecisionFields } from "./DecisionFields";
import { UpdatePart } from "./UpdatePart";

const NO_DECISION: Decision = { decision: "", reason: "", expires: "", owner: "", note: "" };

interface Props {
  readonly rows: readonly ResultRow[];
  readonly onClear: () => void;
}

/** One decision for all chosen results, with every invoice cell that an update would change. */
export function DecideSeveral({ rows, onClear }: Props): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const [decision, setDecision] = useState(NO_DECISION);
  const updates = useMemo(() => rows.flatMap(updatesFor), [rows]);
  const byHand = rows.filter(
    (row) => row.difference !== null && row.difference !== 0 && updatesFor(row).length === 0,
  );
  return (
    <div className={styles.card} role="group" aria-label={texts.chosen(rows.length)}>
      <div className={styles.wrap}>
        <strong>{texts.chosen(rows.length)}</strong>
        <Button size="small" onClick={onClear}>
          {texts.chooseNone}
        </Button>
      </div>
      <DecisionFields value={decision} onChange={setDecision} />
      <Button
        appearance="primary"
        disabled={decision.decision === ""}
        onClick={() =>
          void run.decide(
            rows.map(({ key }) => key),
            decision,
          )
        }
      >
        {texts.saveFor(rows.length)}
      </Button>
      {decision.decision === "Update invoice" && (
        <>
          <UpdatePart updates={updates} isWanted={false} />
          {byHand.length > 0 && <p>{texts.byHandOf(byHand.length)}</p>}
        </>
      )}
    </div>
  );
}
