import type { AllowedRequest } from "../connectors";
import { RelayProblem } from "./problem";

/** What cannot be part of a path that we let through: it reads differently for us and for the next server. */
const DUBIOUS = /%|\\|\/\/|(^|\/)\.{1,2}(\/|$)|[^\x21-\x7e]/;

/**
 * The path below a connection's base address, when the system's list allows it. Encoded characters are refused:
 * no listed path needs them, and they are how traversal is hidden.
 * @throws RelayProblem
 */
export function allowedPath(path: string, method: string, allowed: readonly AllowedRequest[]): string {
  const isAllowed =
    !DUBIOUS.test(path) && allowed.some((request) => request.method === method && request.path.test(path));
  if (isAllowed) return path;
  throw new RelayProblem(
    "not allowed",
    `The relay does not let ${method} ${shown(path)} through: it is not on the list of this system.`,
  );
}

/**
 * The path and query of a whole address that a system gave for its next page, when it lies below the base address.
 * @throws RelayProblem for another host, scheme or base
 */
export function pathBelow(address: string, base: string): { readonly path: string; readonly search: string } {
  const url = URL.canParse(address) ? new URL(address) : null;
  const home = new URL(base);
  const isBelow =
    url !== null &&
    url.origin === home.origin &&
    url.username === "" &&
    url.password === "" &&
    url.pathname.startsWith(home.pathname) &&
    // What a parser tidied up was not written by the system.
    address.startsWith(`${url.origin}${url.pathname}`);
  if (!isBelow) {
    throw new RelayProblem(
      "wrong host",
      `The next page is at ${shown(url?.host ?? address)}, which is not below the address of this connection. It was not asked.`,
    );
  }
  return { path: url.pathname.slice(home.pathname.length), search: url.search };
}

/** Text of a request for a message: printable, and not long. */
function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 80);
}
