import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { RELAY_PROBLEM } from "../connectors";
import { addPages, LINK_MS, type Pending } from "./add-routes";
import { pathBelow } from "./allowed-path";
import { PANE_HEADER, SESSION_COOKIE, type CallerCheck } from "./caller";
import type { OpenConnection } from "./connections";
import { forward, type PaneReply } from "./forward";
import { manageRoutes } from "./manage-routes";
import type { Metrics } from "./metrics";
import { createOneTime } from "./one-time";
import { pairingOf, sessionFor, SESSION_HOURS } from "./pairing";
import { createPassages } from "./passage";
import { RelayProblem } from "./problem";
import type { Registry } from "./registry";
import type { TokenSource } from "./tokens";
import type { Upstream } from "./upstream";
import type { Vault } from "./vault";

/** One line of the audit: who asked what of which connection, and what came of it. Never a query, body or header. */
export interface AuditLine {
  readonly at: string;
  readonly caller: string;
  readonly connection: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly problem: string;
  readonly ms: number;
  readonly bytes: number;
}

export interface AppParts {
  readonly registry: Registry;
  readonly vault: Vault;
  readonly callers: CallerCheck;
  readonly tokens: TokenSource;
  readonly upstream: Upstream;
  readonly metrics: Metrics;
  readonly audit: (line: AuditLine) => void;
  readonly nowMs: () => number;
  /** Origins of the add-in. */
  readonly origins: readonly string[];
  /** Hosts with port that may be private, without TLS, or not one of the system's own. */
  readonly trustedHosts: ReadonlySet<string>;
  /** Hosts with port of simulators. */
  readonly simulators: ReadonlySet<string>;
  /** Origin at which people reach the relay; `null` = the one that their browser names. */
  readonly address: string | null;
  /** Folder of the built pane; `null` when it is hosted elsewhere. */
  readonly paneFolder: string | null;
}

interface Env {
  Bindings: HttpBindings;
}
type RelayContext = Context<Env>;

const BODY_BYTES = 64 * 1024;

/** The relay's endpoints. */
export function createApp(parts: AppParts): Hono<Env> {
  const { registry, vault, callers, tokens, upstream, metrics, audit, nowMs, origins, trustedHosts } = parts;
  const app = new Hono<Env>();
  const pending = createOneTime<Pending>(LINK_MS, nowMs);
  const note = (step: Omit<AuditLine, "at" | "ms" | "bytes">): void => {
    metrics.count(step.connection, step.status);
    audit({ at: new Date(nowMs()).toISOString(), ms: 0, bytes: 0, ...step });
  };
  // What the command line saved holds at once: a pairing that was taken back opens nothing any more.
  app.use(async (_, next) => {
    await vault.refresh();
    await next();
  });
  // The relay's own pages come before the rules for calls of the pane: their forms come from the relay's own origin.
  const { address } = parts;
  app.route("/", addPages({ pending, registry, trustedHosts, upstream, nowMs, address, audit: note }));

  const passageOf = createPassages(nowMs);
  app.onError((error, context) => {
    const problem =
      error instanceof RelayProblem
        ? error
        : new RelayProblem(
            "no answer",
            "The relay failed; nothing was passed on. Try again. When it stays so, start the relay again.",
          );
    return context.json({ message: problem.message }, problem.status, { [RELAY_PROBLEM]: problem.code });
  });
  app.use(secureHeaders({ crossOriginResourcePolicy: false, xFrameOptions: false }));
  app.use(async (context, next) => {
    const origin = context.req.header("origin");
    if (origin !== undefined && !origins.includes(origin)) {
      throw new RelayProblem(
        "wrong origin",
        "The relay answers pages of the add-in only. List their origin in RELAY_ORIGINS.",
      );
    }
    await next();
  });
  app.use(
    cors({
      origin: [...origins],
      credentials: true,
      allowMethods: ["GET", "POST", "DELETE"],
      allowHeaders: ["authorization", "content-type", PANE_HEADER],
      exposeHeaders: [
        "link",
        "retry-after",
        RELAY_PROBLEM,
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-minlimit-remaining",
      ],
      maxAge: 600,
    }),
  );

  app.get("/health", (context) => context.json({ status: "ok" }));
  app.get("/metrics", async (context) => {
    await callers.callerOf(context);
    return context.text(metrics.toText());
  });
  app.post("/session", async (context) => {
    const { name: caller } = await callers.callerOf(context);
    const [, token = ""] = /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
    if (pairingOf(vault, token) !== null) {
      setCookie(context, SESSION_COOKIE, await sessionFor(vault, caller), {
        httpOnly: true,
        secure: true,
        sameSite: "None",
        partitioned: true,
        path: "/",
        maxAge: SESSION_HOURS * 3600,
      });
    }
    return context.json({ caller });
  });
  app.delete("/session", (context) => {
    deleteCookie(context, SESSION_COOKIE, { secure: true, path: "/" });
    return context.json({});
  });
  app.route("/", manageRoutes({ ...parts, pending, audit: note }));

  const pass = async (
    context: RelayContext,
    where: (
      connection: OpenConnection,
      rest: string,
      search: string,
    ) => { readonly path: string; readonly search: string },
  ): Promise<Response> => {
    const began = nowMs();
    const method = context.req.method === "POST" ? "POST" : "GET";
    // What was sent, before any parser tidied it up.
    const [raw = "", ...query] = (context.env.incoming.url ?? "").split("?");
    const [, id = "", rest = ""] = /^\/connections\/([a-z\d-]+)\/(?:api\/)?(.*)$/s.exec(raw) ?? [];
    const line = { caller: "", path: printable(rest), status: 0, problem: "", bytes: 0 };
    let known = "unknown";
    try {
      line.caller = (await callers.callerOf(context)).name;
      const connection = registry.find(id);
      if (connection === undefined) {
        throw new RelayProblem(
          "no connection",
          "The relay has no such connection. Add it: npm run relay -- add.",
        );
      }
      known = id;
      const search = query.length === 0 ? "" : `?${query.join("?")}`;
      const target = where(connection, rest, search);
      line.path = printable(target.path);
      const body = method === "POST" ? await context.req.text() : null;
      const accept = context.req.header("accept") ?? "application/json";
      const request = { method, ...target, accept, body, signal: context.req.raw.signal } as const;
      const reply = await passageOf(connection).through(() => forward(connection, request, tokens, upstream));
      line.status = reply.status;
      line.bytes = reply.body.length;
      return responseOf(reply);
    } catch (error) {
      line.problem = error instanceof RelayProblem ? error.code : "failed";
      line.status = error instanceof RelayProblem ? error.status : 500;
      throw error;
    } finally {
      metrics.count(known, line.status);
      audit({ at: new Date(nowMs()).toISOString(), connection: known, method, ms: nowMs() - began, ...line });
    }
  };
  const limited = bodyLimit({
    maxSize: BODY_BYTES,
    onError: () => {
      throw new RelayProblem("too large", "The request is longer than 64 KB, which no listed query needs.");
    },
  });
  app.get("/connections/:id/follow", (context) =>
    pass(context, ({ base }) => pathBelow(context.req.query("url") ?? "", base)),
  );
  app.post("/connections/:id/follow", limited, (context) =>
    pass(context, ({ base }) => pathBelow(context.req.query("url") ?? "", base)),
  );
  app.on(["GET", "POST"], "/connections/:id/api/*", limited, (context) =>
    pass(context, (_, path, search) => ({ path, search })),
  );
  app.all("/connections/*", async (context) => {
    await callers.callerOf(context);
    throw new RelayProblem("not allowed", "The relay has no such endpoint.");
  });
  if (parts.paneFolder !== null) app.use("*", serveStatic({ root: parts.paneFolder }));
  return app;
}

function responseOf({ status, headers, body }: PaneReply): Response {
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? new Uint8Array(body) : null, { status, headers });
}

function printable(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}
