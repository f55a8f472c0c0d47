import { Button, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import { monthOf, type Connections, type ConnectionsState } from "../../run";
import { dayAfter, useConnectionsState, usePane } from "../pane";
import { useStyles } from "../styles";
import { AddConnection } from "./AddConnection";
import { ConnectionCard } from "./ConnectionCard";
import { PeriodFields, type TypedPeriod } from "./PeriodFields";

/** Pairs with a relay, and fetches from what it connects. */
export function ConnectionsScreen({ connections }: { readonly connections: Connections }): ReactElement {
  const { texts, run } = usePane();
  const styles = useStyles();
  const words = texts.connected;
  const state = useConnectionsState(connections);
  const reviewed = run.getState();
  const known = reviewed.status === "reviewing" ? reviewed.reconciliation.period : null;
  const first = known ?? monthOf(new Date().toISOString().slice(0, 10));
  const [typed, setTyped] = useState<TypedPeriod>({ first: first.start, last: dayAfter(first.end, -1) });
  const isWrong = typed.first === "" || typed.last === "" || typed.last < typed.first;
  const hasFetched = state.connections.some(({ last }) => last !== null);
  return (
    <section>
      <p>{words.intro}</p>
      <RelayPart connections={connections} relay={state.relay} />
      {state.connections.length > 0 && (
        <>
          <h3>{words.period}</h3>
          <PeriodFields value={typed} onChange={setTyped} hint={words.periodHint} />
        </>
      )}
      {state.connections.map((view) => (
        <ConnectionCard
          key={view.info.id}
          view={view}
          connections={connections}
          period={isWrong ? null : { start: typed.first, end: dayAfter(typed.last, 1) }}
        />
      ))}
      {state.relay.kind === "paired" && state.connections.length === 0 && <p>{words.none}</p>}
      {state.relay.kind === "paired" && state.relay.mayAdminister && (
        <AddConnection
          connections={connections}
          adding={state.adding}
          takesAddress={state.relay.takesAddress}
        />
      )}
      {state.relay.kind === "paired" && !state.relay.mayAdminister && (
        <p className={styles.quiet}>{words.add.mayNot}</p>
      )}
      {hasFetched && <p>{words.next}</p>}
    </section>
  );
}

interface RelayProps {
  readonly connections: Connections;
  readonly relay: ConnectionsState["relay"];
}

/** The relay: how to set one up, or which one it is. */
function RelayPart({ connections, relay }: RelayProps): ReactElement {
  const { texts } = usePane();
  const styles = useStyles();
  const words = texts.connected;
  const [address, setAddress] = useState(relay.address);
  const [token, setToken] = useState("");
  const [isAgain, setIsAgain] = useState(false);
  if (relay.kind === "paired" && !isAgain) {
    return (
      <div className={styles.wrap}>
        <span>{words.paired(relay.address)}</span>
        <Button
          size="small"
          onClick={() => {
            setIsAgain(true);
          }}
        >
          {words.pairAgain}
        </Button>
      </div>
    );
  }
  return (
    <form
      className={styles.card}
      onSubmit={(event) => {
        event.preventDefault();
        const asked = token.trim();
        // The token leaves the page with this request and is not kept in it.
        setToken("");
        setIsAgain(false);
        void connections.pair(address.trim(), asked === "" ? null : asked);
      }}
    >
      {words.setUp(location.origin).map((line) => (
        <p key={line} className={styles.quiet}>
          {line}
        </p>
      ))}
      <Field label={words.address} hint={words.addressHint}>
        <Input
          type="url"
          value={address}
          placeholder="https://relay.example.com"
          onChange={(_, { value }) => {
            setAddress(value);
          }}
        />
      </Field>
      <Field label={words.token} hint={words.tokenHint}>
        <Input
          type="password"
          autoComplete="off"
          value={token}
          onChange={(_, { value }) => {
            setToken(value);
          }}
        />
      </Field>
      <Button type="submit" appearance="primary" disabled={relay.kind === "pairing"}>
        {relay.kind === "pairing" ? words.pairing : words.pair}
      </Button>
      {relay.kind === "none" && relay.message !== "" && <p role="alert">{relay.message}</p>}
      <p className={styles.quiet}>{words.pasting}</p>
    </form>
  );
}
