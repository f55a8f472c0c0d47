import { RelayProblem } from "./problem";
import { askToken, refresh, type Token } from "./sign-in";
import type { Upstream } from "./upstream";
import type { Vault } from "./vault";
import type { OpenConnection } from "./connections";

/** Headers that sign a request in. */
export interface TokenSource {
  /** @throws RelayProblem */
  headersFor(connection: OpenConnection, isRenewed: boolean): Promise<Readonly<Record<string, string>>>;
  /** Drops what belongs to a connection that was removed, also what is under way for it. */
  forget(id: string): void;
}

/** A value of one account: the command line may give an id to other credentials while the relay runs. */
interface Kept<Value> {
  readonly value: Value;
  /** The account that it is of, as a text that is compared and never shown. */
  readonly of: string;
}

function accountOf({ system, tokenUrl, credentials }: OpenConnection): string {
  return JSON.stringify([system, tokenUrl, credentials]);
}

/**
 * Access tokens live in memory only. A refresh token that a system replaced is saved before the access token that came
 * with it is used: after a crash in between the one on disk is the last that the system knows, or its predecessor, which
 * Intuit (24 hours) and Xero (30 minutes) still accept.
 */
export function createTokenSource(vault: Vault, upstream: Upstream, nowMs: () => number): TokenSource {
  const tokens = new Map<string, Kept<Token>>();
  /** One sign-in per connection at a time: two would use the same refresh token. */
  const running = new Map<string, Kept<Promise<Token>>>();
  /** How often each connection was dropped: what began before does not count after. */
  const drops = new Map<string, number>();
  const dropsOf = (id: string): number => drops.get(id) ?? 0;

  async function signIn({ id, access, credentials, tokenUrl }: OpenConnection): Promise<Token> {
    const begun = dropsOf(id);
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
        dropsOf(id) !== begun
          ? content
          : { ...content, refreshTokens: { ...content.refreshTokens, [id]: refreshToken } },
      );
    }
    return token;
  }

  async function tokenOf(connection: OpenConnection, isRenewed: boolean): Promise<Token> {
    const { id } = connection;
    const of = accountOf(connection);
    const begun = dropsOf(id);
    const known = tokens.get(id);
    if (known?.of === of && !isRenewed && known.value.expiresAtMs > nowMs()) return known.value;
    const under = running.get(id);
    const asked = under?.of === of ? under : { of, value: signIn(connection) };
    running.set(id, asked);
    try {
      const token = await asked.value;
      if (dropsOf(id) === begun) tokens.set(id, { of, value: token });
      return token;
    } finally {
      if (running.get(id) === asked) running.delete(id);
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
      drops.set(id, dropsOf(id) + 1);
      tokens.delete(id);
    },
  };
}
