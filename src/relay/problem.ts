/** What the relay itself can refuse, for code; the words are in the message. */
export type ProblemCode =
  | "not paired"
  | "wrong origin"
  | "no connection"
  | "not administrator"
  | "wrong settings"
  | "used link"
  | "not allowed"
  | "wrong host"
  | "private address"
  | "too large"
  | "too many"
  | "sign-in failed"
  | "no answer"
  | "redirected"
  | "stopping";

const STATUS: Readonly<Record<ProblemCode, 400 | 401 | 403 | 404 | 413 | 429 | 502 | 503>> = {
  "not paired": 401,
  "wrong origin": 403,
  "no connection": 404,
  "not administrator": 403,
  "wrong settings": 400,
  "used link": 404,
  "not allowed": 403,
  "wrong host": 403,
  "private address": 403,
  "too large": 413,
  "too many": 429,
  "sign-in failed": 403,
  "no answer": 502,
  redirected: 502,
  stopping: 503,
};

/** A refusal of the relay. The message goes to the pane and holds no secret. */
export class RelayProblem extends Error {
  override readonly name = "RelayProblem";
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): (typeof STATUS)[ProblemCode] {
    return STATUS[this.code];
  }
}
