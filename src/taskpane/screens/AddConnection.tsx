import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { AddingState, Connections } from "../../run";
import { usePane } from "../pane";
import { AwaitedConnection } from "./AwaitedConnection";
import { DraftForm } from "./DraftForm";

interface Props {
  readonly connections: Connections;
  readonly adding: AddingState;
  readonly takesAddress: boolean;
}

/** Adds a connection: what is no secret is entered here, the secrets on the relay's own page. */
export function AddConnection({ connections, adding, takesAddress }: Props): ReactElement {
  const { texts } = usePane();
  const words = texts.connected.add;
  const [isOpen, setIsOpen] = useState(false);
  if (adding.kind === "waiting") return <AwaitedConnection connections={connections} adding={adding} />;
  const isBegun = adding.kind === "beginning" || adding.kind === "failed";
  if (isOpen || isBegun) {
    return (
      <DraftForm
        connections={connections}
        adding={adding}
        takesAddress={takesAddress}
        onClose={() => {
          setIsOpen(false);
        }}
      />
    );
  }
  return (
    <>
      {adding.kind === "added" && <p role="status">{words.added(adding.name)}</p>}
      <Button
        onClick={() => {
          connections.leaveAdding();
          setIsOpen(true);
        }}
      >
        {words.start}
      </Button>
    </>
  );
}
