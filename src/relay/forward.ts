import type { IncomingHttpHeaders } from "node:http";
import { allowedPath } from "./allowed-path";
import type { OpenConnection } from "./connections";
import { RelayProblem } from "./problem";
import type { TokenSource } from "./tokens";
import type { Upstream, UpstreamReply } from "./upstream";

/** A request of the pane, as far as it is passed on. */
export interface PaneRequest {
  readonly method: "GET" | "POST";
  /** Below the base address, as it was sent. */
  readonly path: string;
  /** With its question mark; blank for none. */
  readonly search: string;
  readonly accept: string;
  readonly body: string | null;
  /** Ends when the pane no longer waits. */
  readonly signal: AbortSignal;
}

/** What is passed back. */
export interface PaneReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Headers of systems that the pane needs: the next page, and how long to wait. */
const PASSED = /^(link|retry-after|(x-)?rate-?limit.*|x-.*limit.*)$/;
const SEARCH_LENGTH = 8_000;

/** Asks a system for the pane, signed in. @throws RelayProblem */
export async function forward(
  connection: OpenConnection,
  request: PaneRequest,
  tokens: TokenSource,
  upstream: Upstream,
): Promise<PaneReply> {
  const { method, search, accept, body, signal } = request;
  const path = allowedPath(request.path, method, connection.access.allowed);
  if (search.length > SEARCH_LENGTH || /[^\x21-\x7e]/.test(search)) {
    throw new RelayProblem(
      "not allowed",
      "The query of the request is too long or holds control characters.",
    );
  }
  const url = new URL(`${connection.base}${path}${search}`);
  let signedIn: Readonly<Record<string, string>> = {};
  const ask = async (isRenewed: boolean): Promise<UpstreamReply> => {
    signedIn = await tokens.headersFor(connection, isRenewed);
    return upstream(url, {
      method,
      signal,
      headers: {
        Accept: accept,
        ...(body === null ? {} : { "Content-Type": "application/json" }),
        ...signedIn,
      },
      ...(body === null ? {} : { body }),
    });
  };
  const first = await ask(false);
  const canRenew = connection.access.signIn.kind !== "headers";
  // A token may be taken back before its time; all listed requests only read, so one may be sent again.
  const { status, headers, body: answer } = first.status === 401 && canRenew ? await ask(true) : first;
  if (status >= 300 && status < 400) {
    throw new RelayProblem(
      "redirected",
      `${url.host} sent the request somewhere else. That was not followed.`,
    );
  }
  return {
    status,
    headers: passed(headers),
    body: status < 400 ? answer : withoutSecrets(answer, connection, signedIn),
  };
}

/** Shorter texts are no secret, and would tear words apart. */
const SECRET_LENGTH = 6;

/** An error as the system words it, which may quote what it was sent. */
function withoutSecrets(
  body: Buffer,
  { access, credentials }: OpenConnection,
  signedIn: Readonly<Record<string, string>>,
): Buffer {
  const secrets = [
    ...access.fields.flatMap(({ name, isSecret }) => (isSecret ? [credentials[name] ?? ""] : [])),
    ...Object.values(signedIn).flatMap((value) => [value, ...value.split(" ")]),
  ].filter((secret) => secret.length >= SECRET_LENGTH && secret !== "Bearer");
  const text = body.toString("utf8");
  return Buffer.from(secrets.reduce((said, secret) => said.replaceAll(secret, "•••"), text));
}

function passed(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const type = headers["content-type"] ?? "";
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    PASSED.test(name) && value !== undefined ? [[name, Array.isArray(value) ? value.join(", ") : value]] : [],
  );
  return {
    ...(Object.fromEntries(kept) as Readonly<Record<string, string>>),
    // Whatever a system sends is data; it is never a page or a script of the relay's origin.
    "content-type": /json/i.test(type) ? "application/json" : "text/plain; charset=utf-8",
    "content-security-policy": "default-src 'none'; sandbox",
  };
}
