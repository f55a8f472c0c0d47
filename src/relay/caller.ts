import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from "jose";
import { pairingOf, pairingOfSession } from "./pairing";
import { RelayProblem } from "./problem";
import type { Vault } from "./vault";

/** Microsoft Entra ID as the way to authenticate people, where it is configured. */
export interface EntraSettings {
  readonly tenantId: string;
  /** Application id of the relay, which the token has to be meant for. */
  readonly audience: string;
}

/** Finds out who calls. @throws RelayProblem when nobody who may */
export interface CallerCheck {
  callerOf(context: Context): Promise<string>;
}

export const SESSION_COOKIE = "__Host-relay-session";
/** A header that a page of another origin cannot send without being asked first: cookies alone are not believed. */
export const PANE_HEADER = "x-billing-reconciliation";

/** So many wrong tokens a minute, then no token is looked at for the rest of it. */
const FAILURES_PER_MINUTE = 20;

/** Checks pairing tokens, sessions and, where configured, tokens of Microsoft Entra ID. */
export function createCallerCheck(
  vault: Vault,
  nowMs: () => number,
  entra: EntraSettings | null,
  keys: JWTVerifyGetKey | null = entra === null ? null : keysOf(entra),
): CallerCheck {
  let failures: number[] = [];

  async function find(context: Context): Promise<string | null> {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
    if (token !== undefined) return pairingOf(vault, token) ?? (await personOf(token));
    const session = getCookie(context, SESSION_COOKIE);
    if (session === undefined || context.req.header(PANE_HEADER) === undefined) return null;
    return pairingOfSession(vault, session);
  }

  async function personOf(token: string): Promise<string | null> {
    if (entra === null || keys === null) return null;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: `https://login.microsoftonline.com/${entra.tenantId}/v2.0`,
        audience: entra.audience,
        algorithms: ["RS256"],
      });
      const name = payload["preferred_username"] ?? payload.sub;
      return typeof name === "string" ? name : null;
    } catch {
      return null;
    }
  }

  return {
    async callerOf(context) {
      const now = nowMs();
      failures = failures.filter((at) => at > now - 60_000);
      if (failures.length >= FAILURES_PER_MINUTE) {
        throw new RelayProblem(
          "too many",
          "Too many wrong tokens were tried. Wait a minute, then pair again.",
        );
      }
      const caller = await find(context);
      if (caller !== null) return caller;
      // Coming without any token is how every session begins; only a wrong one is counted.
      if (context.req.header("authorization") !== undefined) failures.push(now);
      throw new RelayProblem(
        "not paired",
        "The relay does not know this pane. Pair it: run npm run relay -- pair on the relay, and enter the token.",
      );
    },
  };
}

function keysOf({ tenantId }: EntraSettings): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(`https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`));
}
