/** What is known of a failed request; never a header, a credential or a query that could hold one. */
export interface RequestContext {
  /** The system as people call it, for example "ConnectWise PSA". */
  readonly system: string;
  /** Path of the request without its query. */
  readonly path: string;
}

/** A request that could not be answered. `message` says what, where and what to do, and holds no secret. */
export abstract class RequestError extends Error {
  abstract override readonly name: string;
  readonly context: RequestContext;

  constructor(message: string, context: RequestContext, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.context = context;
  }
}

/** The system answered with a status that is not success. */
export class StatusError extends RequestError {
  override readonly name = "StatusError";
  readonly status: number;

  constructor(status: number, said: string, context: RequestContext) {
    const { system, path } = context;
    const words = said === "" ? "" : ` It says: ${said}`;
    super(`${system} ${statusWords(status)} (status ${status} at ${path}).${words}`, context);
    this.status = status;
  }
}

/** The relay itself refused, before the system was asked; `said` is its own sentence. */
export class RelayError extends RequestError {
  override readonly name = "RelayError";
  /** What is wrong, for code: "not paired", "not allowed", "no connection", … */
  readonly problem: string;

  constructor(problem: string, said: string, context: RequestContext) {
    super(said === "" ? `The relay refused the request (${problem}).` : said, context);
    this.problem = problem;
  }
}

/** The system asks for more waiting than a person should be kept for. */
export class RateLimitError extends RequestError {
  override readonly name = "RateLimitError";

  constructor(waitMs: number | null, context: RequestContext) {
    const pause = waitMs === null ? "later" : `in ${Math.ceil(waitMs / 60_000)} minutes`;
    super(
      `${context.system} takes no more requests for now: its limit is used up. Nothing was changed. Fetch again ${pause}.`,
      context,
    );
  }
}

/** No whole answer came: not reachable, no answer in time, or the connection broke. */
export class NoAnswerError extends RequestError {
  override readonly name = "NoAnswerError";

  constructor(how: "unreachable" | "timed out" | "cut off", context: RequestContext, cause?: unknown) {
    super(`${context.system} ${NO_ANSWER_WORDS[how]}`, context, cause);
  }
}

/** The answer is not what the system's documentation says; `where` is the path in the payload. */
export class PayloadError extends RequestError {
  override readonly name = "PayloadError";

  constructor(where: string, found: string, expected: string, context: RequestContext) {
    super(
      `${context.system} answered ${context.path} in another form than documented: ${where} is ${found}, expected ${expected}. ` +
        "Nothing was taken over. Export the data as a sheet meanwhile, and report this message.",
      context,
    );
  }
}

/** The person could not be signed in; `said` is what the sign-in reported. */
export class SignInError extends RequestError {
  override readonly name = "SignInError";
}

/** The person stopped it. */
export class CancelledError extends RequestError {
  override readonly name = "CancelledError";

  constructor(context: RequestContext) {
    super(`Fetching from ${context.system} was cancelled.`, context);
  }
}

function statusWords(status: number): string {
  switch (status) {
    case 400:
      return "does not accept the request. Check the settings of this connection";
    case 401:
      return "does not accept the credentials. Set them again on the relay";
    case 403:
      return "does not allow this account to read here. Give the API account the right to read agreements and usage";
    case 404:
      return "has nothing at this address. Check the host and the account of this connection";
    case 429:
      return "takes no more requests for now. Fetch again in some minutes";
    case 502:
    case 503:
    case 504:
      return "is not available at the moment. Fetch again later";
    default:
      return status >= 500
        ? "failed on its own side. Fetch again later"
        : "refused the request. Check the settings of this connection";
  }
}

const NO_ANSWER_WORDS = {
  unreachable: "cannot be reached. Check the network, and that the relay is running.",
  "timed out": "did not answer in time. Fetch again; when it stays so, choose less to fetch.",
  "cut off": "broke off in the middle of an answer. Nothing of that answer was used. Fetch again.",
} as const;
