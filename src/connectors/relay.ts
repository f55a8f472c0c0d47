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
  /** Whether this pane may remove it. */
  isRemovable: z.boolean(),
});
export type RelayConnection = z.infer<typeof connectionSchema>;

/** The connections of a relay, and what this pane may do with them. */
const listingSchema = z.looseObject({
  connections: z.array(connectionSchema),
  /** Whether this pane may add and remove connections. */
  mayAdminister: z.boolean(),
  /** Whether the relay takes another base address than the system's own. */
  takesAddress: z.boolean(),
});
export type RelayListing = z.infer<typeof listingSchema>;

/** A connection to add, without its secrets: those are typed on the relay's own page. */
export interface RelayDraft {
  readonly system: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Base address instead of the system's own; blank for none. */
  readonly address: string;
}

/** A connection that waits for its secrets: the id that it will have, the relay's page and how long that is open. */
const begunSchema = z.looseObject({
  id: z.string(),
  path: z.string().regex(/^add\/[\w-]+$/),
  expiresAt: z.string(),
});
export type BegunConnection = z.infer<typeof begunSchema>;

/** A relay, as the pane uses it. Every method throws RequestError. */
export interface Relay {
  /** Changes the pairing token into a session of this browser. */
  pair(signal: AbortSignal): Promise<void>;
  connections(signal: AbortSignal): Promise<RelayListing>;
  /** Begins to add a connection. */
  begin(draft: RelayDraft, signal: AbortSignal): Promise<BegunConnection>;
  /** Removes a connection; one that is gone already is no failure. */
  remove(id: string, signal: AbortSignal): Promise<RelayListing>;
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
    { limiter, retry }: { readonly limiter?: RateLimiter; readonly retry?: Partial<RetryPolicy> } = {},
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
      ...(retry === undefined ? {} : { retry }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
  const own = httpTo("The relay", (path) => `${address}/${path}`);
  return {
    async pair(signal) {
      await own.send({ path: "session", body: {}, isChange: true }, signal);
    },
    async connections(signal) {
      const { json, context } = await own.send({ path: "connections" }, signal);
      return checked(listingSchema, json, context);
    },
    async begin(draft, signal) {
      const { json, context } = await own.send({ path: "connections", body: draft, isChange: true }, signal);
      return checked(begunSchema, json, context);
    },
    async remove(id, signal) {
      const { json, context } = await own.send(
        { path: `connections/${id}/remove`, body: {}, isChange: true },
        signal,
      );
      return checked(listingSchema, json, context);
    },
    httpOf({ id }, { title, rate, retry }) {
      const limiter = limiters.get(id) ?? (rate === undefined ? undefined : createRateLimiter(rate, clock));
      if (limiter !== undefined) limiters.set(id, limiter);
      const home = `${address}/connections/${id}`;
      return httpTo(
        title,
        // The relay checks whether a whole address lies below the one of the connection.
        (path) =>
          /^https?:/i.test(path) ? `${home}/follow?url=${encodeURIComponent(path)}` : `${home}/api/${path}`,
        { ...(limiter === undefined ? {} : { limiter }), ...(retry === undefined ? {} : { retry }) },
      );
    },
  };
}
