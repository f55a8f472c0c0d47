import type { Clock } from "./clock";

/** So many requests in any span of so many milliseconds. */
export interface Rate {
  readonly requests: number;
  readonly windowMs: number;
}

/** Lets requests pass as fast as a system allows. */
export interface RateLimiter {
  /** Resolves when the next request may be sent. */
  take(signal: AbortSignal): Promise<void>;
}

/** A sliding window: no span of `windowMs` sees more than `requests`. Waiting requests pass in their order. */
export function createRateLimiter(rate: Rate, clock: Clock): RateLimiter {
  const sent: number[] = [];
  let queue: Promise<void> = Promise.resolve();
  async function pass(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = clock.now();
      while (sent[0] !== undefined && sent[0] <= now - rate.windowMs) sent.shift();
      if (sent.length < rate.requests) {
        sent.push(now);
        return;
      }
      await clock.wait(Math.max(1, (sent[0] ?? now) + rate.windowMs - now), signal);
    }
  }
  return {
    take(signal) {
      const mine = queue.then(() => pass(signal));
      // A request that was cancelled while waiting does not hold up the next one.
      queue = mine.catch(() => undefined);
      return mine;
    },
  };
}
