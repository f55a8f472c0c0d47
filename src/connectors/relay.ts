import { z } from "zod";
import type { Connector } from "./connector";
import { checked, createHttp, createRateLimiter } from "./http";
import type { Clock, Http, RateLimiter, RetryPolicy } from "./http";

/** How the pane reaches a relay. */
export interface RelayOptions {
  /** Address of the relay without a slash at its end; blank for the one that serves the pane. */
  readonly address: string;
  /** The pairing token as long as it is known; a session cookie takes its place. Kept in memory only. */
  readonly token: () => string | null;
  readonly clock: Clock;
  readonly retry?: Partial<RetryPolicy>;
  readonly timeoutMs?: number;
}

/** A connection that the relay has. */
const connectionSchema = z.looseObject({
  id: z.string(),
  system: z.string(),
  title: z.string(),
  name: z.string(),
  /** True for invented data, which the pane says. */
  isSimulated: z.boolean(),
});
export type RelayConnection = z.infer<typeof connectionSchema>;

/** A relay, as the pane uses it. Every method throws RequestError. */
export interface Relay {
  /** Changes the pairing token into a session of this browser. */
  pair(signal: AbortSignal): Promise<void>;
  connections(signal: AbortSignal): Promise<readonly RelayConnection[]>;
  /** Requests to one of its connections. */
  httpOf(connection: Pick<RelayConnection, "id">, connector: Connector): Http;
}

/** A relay at an address. */
export function createRelay(options: RelayOptions): Relay {
  const { address, token, clock } = options;
  /** The limit is of the system, so all requests of a connection share it. */
  const limiters = new Map<string, RateLimiter>();
  const httpTo = (
    system: string,
    addressOf: (path: string) => string,
    limiter: RateLimiter | undefined,
  ): Http =>
    createHttp({
      system,
      addressOf,
      clock,
      credentials: "include",
      authorise: () => {
        const known = token();
        const pane = { "X-Billing-Reconciliation": "1" };
        return Promise.resolve(known === null ? pane : { ...pane, Authorization: `Bearer ${known}` });
      },
      ...(limiter === undefined ? {} : { limiter }),
      ...(options.retry === undefined ? {} : { retry: options.retry }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
  const own = httpTo("The relay", (path) => `${address}/${path}`, undefined);
  return {
    async pair(signal) {
      await own.send({ path: "session", body: {} }, signal);
    },
    async connections(signal) {
      const { json, context } = await own.send({ path: "connections" }, signal);
      return checked(z.looseObject({ connections: z.array(connectionSchema) }), json, context).connections;
    },
    httpOf({ id }, { title, rate }) {
      const limiter = limiters.get(id) ?? (rate === undefined ? undefined : createRateLimiter(rate, clock));
      if (limiter !== undefined) limiters.set(id, limiter);
      const home = `${address}/connections/${id}`;
      return httpTo(
        title,
        // The relay checks whether a whole address lies below the one of the connection.
        (path) =>
          /^https?:/i.test(path) ? `${home}/follow?url=${encodeURIComponent(path)}` : `${home}/api/${path}`,
        limiter,
      );
    },
  };
}
