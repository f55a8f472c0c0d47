import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { createTokens, type Env } from "./simulator";
import type { FaultBox } from "./faults";

const CODE = "code-secret-0";

/**
 * Tokens that a person consented to: each use of a refresh token replaces it. Its predecessor still works until the new
 * one was used, as with Intuit (24 hours) and Xero (30 minutes).
 */
export function addRotation(
  app: Hono<Env>,
  faults: FaultBox,
  path: string,
  client: { readonly id: string; readonly secret: string },
): { readonly isValid: (authorization: string | undefined, path: string) => boolean } {
  const tokens = createTokens(faults);
  let current = "refresh-token-secret-0";
  let previous: string | null = null;
  let count = 0;
  let challenge = "";
  // The page on which a person consents, who is sent back with a code.
  app.get("/consent", (context) => {
    const query = context.req.query();
    challenge = query["code_challenge"] ?? "";
    const back = new URL(query["redirect_uri"] ?? "");
    back.searchParams.set("code", CODE);
    back.searchParams.set("state", query["state"] ?? "");
    return context.redirect(back.href, 302);
  });
  app.post(path, async (context) => {
    const form = await context.req.parseBody();
    const expected = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
    if (context.req.header("authorization") !== expected)
      return context.json({ error: "invalid_client" }, 401);
    const used = form["refresh_token"];
    const isRefresh = form["grant_type"] === "refresh_token" && (used === current || used === previous);
    const verifier = form["code_verifier"];
    const proof =
      typeof verifier === "string" ? createHash("sha256").update(verifier).digest("base64url") : "";
    const isConsent =
      form["grant_type"] === "authorization_code" && form["code"] === CODE && proof === challenge;
    if (!isRefresh && !isConsent) return context.json({ error: "invalid_grant" }, 400);
    count += 1;
    previous = typeof used === "string" ? used : null;
    current = `refresh-token-secret-${count}`;
    return context.json({
      access_token: tokens.issue(),
      token_type: "bearer",
      expires_in: 1800,
      refresh_token: current,
    });
  });
  return { isValid: tokens.isValid };
}
