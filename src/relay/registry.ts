import { openConnection, type OpenConnection } from "./connections";
import { RelayProblem } from "./problem";
import type { StoredConnection, Vault } from "./vault";

/** The connections of the vault and of the environment, as they are now. */
export interface Registry {
  /** @throws RelayProblem when its address is not one of the system */
  find(id: string): OpenConnection | undefined;
  /** @throws RelayProblem when an address is not one of its system */
  all(): readonly OpenConnection[];
  /** Whether a connection has this name: rows of two are told apart by it. */
  isTaken(name: string): boolean;
  /** False for a connection that the environment gives. */
  isRemovable(id: string): boolean;
  /** An id that no connection has or had while this runs, so that nothing of a removed one comes back. */
  freeId(system: string, reserved: readonly string[]): string;
  /** Checks and saves. @throws RelayProblem when the address is not one of the system */
  add(connection: StoredConnection, refreshToken: string | null): Promise<void>;
  /** Removes a connection with its credentials and tokens. True when it was there and could be. */
  remove(id: string): Promise<boolean>;
}

export function createRegistry(
  vault: Vault,
  fixed: readonly StoredConnection[],
  trustedHosts: ReadonlySet<string>,
): Registry {
  const retired = new Set<string>();
  // The environment comes first: a connection that it gives takes the place of one in the vault.
  const stored = (): readonly StoredConnection[] => [
    ...vault.get().connections.filter(({ id }) => !fixed.some((connection) => connection.id === id)),
    ...fixed,
  ];
  const isRemovable = (id: string): boolean =>
    !fixed.some((connection) => connection.id === id) &&
    vault.get().connections.some((connection) => connection.id === id);
  return {
    find(id) {
      const found = stored().find((connection) => connection.id === id);
      return found === undefined ? undefined : openConnection(found, trustedHosts);
    },
    all: () => stored().map((connection) => openConnection(connection, trustedHosts)),
    isTaken: (name) => stored().some((connection) => connection.name === name),
    isRemovable,
    freeId(system, reserved) {
      const taken = new Set([
        ...stored().map(({ id }) => id),
        ...Object.keys(vault.get().refreshTokens),
        ...retired,
        ...reserved,
      ]);
      let id = system;
      for (let number = 2; taken.has(id); number += 1) id = `${system}-${number}`;
      return id;
    },
    async add(connection, refreshToken) {
      openConnection(connection, trustedHosts);
      await vault.change((content) => {
        // The command line may have given the id away meanwhile; its connection stays.
        if (content.connections.some(({ id }) => id === connection.id)) {
          throw new RelayProblem(
            "wrong settings",
            `There is a connection ${connection.id} already. Add it again.`,
          );
        }
        return {
          ...content,
          connections: [...content.connections, connection],
          refreshTokens: {
            ...content.refreshTokens,
            ...(refreshToken === null ? {} : { [connection.id]: refreshToken }),
          },
        };
      });
    },
    async remove(id) {
      if (!isRemovable(id)) return false;
      retired.add(id);
      await vault.change((content) => ({
        ...content,
        connections: content.connections.filter((connection) => connection.id !== id),
        refreshTokens: Object.fromEntries(
          Object.entries(content.refreshTokens).filter(([key]) => key !== id),
        ),
      }));
      return true;
    },
  };
}
