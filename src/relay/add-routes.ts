import { randomBytes } from "node:crypto";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";
import { fitsField, type AccessField } from "../connectors";
import { consentPage, donePage, formPage, PAGE_POLICY, problemPage } from "./add-pages";
import { openConnection } from "./connections";
import { secretsOf, storedOf, type Draft } from "./draft";
import { createFailureLimit } from "./failures";
import { createOneTime, type OneTime } from "./one-time";
import { RelayProblem } from "./problem";
import type { Registry } from "./registry";
import { beginConsent, type Consent } from "./sign-in";
import type { Upstream } from "./upstream";
import type { StoredConnection } from "./vault";

/** A connection that waits for its secrets. */
export interface Pending {
  readonly draft: Draft;
  /** Who began it. */
  readonly by: string;
  /** Answers that did not fit. */
  misfits: number;
}

/** One step of adding a connection, for the audit. */
export interface AddStep {
  readonly caller: string;
  readonly connection: string;
  readonly method: string;
  readonly path: "add" | "consent";
  readonly status: number;
  readonly problem: string;
}

export interface AddParts {
  readonly pending: OneTime<Pending>;
  readonly registry: Registry;
  readonly trustedHosts: ReadonlySet<string>;
  readonly upstream: Upstream;
  readonly nowMs: () => number;
  /** Origin at which people reach the relay; `null` = the one that their browser names, which has to be that of the page. */
  readonly address: string | null;
  readonly audit: (step: AddStep) => void;
}

/** A link, and a consent after it, are good for this long. */
export const LINK_MS = 10 * 60_000;
const FORM_BYTES = 16 * 1024;
/** A link whose form was filled in wrongly this often is over. */
const MISFITS = 5;
const CONSENT_COOKIE = "relay-consent";

interface AwaitedConsent {
  readonly pending: Pending;
  readonly stored: StoredConnection;
  readonly consent: Consent;
  /** Held by the browser that filled in the form; no other browser's consent is taken. */
  readonly browser: string;
}

/** The relay's own pages: they ask a person for the secrets of one connection, so that these never pass through the pane. */
export function addPages(parts: AddParts): Hono {
  const { pending, registry, upstream, nowMs, audit } = parts;
  const app = new Hono();
  const failures = createFailureLimit(nowMs);
  const consents = createOneTime<AwaitedConsent>(LINK_MS, nowMs);

  const asked = (context: Context, isTaken: boolean): Pending => {
    failures.check("Too many links that do not exist were tried. Wait a minute.");
    const token = context.req.param("token") ?? "";
    const found = isTaken ? pending.take(token) : pending.get(token);
    if (found !== null) return found;
    failures.count();
    throw usedLink();
  };
  const note = (context: Context, step: Pick<AddStep, "status"> & Partial<AddStep>): void => {
    const path = context.req.path === "/consent" ? "consent" : "add";
    audit({ caller: "", connection: "unknown", method: context.req.method, problem: "", path, ...step });
  };

  for (const path of ["/add/*", "/consent"]) {
    // A form sends its origin only where the policy lets it name the page that it came from.
    app.use(
      path,
      secureHeaders({
        contentSecurityPolicy: PAGE_POLICY,
        referrerPolicy: "same-origin",
        xFrameOptions: "DENY",
      }),
      async (context, next) => {
        context.header("cache-control", "no-store");
        await next();
      },
    );
  }
  app.onError((error, context) => {
    const problem =
      error instanceof RelayProblem
        ? error
        : new RelayProblem("no answer", "The relay failed. Nothing was added; add the connection again.");
    note(context, { status: problem.status, problem: problem.code });
    context.header("cache-control", "no-store");
    return context.html(problemPage(problem.message), problem.status);
  });

  app.get("/add/:token", (context) => {
    const { draft, by } = asked(context, false);
    return context.html(formPage(draft, by, []));
  });

  app.post(
    "/add/:token",
    bodyLimit({
      maxSize: FORM_BYTES,
      onError: () => {
        throw new RelayProblem("too large", "What was sent is longer than any credentials are.");
      },
    }),
    async (context) => {
      const origin = ownOrigin(context, parts.address);
      const waiting = asked(context, false);
      const { draft, by } = waiting;
      const answers = await answersOf(context, secretsOf(draft));
      if (answers.wrong.length > 0) {
        waiting.misfits += 1;
        if (waiting.misfits >= MISFITS) asked(context, true);
        note(context, { caller: by, connection: draft.id, status: 400, problem: "wrong settings" });
        return context.html(formPage(draft, by, answers.wrong), 400);
      }
      // From here on the link is used, also when the rest fails: two answers at once add one connection.
      asked(context, true);
      const stored = storedOf(draft, answers.values);
      const { signIn } = draft.access;
      if (signIn.kind === "consent") {
        const redirectUri = `${origin}/consent`;
        const { tokenUrl } = openConnection(stored, parts.trustedHosts);
        const consent = await beginConsent(signIn, stored.credentials, redirectUri, tokenUrl);
        const browser = randomBytes(32).toString("base64url");
        consents.put({ pending: waiting, stored, consent, browser }, consent.state);
        setCookie(context, CONSENT_COOKIE, browser, {
          httpOnly: true,
          sameSite: "Lax",
          secure: origin.startsWith("https:"),
          path: "/consent",
          maxAge: LINK_MS / 1000,
        });
        note(context, { caller: by, connection: draft.id, status: 200 });
        return context.html(consentPage(draft, redirectUri, consent.address));
      }
      await registry.add(stored, null);
      note(context, { caller: by, connection: draft.id, status: 201 });
      return context.html(donePage(draft), 201);
    },
  );

  app.get("/consent", async (context) => {
    failures.check("Too many answers that nobody waits for were tried. Wait a minute.");
    const state = context.req.query("state") ?? "";
    const awaited = consents.get(state);
    if (awaited === null || getCookie(context, CONSENT_COOKIE) !== awaited.browser) {
      failures.count();
      throw usedLink();
    }
    consents.take(state);
    const { pending: begun, stored, consent } = awaited;
    const { refreshToken } = await consent.finish(new URL(context.req.url), upstream, nowMs());
    if (refreshToken === null) {
      throw new RelayProblem(
        "sign-in failed",
        `${begun.draft.title} gave no lasting consent. Nothing was added.`,
      );
    }
    await registry.add(stored, refreshToken);
    note(context, { caller: begun.by, connection: stored.id, status: 201 });
    return context.html(donePage(begun.draft), 201);
  });
  return app;
}

function usedLink(): RelayProblem {
  return new RelayProblem(
    "used link",
    "This link was used already, ran out, or never was. Add the connection again in Excel.",
  );
}

/** The origin of the page that the form stands on, when it is ours. @throws RelayProblem */
function ownOrigin(context: Context, address: string | null): string {
  const { origin = "", host = "", "sec-fetch-site": site = "same-origin" } = context.req.header();
  const isOwn =
    address === null
      ? URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
      : origin === address;
  if (isOwn && site === "same-origin") return origin;
  throw new RelayProblem(
    "wrong origin",
    "The form was not sent by the relay's own page. Where the relay stands behind a proxy, set RELAY_ADDRESS.",
  );
}

/** What was typed; only fields of the system are read. @throws RelayProblem for anything but a form */
async function answersOf(
  context: Context,
  fields: readonly AccessField[],
): Promise<{ readonly values: Readonly<Record<string, string>>; readonly wrong: readonly AccessField[] }> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(type)) {
    throw new RelayProblem("wrong settings", "The relay takes its own form only.");
  }
  const form = new URLSearchParams(await context.req.text());
  const values = Object.fromEntries(fields.map(({ name }) => [name, (form.get(name) ?? "").trim()]));
  return { values, wrong: fields.filter((field) => !fitsField(field, values[field.name] ?? "")) };
}
