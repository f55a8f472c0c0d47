import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { Connections, ConnectionView } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

interface Props {
  readonly info: ConnectionView["info"];
  readonly connections: Connections;
  readonly isBusy: boolean;
}

/** Removes a connection for everybody, after the person was told what goes with it. */
export function RemoveConnection({ info, connections, isBusy }: Props): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const words = texts.connected.add;
  const [isAsking, setIsAsking] = useState(false);
  const removeNow = async (): Promise<void> => {
    await connections.remove(info.id);
    // What was fetched from it takes part in no reconciliation any more.
    await run.open();
  };
  if (!isAsking) {
    return (
      <div className={styles.wrap}>
        <Button
          size="small"
          appearance="subtle"
          aria-label={words.removeNamed(info.name)}
          disabled={isBusy}
          onClick={() => {
            setIsAsking(true);
          }}
        >
          {words.remove}
        </Button>
      </div>
    );
  }
  return (
    <>
      <p role="alert">{words.removing(info.name)}</p>
      <div className={styles.wrap}>
        <Button
          size="small"
          onClick={() => {
            setIsAsking(false);
          }}
        >
          {words.keep}
        </Button>
        <Button
          size="small"
          appearance="primary"
          disabled={isBusy}
          onClick={() => {
            setIsAsking(false);
            void removeNow();
          }}
        >
          {words.remove}
        </Button>
      </div>
    </>
  );
}
