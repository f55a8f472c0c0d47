import { createHash, randomBytes } from "node:crypto";
import { RelayProblem } from "./problem";

/** Values that wait under a token, each for one use and a short time. Kept in memory only: a restart ends them. */
export interface OneTime<Value> {
  /** Keeps a value and gives its token; `token` for one that somebody else made. @throws RelayProblem when too many wait */
  put(value: Value, token?: string): string;
  /** The value, which stays; `null` for a token that was used, ran out or never was. */
  get(token: string): Value | null;
  /** The value, which is gone with this. */
  take(token: string): Value | null;
  /** What waits. */
  values(): readonly Value[];
}

/** Nobody adds more connections side by side. */
const AT_MOST = 20;

export function createOneTime<Value>(livesMs: number, nowMs: () => number): OneTime<Value> {
  /** By the hash of the token, so that looking one up takes no time that tells about another. */
  const waiting = new Map<string, { readonly value: Value; readonly endsAtMs: number }>();
  const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
  const tidy = (): void => {
    for (const [hash, { endsAtMs }] of waiting) if (endsAtMs <= nowMs()) waiting.delete(hash);
  };
  const get = (token: string): Value | null => {
    tidy();
    return waiting.get(hashOf(token))?.value ?? null;
  };
  return {
    put(value, token = randomBytes(32).toString("base64url")) {
      tidy();
      if (waiting.size >= AT_MOST) {
        throw new RelayProblem(
          "too many",
          `${AT_MOST} connections are being added already. Finish them, or wait ten minutes.`,
        );
      }
      waiting.set(hashOf(token), { value, endsAtMs: nowMs() + livesMs });
      return token;
    },
    get,
    take(token) {
      const value = get(token);
      waiting.delete(hashOf(token));
      return value;
    },
    values() {
      tidy();
      return [...waiting.values()].map(({ value }) => value);
    },
  };
}
