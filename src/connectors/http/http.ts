import type { Clock } from "./clock";
import {
  CancelledError,
  NoAnswerError,
  RateLimitError,
  RelayError,
  SignInError,
  StatusError,
  type RequestContext,
} from "./errors";
import type { RateLimiter } from "./rate-limit";
import { attemptsFor, delayMs, RETRY, retryAfterMs, type RetryPolicy } from "./retry";

/** One request to a system: one that only reads, unless it says otherwise. */
export interface HttpRequest {
  /** Path below the base address without a leading slash, or a whole address that the system gave for its next page. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Present for systems that take their queries by POST; such a request only reads, so it may be sent again. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes something, so it is sent once: an answer that was lost may have been a yes. Left out = it only reads. */
  readonly isChange?: boolean;
}

/** A whole answer. */
export interface HttpReply {
  readonly json: unknown;
  readonly headers: Headers;
  readonly context: RequestContext;
}

/** Sends requests to one connection. */
export interface Http {
  /** @throws RequestError */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply>;
}

/** How one connection is spoken to. */
export interface HttpOptions {
  /** The system as people call it. */
  readonly system: string;
  /** Address of a path or of a next page. */
  readonly addressOf: (path: string) => string;
  /** Left out = the one of the browser. */
  readonly fetch?: typeof fetch;
  /** Headers of every request; asked again with `isRenewed` after the system did not accept them. */
  readonly authorise: (isRenewed: boolean, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  readonly clock: Clock;
  readonly limiter?: RateLimiter;
  readonly retry?: Partial<RetryPolicy>;
  /** Longest time for one answer, headers and body. */
  readonly timeoutMs?: number;
  /** Cookies of the relay's session go along. */
  readonly credentials?: RequestCredentials;
}

/** Header with which the relay marks answers of its own. */
export const RELAY_PROBLEM = "x-relay-problem";

const TIMEOUT_MS = 60_000;
/** Longer texts of an error are cut: a page of HTML explains nothing to a person. */
const SAID_LENGTH = 200;

/** The one place that talks to the network. */
export function createHttp(options: HttpOptions): Http {
  const policy = { ...RETRY, ...options.retry };
  const { clock } = options;
  // Called on its own, the function of a browser has lost its window.
  const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request));

  async function attempt(
    request: HttpRequest,
    context: RequestContext,
    isRenewed: boolean,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const limit = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const either = AbortSignal.any([signal, limit]);
    // Not being signed in is not a failure of the network: it is not tried again.
    const own = await options.authorise(isRenewed, signal).catch((error: unknown) => {
      if (signal.aborted) throw new CancelledError(context);
      throw new SignInError(error instanceof Error ? error.message : "Signing in failed.", context, error);
    });
    let response: Response | null = null;
    try {
      const headers = { Accept: "application/json", ...request.headers };
      const hasBody = request.body !== undefined;
      response = await send(addressWith(options.addressOf(request.path), request.query), {
        method: hasBody ? "POST" : "GET",
        headers: { ...headers, ...own, ...(hasBody ? { "Content-Type": "application/json" } : {}) },
        ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
        signal: either,
        // A redirect is never followed: it could lead the credentials somewhere else.
        redirect: "error",
        cache: "no-store",
        credentials: options.credentials ?? "omit",
      });
      const text = await response.text();
      return { kind: "answered", response, text, signedIn: Object.values(own) };
    } catch (error) {
      if (signal.aborted) throw new CancelledError(context);
      const how = limit.aborted ? "timed out" : response === null ? "unreachable" : "cut off";
      return { kind: "failed", error: new NoAnswerError(how, context, error) };
    }
  }

  return {
    async send(request, signal) {
      const context = { system: options.system, path: pathOf(request.path) };
      let isRenewed = false;
      for (let count = 1; ; count += 1) {
        if (signal.aborted) throw new CancelledError(context);
        await cancellable(options.limiter?.take(signal), signal, context);
        const answer = await attempt(request, context, isRenewed, signal);
        let failure: Error;
        let asked: number | null = null;
        let status = 0;
        if (answer.kind === "failed") failure = answer.error;
        else {
          const { response, text, signedIn } = answer;
          ({ status } = response);
          if (response.ok) {
            const parsed = parse(text);
            if (parsed.isWhole) return { json: parsed.json, headers: response.headers, context };
            failure = new NoAnswerError("cut off", context);
          } else {
            const problem = response.headers.get(RELAY_PROBLEM);
            failure =
              problem === null
                ? new StatusError(response.status, saidIn(text, signedIn), context)
                : new RelayError(problem, saidIn(text, signedIn), context);
            // What the relay refuses stays refused; what it could not reach may answer the next time.
            if (problem !== null && response.status < 500) throw failure;
            if (response.status === 401 && !isRenewed) {
              // A token may run out between two pages: once with a new one, at once.
              isRenewed = true;
              continue;
            }
            if (!policy.statuses.includes(status)) throw failure;
            asked = retryAfterMs(response.headers, clock.now());
            if (asked !== null && asked > policy.maxRetryAfterMs) throw new RateLimitError(asked, context);
            if (status === 429) {
              asked ??= policy.limitDelayMs ?? null;
              failure = new RateLimitError(null, context);
            }
          }
        }
        if (request.isChange === true || count >= attemptsFor(policy, status)) throw failure;
        await cancellable(clock.wait(delayMs(policy, count, asked, clock.random), signal), signal, context);
      }
    },
  };
}

type Attempt =
  | {
      readonly kind: "answered";
      readonly response: Response;
      readonly text: string;
      readonly signedIn: readonly string[];
    }
  | { readonly kind: "failed"; readonly error: NoAnswerError };

/** Waits, and turns an end by the person into one error. */
async function cancellable(
  waiting: Promise<void> | undefined,
  signal: AbortSignal,
  context: RequestContext,
): Promise<void> {
  try {
    await waiting;
  } catch (error) {
    if (signal.aborted) throw new CancelledError(context);
    throw error;
  }
}

function parse(text: string): { readonly isWhole: boolean; readonly json: unknown } {
  try {
    return { isWhole: true, json: JSON.parse(text) as unknown };
  } catch {
    // An answer that ends too early is not valid JSON either; both are asked for again.
    return { isWhole: false, json: null };
  }
}

function addressWith(address: string, query: HttpRequest["query"]): string {
  if (query === undefined || Object.keys(query).length === 0) return address;
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return `${address}${address.includes("?") ? "&" : "?"}${search.toString()}`;
}

/** A path for people: without host and query, which may be long or hold account data. */
function pathOf(path: string): string {
  return path.replace(/^https?:\/\/[^/]+/, "").replace(/[?#].*$/s, "");
}

/**
 * What an error payload says, in the few shapes that the systems use; blank when it is none of them. Some quote the
 * request, so what signed it in is taken out.
 */
function saidIn(payload: string, signedIn: readonly string[]): string {
  const secrets = signedIn.flatMap((value) => value.split(" ")).filter(({ length }) => length > 8);
  const text = secrets.reduce((said, secret) => said.replaceAll(secret, "•••"), payload);
  const { json } = parse(text);
  if (typeof json !== "object" || json === null) return "";
  const found = ["message", "Message", "error_description", "Detail", "detail", "errors", "error"]
    .map((name) => (json as Readonly<Record<string, unknown>>)[name])
    .map((value) => (Array.isArray(value) ? (value as unknown[])[0] : value))
    .map((value) => (hasMessage(value) ? value.message : value))
    .find((value) => typeof value === "string" && value !== "");
  return typeof found === "string" ? found.replace(/\s+/g, " ").slice(0, SAID_LENGTH) : "";
}

function hasMessage(value: unknown): value is { readonly message: unknown } {
  return typeof value === "object" && value !== null && "message" in value;
}
