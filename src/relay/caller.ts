import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from "jose";
import { createFailureLimit } from "./failures";
import { pairingOf, pairingOfSession } from "./pairing";
import { RelayProblem } from "./problem";
import type { Vault } from "./vault";

/** Microsoft Entra ID as the way to authenticate people, where it is configured. */
export interface EntraSettings {
  readonly tenantId: string;
  /** Application id of the relay, which the token has to be meant for. */
  readonly audience: string;
  /** Object ids of the people who may add and remove connections; names and addresses can be given to somebody else. */
  readonly admins?: ReadonlySet<string>;
}

/** Somebody who may call. */
export interface Caller {
  readonly name: string;
  /** Whether this caller may add and remove connections. */
  readonly mayAdminister: boolean;
}

/** Finds out who calls. @throws RelayProblem when nobody who may */
export interface CallerCheck {
  callerOf(context: Context): Promise<Caller>;
}

/** The caller, when it may add and remove connections. @throws RelayProblem */
export async function administratorOf(callers: CallerCheck, context: Context): Promise<Caller> {
  const caller = await callers.callerOf(context);
  if (caller.mayAdminister) return caller;
  throw new RelayProblem(
    "not administrator",
    "This pane may not add or remove connections. Pair it with the right to: npm run relay -- pair --admin NAME.",
  );
}

export const SESSION_COOKIE = "__Host-relay-session";
/** A header that a page of another origin cannot send without being asked first: cookies alone are not believed. */
export const PANE_HEADER = "x-billing-reconciliation";

/** Checks pairing tokens, sessions and, where configured, tokens of Microsoft Entra ID. */
export function createCallerCheck(
  vault: Vault,
  nowMs: () => number,
  entra: EntraSettings | null,
  keys: JWTVerifyGetKey | null = entra === null ? null : keysOf(entra),
): CallerCheck {
  const failures = createFailureLimit(nowMs);
  const paired = (name: string | null): Caller | null => {
    const pairing = vault.get().pairings.find((known) => known.name === name);
    return pairing === undefined ? null : { name: pairing.name, mayAdminister: pairing.mayAdminister };
  };

  async function find(context: Context): Promise<Caller | null> {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
    if (token !== undefined) return paired(pairingOf(vault, token)) ?? (await personOf(token));
    const session = getCookie(context, SESSION_COOKIE);
    if (session === undefined || context.req.header(PANE_HEADER) === undefined) return null;
    return paired(await pairingOfSession(vault, session));
  }

  async function personOf(token: string): Promise<Caller | null> {
    if (entra === null || keys === null) return null;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: `https://login.microsoftonline.com/${entra.tenantId}/v2.0`,
        audience: entra.audience,
        algorithms: ["RS256"],
      });
      const name = payload["preferred_username"] ?? payload.sub;
      const { oid } = payload;
      const mayAdminister = typeof oid === "string" && entra.admins?.has(oid) === true;
      return typeof name === "string" ? { name, mayAdminister } : null;
    } catch {
      return null;
    }
  }

  return {
    async callerOf(context) {
      failures.check("Too many wrong tokens were tried. Wait a minute, then pair again.");
      const caller = await find(context);
      if (caller !== null) return caller;
      // Coming without any token is how every session begins; only a wrong one is counted.
      if (context.req.header("authorization") !== undefined) failures.count();
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
