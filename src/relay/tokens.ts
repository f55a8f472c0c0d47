import { RelayProblem } from "./problem";
import { askToken, refresh, type Token } from "./sign-in";
import type { Upstream } from "./upstream";
import type { Vault } from "./vault";
import type { OpenConnection } from "./connections";

/** Headers that sign a request in. */
export interface TokenSource {
  /** @throws RelayProblem */
  headersFor(connection: OpenConnection, isRenewed: boolean): Promise<Readonly<Record<string, string>>>;
  /** Drops what belongs to a connection that was removed; its id is not given again while the relay runs. */
  forget(id: string): void;
}

/**
 * Access tokens live in memory only. A refresh token that a system replaced is saved before the access token that came
 * with it is used: after a crash in between the one on disk is the last that the system knows, or its predecessor, which
 * Intuit (24 hours) and Xero (30 minutes) still accept.
 */
export function createTokenSource(vault: Vault, upstream: Upstream, nowMs: () => number): TokenSource {
  const tokens = new Map<string, Token>();
  /** One sign-in per connection at a time: two would use the same refresh token. */
  const running = new Map<string, Promise<Token>>();
  const forgotten = new Set<string>();

  async function signIn({ id, access, credentials, tokenUrl }: OpenConnection): Promise<Token> {
    const { signIn: how } = access;
    if (how.kind === "token") return askToken(how, credentials, tokenUrl, upstream, nowMs());
    const kept = vault.get().refreshTokens[id] ?? credentials["refreshToken"];
    if (kept === undefined) {
      const message = `Nobody has consented to this connection yet: npm run relay -- add, and follow the link.`;
      throw new RelayProblem("sign-in failed", message);
    }
    const token = await refresh(credentials, kept, tokenUrl, upstream, nowMs());
    const { refreshToken } = token;
    if (refreshToken !== null && refreshToken !== kept) {
      // A connection may be removed while it signs in: its token must not come back into the vault.
      await vault.change((content) =>
        forgotten.has(id)
          ? content
          : { ...content, refreshTokens: { ...content.refreshTokens, [id]: refreshToken } },
      );
    }
    return token;
  }

  async function tokenOf(connection: OpenConnection, isRenewed: boolean): Promise<Token> {
    const { id } = connection;
    const known = tokens.get(id);
    if (known !== undefined && !isRenewed && known.expiresAtMs > nowMs()) return known;
    const asked = running.get(id) ?? signIn(connection);
    running.set(id, asked);
    try {
      const token = await asked;
      if (!forgotten.has(id)) tokens.set(id, token);
      return token;
    } finally {
      running.delete(id);
    }
  }

  return {
    async headersFor(connection, isRenewed) {
      const { access, credentials } = connection;
      const own = access.headers?.(credentials) ?? {};
      if (access.signIn.kind === "headers") return { ...own, ...access.signIn.headers(credentials) };
      const { accessToken } = await tokenOf(connection, isRenewed);
      return { ...own, Authorization: `Bearer ${accessToken}` };
    },
    forget(id) {
      forgotten.add(id);
      tokens.delete(id);
    },
  };
}
