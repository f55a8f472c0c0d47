import type { RunState } from "./state";

/** A value that can be read and watched; satisfies React's useSyncExternalStore. */
export interface Store {
  get(): RunState;
  set(state: RunState): void;
  subscribe(listener: () => void): () => void;
}

/** A store that starts idle. Listeners are called after each change, in the order they came. */
export function createStore(): Store {
  let state: RunState = { status: "idle", problem: null };
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next) {
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
