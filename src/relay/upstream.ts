import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPrivateAddress } from "./addresses";
import { RelayProblem } from "./problem";

/** Limits of one call to a system. */
export interface UpstreamOptions {
  /** Hosts with port that may be private or without TLS: a system in the own house, a simulator. */
  readonly trustedHosts: ReadonlySet<string>;
  readonly timeoutMs: number;
  /** Longest answer. */
  readonly maxBytes: number;
}

export interface UpstreamRequest {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the request when nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** A whole answer of a system. */
export interface UpstreamReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request to a system. Redirects are not followed. @throws RelayProblem */
export type Upstream = (url: URL, request: UpstreamRequest) => Promise<UpstreamReply>;

/** Calls over HTTPS to public addresses; the address that was checked is the one that is connected to. */
export function createUpstream({ trustedHosts, timeoutMs, maxBytes }: UpstreamOptions): Upstream {
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const isTrusted = trustedHosts.has(url.host);
      const isSecure = url.protocol === "https:";
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (!isSecure && !(isTrusted && url.protocol === "http:")) {
        reject(new RelayProblem("wrong host", `${url.host} is not asked over ${url.protocol.slice(0, -1)}.`));
        return;
      }
      if (!isTrusted && isIP(host) !== 0 && isPrivateAddress(host)) {
        reject(privateAddress(url.host));
        return;
      }
      const send = isSecure ? httpsRequest : httpRequest;
      const outgoing = send(url, {
        method,
        headers: { ...headers, "Accept-Encoding": "identity", "User-Agent": "billing-reconciliation-relay" },
        ...(isTrusted ? {} : { lookup: publicLookup }),
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
      });
      outgoing.on("error", (error) => {
        reject(error instanceof RelayProblem ? error : noAnswer(url.host, error));
      });
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= maxBytes) chunks.push(chunk);
          else outgoing.destroy(tooLarge(url.host, maxBytes));
        });
        response.on("error", (error) => {
          reject(error instanceof RelayProblem ? error : noAnswer(url.host, error));
        });
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 502,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
      });
      outgoing.end(body);
    });
}

/** Resolves a name to public addresses only, so that a name cannot be pointed into the own network. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) {
      callback(error, "", 0);
      return;
    }
    const open = found.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined) callback(privateAddress(hostname), "", 0);
    else if (options.all === true) callback(null, open);
    else callback(null, first.address, first.family);
  });
};

function privateAddress(host: string): RelayProblem {
  return new RelayProblem(
    "private address",
    `${host} is an address of a private network. List it in RELAY_TRUSTED_HOSTS if it is meant.`,
  );
}

function tooLarge(host: string, maxBytes: number): RelayProblem {
  return new RelayProblem(
    "too large",
    `The answer of ${host} is longer than ${Math.round(maxBytes / 1_000_000)} MB and was not passed on. Choose less to fetch.`,
  );
}

function noAnswer(host: string, cause: Error): RelayProblem {
  const isLate = cause.name === "AbortError" || cause.name === "TimeoutError";
  return new RelayProblem(
    "no answer",
    isLate ? `${host} did not answer in time.` : `${host} cannot be reached or broke off its answer.`,
  );
}
