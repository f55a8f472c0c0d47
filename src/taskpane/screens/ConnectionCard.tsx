import { Badge, Button, Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { Period } from "../../engine/records";
import { isStale, type Connections, type ConnectionView } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { RemoveConnection } from "./RemoveConnection";

interface Props {
  readonly view: ConnectionView;
  readonly connections: Connections;
  /** `null` while what is typed is no period. */
  readonly period: Period | null;
}

/** One connection: what to fetch, how it is, and what the last fetch gave. */
export function ConnectionCard({ view, connections, period }: Props): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const words = texts.connected;
  const { info, status, last } = view;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(info.datasets.flatMap(({ id, isDefault }) => (isDefault ? [id] : []))),
  );
  const isBusy = status.kind === "testing" || status.kind === "fetching";
  const fetchNow = async (): Promise<void> => {
    if (period === null) return;
    await connections.fetch(info.id, period, [...chosen]);
    // The sources on the first screen are those of the workbook and of the connections.
    await run.open();
  };
  return (
    <div className={styles.card} role="group" aria-label={info.name}>
      <h3>{info.name}</h3>
      <div className={styles.wrap}>
        <span className={styles.quiet}>
          {info.name === info.title ? "" : `${info.title} · `}
          {words.side[info.side]}
        </span>
        {info.isSimulated && (
          <Badge appearance="tint" color="warning">
            {words.simulated}
          </Badge>
        )}
      </div>
      {info.datasets.length > 1 && (
        <div role="group" aria-label={words.what(info.name)}>
          {info.datasets.map(({ id, label }) => (
            <Checkbox
              key={id}
              label={label}
              checked={chosen.has(id)}
              onChange={(_, { checked }) => {
                setChosen(
                  new Set(checked === true ? [...chosen, id] : [...chosen].filter((it) => it !== id)),
                );
              }}
            />
          ))}
        </div>
      )}
      <div className={styles.wrap}>
        <Button
          size="small"
          appearance="primary"
          disabled={isBusy || period === null || chosen.size === 0}
          onClick={() => void fetchNow()}
        >
          {last === null ? words.fetch : words.fetchAgain}
        </Button>
        <Button size="small" disabled={isBusy} onClick={() => void connections.test(info.id)}>
          {words.test}
        </Button>
        {status.kind === "fetching" && (
          <Button
            size="small"
            onClick={() => {
              connections.cancel(info.id);
            }}
          >
            {words.stop}
          </Button>
        )}
      </div>
      <Status status={status} />
      {last !== null && status.kind !== "fetching" && (
        <Last view={view} last={last} connections={connections} />
      )}
      {info.isRemovable && <RemoveConnection info={info} connections={connections} isBusy={isBusy} />}
    </div>
  );
}

function Status({ status }: Pick<ConnectionView, "status">): ReactElement {
  const { texts, quantity } = usePane();
  const words = texts.connected;
  switch (status.kind) {
    case "idle":
      return <></>;
    case "testing":
      return <p role="status">{words.testing}</p>;
    case "works":
      return <p role="status">{status.message}</p>;
    case "failed":
      return <p role="alert">{status.message}</p>;
    case "fetching": {
      const { step } = status;
      const text =
        step === null ? words.beginning : words.step(step.what, quantity(step.pages), quantity(step.rows));
      return <p role="status">{text}</p>;
    }
  }
}

interface LastProps {
  readonly view: ConnectionView;
  readonly last: NonNullable<ConnectionView["last"]>;
  readonly connections: Connections;
}

/** What the last fetch gave, how old it is, and what speaks against it. */
function Last({ view, last, connections }: LastProps): ReactElement {
  const { texts, quantity, moment, age } = usePane();
  const styles = useStyles();
  const words = texts.connected;
  const now = new Date().toISOString();
  return (
    <>
      <p>{words.last(quantity(last.rows), moment(last.fetchedAt), age(last.fetchedAt, now))}</p>
      {isStale(last.fetchedAt, now, last.period) && <p role="alert">{words.stale}</p>}
      {last.doubts.length > 0 && (
        <div role="alert">
          <p>{words.doubtful}</p>
          <ul>
            {last.doubts.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        </div>
      )}
      {last.leftOut.length > 0 && (
        <details>
          <summary>{words.leftOut}</summary>
          <ul>
            {last.leftOut.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {last.sheet === null ? (
        <div className={styles.wrap}>
          <span className={styles.quiet}>{words.inPane}</span>
          <Button size="small" onClick={() => void connections.writeSheet(view.info.id)}>
            {words.writeSheet}
          </Button>
        </div>
      ) : (
        <p className={styles.quiet}>{words.inSheet(last.sheet)}</p>
      )}
    </>
  );
}
