import type { Clock } from "./clock";

/** So many requests in any span of so many milliseconds, and so many of them at the same time. */
export interface Rate {
  readonly requests: number;
  readonly windowMs: number;
  /** Left out = the system states no such limit. */
  readonly atOnce?: number;
}

/** Lets requests pass as fast as a system allows. */
export interface RateLimiter {
  /** 0 when a request may be sent now, which counts it; otherwise how long to wait, in milliseconds. */
  tryTake(): number;
  /** Resolves when the next request may be sent. */
  take(signal: AbortSignal): Promise<void>;
}

/** A sliding window: no span of `windowMs` sees more than `requests`. Waiting requests pass in their order. */
export function createRateLimiter(rate: Rate, clock: Clock): RateLimiter {
  const sent: number[] = [];
  let queue: Promise<void> = Promise.resolve();
  const tryTake = (): number => {
    const now = clock.now();
    while (sent[0] !== undefined && sent[0] <= now - rate.windowMs) sent.shift();
    if (sent.length >= rate.requests) return Math.max(1, (sent[0] ?? now) + rate.windowMs - now);
    sent.push(now);
    return 0;
  };
  async function pass(signal: AbortSignal): Promise<void> {
    for (let delayMs = tryTake(); delayMs > 0; delayMs = tryTake()) await clock.wait(delayMs, signal);
  }
  return {
    tryTake,
    take(signal) {
      const mine = queue.then(() => pass(signal));
      // A request that was cancelled while waiting does not hold up the next one.
      queue = mine.catch(() => undefined);
      return mine;
    },
  };
}
