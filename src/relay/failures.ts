import { RelayProblem } from "./problem";

/** Counts wrong tokens, and says when it is enough. */
export interface FailureLimit {
  /** @throws RelayProblem with `message` for the rest of a minute in which too many were wrong */
  check(message: string): void;
  /** One more was wrong. */
  count(): void;
}

/** So many wrong tokens a minute, then no token is looked at for the rest of it. */
const FAILURES_PER_MINUTE = 20;

export function createFailureLimit(nowMs: () => number): FailureLimit {
  let failures: readonly number[] = [];
  return {
    check(message) {
      failures = failures.filter((at) => at > nowMs() - 60_000);
      if (failures.length >= FAILURES_PER_MINUTE) throw new RelayProblem("too many", message);
    },
    count() {
      failures = [...failures, nowMs()];
    },
  };
}
