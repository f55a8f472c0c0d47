import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Vault } from "./vault";

/** A new pairing: the token is shown once, the vault keeps its hash. Only `mayAdminister` lets it add and remove connections. */
export async function addPairing(
  vault: Vault,
  name: string,
  now: string,
  mayAdminister = false,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await vault.change((content) => ({
    ...content,
    pairings: [
      ...content.pairings.filter((pairing) => pairing.name !== name),
      { name, hash: hashOf(token), createdAt: now, mayAdminister },
    ],
  }));
  return token;
}

/** Takes a pairing back; its sessions end with it. True when there was one. */
export async function removePairing(vault: Vault, name: string): Promise<boolean> {
  const isThere = vault.get().pairings.some((pairing) => pairing.name === name);
  await vault.change((content) => ({
    ...content,
    pairings: content.pairings.filter((pairing) => pairing.name !== name),
  }));
  return isThere;
}

/** The name of the pairing that a token belongs to; `null` for a token that nobody was given. */
export function pairingOf(vault: Vault, token: string): string | null {
  const hash = Buffer.from(hashOf(token));
  // Every pairing is compared, so that the time taken does not tell which one came close.
  const found = vault.get().pairings.filter((pairing) => timingSafeEqual(Buffer.from(pairing.hash), hash));
  return found[0]?.name ?? null;
}

/** A session of the pane: a signed cookie that scripts cannot read, so that the pane need not keep the token. */
export const SESSION_HOURS = 12;

/** The session of a pairing as a signed text. */
export function sessionFor(vault: Vault, name: string): Promise<string> {
  const pairing = vault.get().pairings.find((known) => known.name === name);
  return new SignJWT({ pairing: pairing?.hash ?? "" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(name)
    .setIssuedAt()
    .setExpirationTime(`${SESSION_HOURS}h`)
    .sign(keyOf(vault));
}

/** The name of the pairing that a session belongs to; `null` when it ran out or its pairing was taken back. */
export async function pairingOfSession(vault: Vault, session: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(session, keyOf(vault), { algorithms: ["HS256"] });
    const { pairings } = vault.get();
    return (
      pairings.find(({ name, hash }) => name === payload.sub && hash === payload["pairing"])?.name ?? null
    );
  } catch {
    return null;
  }
}

function keyOf(vault: Vault): Uint8Array {
  return Buffer.from(vault.get().sessionKey, "base64url");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
