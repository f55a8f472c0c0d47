import { EmbeddedHost } from "../../../src/host";
import { changeOf, type RequestBody } from "../../../src/host/wire";

/** What Excel answers when it does not do what it was asked. */
export const CODES = [
  "GeneralException",
  "RequestPayloadSizeLimitExceeded",
  "ResponsePayloadSizeLimitExceeded",
  "AccessDenied",
  "InvalidOperationInCellEditMode",
  "ServerBusy",
  "ItemNotFound",
] as const;

/** A failure of one request, or of all from one on: the connection is lost for good. */
export interface Fault {
  /** From 1 on. */
  readonly request: number;
  readonly time: "before" | "after";
  readonly code: (typeof CODES)[number] | "ConnectionFailure";
}

/** Every fault at a request: each code, and the lost connection, before and after the request took effect. */
export function faultsAt(request: number): readonly Fault[] {
  return (["before", "after"] as const).flatMap((time) =>
    [...CODES, "ConnectionFailure" as const].map((code) => ({ request, time, code })),
  );
}

/** What became of a request. */
interface Step {
  readonly response: string;
  readonly next: Standing;
}

/**
 * A document as it stands between two requests. The same request on the same document gives the same, so each is carried
 * out once and remembered: a run up to a fault costs nothing but the client's own work.
 */
export class Standing {
  readonly host: EmbeddedHost;
  private readonly steps = new Map<string, Step>();

  constructor(host: EmbeddedHost) {
    this.host = host;
  }

  after(request: RequestBody): Step {
    const text = JSON.stringify(request);
    const known = this.steps.get(text);
    if (known !== undefined) return known;
    // Whoever only reads leaves the document as it is: no copy is needed.
    const next = changeOf(request) !== "nothing" ? new Standing(this.host.fork()) : this;
    const step = { response: next.host.answer(request), next };
    this.steps.set(text, step);
    return step;
  }
}

/** After so long Microsoft's client tries again to forget the ranges of a call, twice at most. */
const FORGETTING_MS = 5000;

/**
 * Keeps Microsoft's client from trying again, seconds later, to forget the ranges of a call that failed: it would ask whatever
 * document is in use by then, and count there as a request of another run.
 */
export function withoutLateForgetting(): void {
  const later = globalThis.setTimeout;
  jest
    .spyOn(globalThis, "setTimeout")
    .mockImplementation((work, delay) =>
      later(delay === FORGETTING_MS ? () => undefined : work, delay === FORGETTING_MS ? 0 : delay),
    );
}

/** Excel on a document, with a fault: what Microsoft's client talks to in place of a host. */
export class FailingExcel {
  onEvent = null;
  at: Standing;
  requests = 0;
  /** Whether a request that changes the document was sent, failed or not. */
  isChangeTried = false;
  private fault: Fault | null = null;
  private readonly refusals = new Map<string, string>();

  constructor(at: Standing) {
    this.at = at;
  }

  /** Goes (back) to a document. */
  begin(at: Standing, fault: Fault | null): void {
    Object.assign(this, { at, fault, requests: 0, isChangeTried: false });
  }

  answer(body: string | RequestBody): string {
    const request = typeof body === "string" ? (JSON.parse(body) as RequestBody) : body;
    this.requests += 1;
    this.isChangeTried ||= changeOf(request) !== "nothing";
    const { fault } = this;
    if (fault === null || !isHit(fault, this.requests)) {
      const { response, next } = this.at.after(request);
      this.at = next;
      return response;
    }
    if (fault.time === "after" && fault.request === this.requests) this.at = this.at.after(request).next;
    return this.refusal(fault.code);
  }

  /** As the host words it. */
  private refusal(code: string): string {
    const known = this.refusals.get(code);
    if (known !== undefined) return known;
    const host = EmbeddedHost.create();
    host.failRequest(1, "before", code);
    const text = host.answer('{"Actions":[],"ObjectPaths":{}}');
    this.refusals.set(code, text);
    return text;
  }
}

function isHit({ request, code }: Fault, number: number): boolean {
  return code === "ConnectionFailure" ? number >= request : number === request;
}
