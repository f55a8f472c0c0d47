import type {
  BegunConnection,
  ConnectionDraft,
  ConnectionList,
  ConnectionsPort,
  SystemChoice,
} from "./connections-port";

/** How far adding a connection is. */
export type AddingState =
  | { readonly kind: "none" }
  | { readonly kind: "beginning" }
  /** The relay's page is open for the secrets; `message` says why the last look at the list failed, blank for none. */
  | ({ readonly kind: "waiting"; readonly name: string; readonly message: string } & BegunConnection)
  | { readonly kind: "added"; readonly name: string }
  | { readonly kind: "failed"; readonly message: string };

/** Changes to the list of connections. No command rejects: failures are state. */
export interface ConnectionChanges {
  systems(): readonly SystemChoice[];
  /** Begins to add a connection; its secrets are typed on the relay's own page. */
  begin(draft: ConnectionDraft): Promise<void>;
  /** Looks what the relay has now: after the secrets were typed the new connection is there. */
  lookAgain(): Promise<void>;
  /** Leaves what was begun; the relay's page runs out by itself. */
  leaveAdding(): void;
  /** Removes a connection from the relay; sheets that were written from it stay. */
  remove(id: string): Promise<void>;
}

interface Parts {
  readonly port: Pick<ConnectionsPort, "systems" | "begin" | "list" | "remove">;
  readonly getAdding: () => AddingState;
  readonly setAdding: (adding: AddingState) => void;
  readonly take: (list: ConnectionList) => void;
  /** Ends what a connection is doing, and forgets what it gave. */
  readonly drop: (id: string) => void;
  readonly fail: (id: string, message: string) => void;
}

export function createConnectionChanges(parts: Parts): ConnectionChanges {
  const { port, getAdding, setAdding, take, drop, fail } = parts;
  const never = (): AbortSignal => new AbortController().signal;
  /** The look under way: coming back to the window and pressing the button are often one moment. */
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    try {
      const list = await port.list(never());
      take(list);
      const adding = getAdding();
      if (adding.kind !== "waiting") return;
      const isThere = list.connections.some(({ id }) => id === adding.id);
      setAdding(isThere ? { kind: "added", name: adding.name } : { ...adding, message: "" });
    } catch (error) {
      const adding = getAdding();
      // The link is still good: what failed is only the look.
      if (adding.kind === "waiting") setAdding({ ...adding, message: messageOf(error) });
    }
  }

  return {
    systems: () => port.systems(),
    async begin(draft) {
      if (getAdding().kind === "beginning") return;
      setAdding({ kind: "beginning" });
      try {
        const begun = await port.begin(draft, never());
        setAdding({ kind: "waiting", name: draft.name, message: "", ...begun });
      } catch (error) {
        setAdding({ kind: "failed", message: messageOf(error) });
      }
    },
    lookAgain() {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    leaveAdding() {
      setAdding({ kind: "none" });
    },
    async remove(id) {
      try {
        const list = await port.remove(id, never());
        drop(id);
        take(list);
      } catch (error) {
        fail(id, messageOf(error));
      }
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
