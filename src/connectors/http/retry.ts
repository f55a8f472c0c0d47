/** When a request is sent again. Data, so that a connection can say what its system needs. */
export interface RetryPolicy {
  /** How often a request is sent at most. */
  readonly attempts: number;
  /** The same while the system answers 429: limits are counted by the minute, so that it takes a minute to outlast one. */
  readonly limitAttempts: number;
  /** Pause that the system documents for a 429 without Retry-After; left out = the growing one. */
  readonly limitDelayMs?: number;
  /** Statuses after which sending again makes sense. */
  readonly statuses: readonly number[];
  /** First pause; doubles with each attempt. */
  readonly baseDelayMs: number;
  /** Longest pause of our own. */
  readonly maxDelayMs: number;
  /** Longest pause that the system may ask for; beyond it the request fails and says so. */
  readonly maxRetryAfterMs: number;
}

export const RETRY: RetryPolicy = {
  attempts: 5,
  limitAttempts: 8,
  statuses: [408, 425, 429, 500, 502, 503, 504],
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
};

/** How often a request is sent at most that was answered with `status`; 0 = not answered. */
export function attemptsFor(policy: RetryPolicy, status: number): number {
  return status === 429 ? policy.limitAttempts : policy.attempts;
}

/**
 * The pause after attempt number `attempt` (from 1). What the system asks for comes first; without it the pause grows
 * exponentially with full jitter, so that many clients do not return at once.
 */
export function delayMs(
  policy: RetryPolicy,
  attempt: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  if (retryAfterMs !== null) return retryAfterMs;
  const longest = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return Math.round(longest * (0.5 + random() / 2));
}

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3); `null` when absent or unreadable. */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
