import { Button, Field, Select } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ReactElement } from "react";
import type { ResultRow } from "../../engine/records";
import { selectRows } from "../../run";
import type { ReviewingState, Run } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

type Answer = Awaited<ReturnType<Run["shareChangeList"]>>;

interface Props {
  readonly state: ReviewingState;
  /** Results that a person ticked in the list. */
  readonly chosen?: readonly ResultRow[];
}

const NONE: readonly ResultRow[] = [];

/** Ways to hand the results on; what they hold is worked out only while they are open, because rows are many. */
export function ShareSection({ state, chosen = NONE }: Props): ReactElement {
  const { texts } = usePane();
  const [isOpen, setOpen] = useState(false);
  return (
    <details open={isOpen}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          setOpen(!isOpen);
        }}
      >
        {texts.share.title}
      </summary>
      {isOpen && <ShareWays state={state} chosen={chosen} />}
    </details>
  );
}

/** The change list for the PSA, the evidence of rows, and one client's page. */
function ShareWays({ state, chosen }: Required<Props>): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const { reconciliation, view, selectedKey } = state;
  const { results, period } = reconciliation;
  const selected = results.find(({ key }) => key === selectedKey);
  const rows = useMemo(() => {
    if (selected !== undefined) return [selected];
    return chosen.length > 0 ? chosen : openRows(selectRows(results, view), state);
  }, [results, view, selected, chosen, state]);
  const clients = useMemo(() => [...new Set(results.map(({ client }) => client))].sort(), [results]);
  const list = run.changeList();
  const [client, setClient] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer>(null);
  const ofClient = client ?? selected?.client ?? clients[0] ?? "";
  const share = (work: Promise<Answer>): void => {
    setAnswer(null);
    void work.then(setAnswer);
  };
  const count = list?.rows.length ?? 0;
  return (
    <section>
      <p>{texts.share.changes(count)}</p>
      {list?.skipped.map(({ client: of, service }) => (
        <p key={`${of}|${service}`}>{texts.share.skipped(of, service)}</p>
      ))}
      <div className={styles.wrap}>
        <Button
          disabled={count === 0}
          onClick={() => {
            share(run.shareChangeList());
          }}
        >
          {texts.share.changeList}
        </Button>
        {count > 0 && (
          <Button
            as="a"
            download={`change-list${period === null ? "" : `-${period.start}`}.csv`}
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(run.changeListCsv() ?? "")}`}
          >
            {texts.share.csv}
          </Button>
        )}
      </div>
      <Button
        disabled={rows.length === 0}
        onClick={() => {
          share(run.shareEvidence(rows.map(({ key }) => key)));
        }}
      >
        {selected !== undefined
          ? texts.share.evidence
          : chosen.length > 0
            ? texts.share.evidenceChosen(rows.length)
            : texts.share.evidenceOf(rows.length)}
      </Button>
      <Field label={texts.share.client}>
        <Select
          value={ofClient}
          onChange={(_, { value }) => {
            setClient(value);
          }}
        >
          {clients.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Button
        onClick={() => {
          share(run.shareClientPage(ofClient));
        }}
      >
        {texts.share.clientPage}
      </Button>
      <div role="status">
        {answer !== null && (
          <>
            <p>{texts.share.written(answer.sheet)}</p>
            {answer.remarks.map((remark) => (
              <p key={remark}>{texts.share.remark[remark]}</p>
            ))}
          </>
        )}
      </div>
    </section>
  );
}

/** Matched rows need no evidence unless a person chose to see them. */
function openRows(rows: readonly ResultRow[], { view }: ReviewingState): readonly ResultRow[] {
  return view.outcomes.includes("matched") ? rows : rows.filter(({ outcome }) => outcome !== "matched");
}
