import { Button, Link } from "@fluentui/react-components";
import { useEffect } from "react";
import type { ReactElement } from "react";
import type { AddingState, Connections } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

interface Props {
  readonly connections: Connections;
  readonly adding: Extract<AddingState, { readonly kind: "waiting" }>;
}

/** A connection whose secrets are being typed on the relay's page; looked for when the person comes back from there. */
export function AwaitedConnection({ connections, adding }: Props): ReactElement {
  const { texts, moment } = usePane();
  const styles = useStyles();
  const words = texts.connected.add;
  useEffect(() => {
    const look = (): void => void connections.lookAgain();
    window.addEventListener("focus", look);
    return () => {
      window.removeEventListener("focus", look);
    };
  }, [connections]);
  return (
    <div className={styles.card} role="group" aria-label={words.heading}>
      <p role="status">{words.waiting(adding.name)}</p>
      {/* A window of its own, which cannot reach the pane and tells the relay nothing of it. */}
      <Link href={adding.link} target="_blank" rel="noopener noreferrer">
        {words.open}
      </Link>
      <p className={styles.quiet}>{words.until(moment(adding.expiresAt))}</p>
      {adding.message !== "" && (
        <p role="alert">
          {words.notYet} {adding.message}
        </p>
      )}
      <div className={styles.wrap}>
        <Button size="small" appearance="primary" onClick={() => void connections.lookAgain()}>
          {words.lookAgain}
        </Button>
        <Button
          size="small"
          onClick={() => {
            connections.leaveAdding();
          }}
        >
          {words.leave}
        </Button>
      </div>
    </div>
  );
}
