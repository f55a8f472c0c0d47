import * as oauth from "oauth4webapi";
import { z } from "zod";
import { basic, type Credentials, type SignIn } from "../connectors";
import { RelayProblem } from "./problem";
import type { Upstream } from "./upstream";

/** A token that a system gave. */
export interface Token {
  readonly accessToken: string;
  /** Milliseconds since 1970 after which it is not used. */
  readonly expiresAtMs: number;
  /** The refresh token that takes the place of the one used; `null` when the system gave none. */
  readonly refreshToken: string | null;
}

type TokenSignIn = Extract<SignIn, { kind: "token" }>;
type ConsentSignIn = Extract<SignIn, { kind: "consent" }>;

/** A token is renewed this long before it runs out, so that it does not run out on the way. */
const MARGIN_MS = 60_000;
/** A system that does not say how long its token lives gets asked again after this. */
const LIFETIME_S = 3_600;

/** Changes credentials into a token. @throws RelayProblem */
export async function askToken(
  signIn: TokenSignIn,
  credentials: Credentials,
  tokenUrl: string,
  upstream: Upstream,
  nowMs: number,
): Promise<Token> {
  const { id, secret } = signIn.client(credentials);
  const parameters = signIn.parameters(credentials);
  if (signIn.clientIn === "json") {
    const body = { client_id: id, client_secret: secret, grant_type: signIn.grant, ...parameters };
    return askInJson(tokenUrl, body, upstream, nowMs);
  }
  const client = { client_id: id };
  const authentication = signIn.clientIn === "header" ? inHeader(id, secret) : oauth.ClientSecretPost(secret);
  return answered(tokenUrl, nowMs, async (server) => {
    const options = optionsOf(upstream);
    const reply = await oauth.genericTokenEndpointRequest(
      server,
      client,
      authentication,
      signIn.grant,
      parameters,
      options,
    );
    return oauth.processGenericTokenEndpointResponse(server, client, reply);
  });
}

/** Uses a refresh token; the answer carries the next one. @throws RelayProblem */
export async function refresh(
  credentials: Credentials,
  refreshToken: string,
  tokenUrl: string,
  upstream: Upstream,
  nowMs: number,
): Promise<Token> {
  const { clientId = "", clientSecret = "" } = credentials;
  const client = { client_id: clientId };
  return answered(tokenUrl, nowMs, async (server) => {
    const options = optionsOf(upstream);
    const reply = await oauth.refreshTokenGrantRequest(
      server,
      client,
      inHeader(clientId, clientSecret),
      refreshToken,
      options,
    );
    return oauth.processRefreshTokenResponse(server, client, reply);
  });
}

/** A consent under way: where the person goes, and how the answer becomes the first tokens. */
export interface Consent {
  readonly address: string;
  /** Comes back with the answer, which is how it is known. */
  readonly state: string;
  /** Takes the address that the person was sent back to. @throws RelayProblem */
  finish(returned: URL, upstream: Upstream, nowMs: number): Promise<Token>;
}

/** Begins a consent with a code and PKCE (RFC 7636). */
export async function beginConsent(
  signIn: ConsentSignIn,
  credentials: Credentials,
  redirectUri: string,
  tokenUrl: string,
): Promise<Consent> {
  const { clientId = "", clientSecret = "" } = credentials;
  const client = { client_id: clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(signIn.consentUrl);
  const parameters = {
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: signIn.scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return {
    address: address.href,
    state,
    finish: (returned, upstream, nowMs) =>
      answered(tokenUrl, nowMs, async (server) => {
        // The issuer is the one that we chose, so an answer without it is taken.
        const codes = oauth.validateAuthResponse(server, client, returned, state);
        const authentication = inHeader(clientId, clientSecret);
        const reply = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          authentication,
          codes,
          redirectUri,
          verifier,
          optionsOf(upstream),
        );
        return oauth.processAuthorizationCodeResponse(server, client, reply);
      }),
  };
}

/**
 * The client in a Basic header as it is. The standard asks for form encoding first (RFC 6749, 2.3.1), which servers that do
 * not decode take for another client: Datto's is called "public-client".
 */
function inHeader(id: string, secret: string): oauth.ClientAuth {
  return (_server, _client, _body, headers) => {
    headers.set("authorization", basic(id, secret).Authorization);
  };
}

/** Requests of the library go the same way as all others; where they may go is decided there. */
function optionsOf(upstream: Upstream): oauth.TokenEndpointRequestOptions {
  return {
    // Whether a host may be asked without TLS is decided by `upstream`, for all requests alike.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so as to stand out, not to go away
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url: string, { headers, body }) => {
      const reply = await upstream(new URL(url), {
        method: "POST",
        headers,
        body: body instanceof URLSearchParams ? body.toString() : "",
      });
      const type = reply.headers["content-type"] ?? "application/json";
      return new Response(new Uint8Array(reply.body), {
        status: reply.status,
        headers: { "content-type": type },
      });
    },
  };
}

async function answered(
  tokenUrl: string,
  nowMs: number,
  ask: (server: oauth.AuthorizationServer) => Promise<oauth.TokenEndpointResponse>,
): Promise<Token> {
  const { origin, host } = new URL(tokenUrl);
  try {
    const token = await ask({ issuer: origin, token_endpoint: tokenUrl });
    return {
      accessToken: token.access_token,
      expiresAtMs: nowMs + (token.expires_in ?? LIFETIME_S) * 1000 - MARGIN_MS,
      refreshToken: token.refresh_token ?? null,
    };
  } catch (error) {
    throw translated(error, host);
  }
}

const tokenSchema = z.looseObject({ access_token: z.string(), expires_in: z.number().optional() });

async function askInJson(
  tokenUrl: string,
  body: Readonly<Record<string, string>>,
  upstream: Upstream,
  nowMs: number,
): Promise<Token> {
  const { host } = new URL(tokenUrl);
  const reply = await upstream(new URL(tokenUrl), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  if (reply.status !== 200) throw refused(host, String(reply.status));
  try {
    const token = tokenSchema.parse(JSON.parse(reply.body.toString("utf8")));
    const livesMs = (token.expires_in ?? LIFETIME_S) * 1000;
    return { accessToken: token.access_token, expiresAtMs: nowMs + livesMs - MARGIN_MS, refreshToken: null };
  } catch {
    throw refused(host, "an answer without a token");
  }
}

/** An error of the library without its cause, which holds the request and so the secret. */
function translated(error: unknown, host: string): RelayProblem {
  if (error instanceof RelayProblem) return error;
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError)
    return refused(host, error.error);
  if (error instanceof Error && error.cause instanceof RelayProblem) return error.cause;
  return refused(host, "an answer that could not be read");
}

function refused(host: string, said: string): RelayProblem {
  return new RelayProblem(
    "sign-in failed",
    `${host} did not let the relay sign in (${said.slice(0, 60)}). Set the credentials of this connection again: npm run relay -- add.`,
  );
}
