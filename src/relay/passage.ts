import { createRateLimiter, systemClock, type Rate, type RateLimiter } from "../connectors";
import type { OpenConnection } from "./connections";
import type { PaneReply } from "./forward";
import { RelayProblem } from "./problem";

/** Lets calls to one connection through as fast as its system allows, whichever pane they come from. */
export interface Passage {
  /** @throws RelayProblem when too many wait */
  through(work: () => Promise<PaneReply>): Promise<PaneReply>;
}

/** Calls of one connection at the same time where its system states no number, and those waiting for their turn. */
const AT_ONCE = 6;
const WAITING = 500;

/** The passage of each connection. A call beyond the system's rate is answered as the system would: how long to wait. */
export function createPassages(nowMs: () => number): (connection: OpenConnection) => Passage {
  const passages = new Map<string, Passage>();
  const make = (rate: Rate | undefined): Passage =>
    createPassage(
      rate?.atOnce ?? AT_ONCE,
      WAITING,
      rate === undefined ? null : createRateLimiter(rate, { ...systemClock, now: nowMs }),
    );
  return ({ id, rate }) => {
    const passage = passages.get(id) ?? make(rate);
    passages.set(id, passage);
    return passage;
  };
}

/** A passage of `width`; beyond `waiting` callers it is too many. */
function createPassage(width: number, waiting: number, limiter: RateLimiter | null): Passage {
  let inside = 0;
  const queue: (() => void)[] = [];
  return {
    async through(work) {
      if (inside >= width) {
        if (queue.length >= waiting) {
          throw new RelayProblem(
            "too many",
            "The relay has too many requests waiting. Fetch again in a minute.",
          );
        }
        await new Promise<void>((resolve) => {
          queue.push(resolve);
        });
      } else inside += 1;
      try {
        const delayMs = limiter?.tryTake() ?? 0;
        return delayMs > 0 ? limited(delayMs) : await work();
      } finally {
        // The place goes to the next in line, or becomes free.
        const next = queue.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}

/** As systems answer themselves, so that panes wait and go on. */
function limited(delayMs: number): PaneReply {
  const message = "Other panes of this relay have used up the limit of the system for now.";
  return {
    status: 429,
    headers: { "retry-after": String(Math.ceil(delayMs / 1000)), "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ message })),
  };
}
