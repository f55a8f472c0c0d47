import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { FaultBox } from "./faults";

export interface Env {
  Bindings: HttpBindings;
}

/** A simulator that runs on this machine. It says so in every answer. */
export interface Simulator {
  readonly system: string;
  /** Base address as a connection uses it, ends with a slash. */
  readonly address: string;
  readonly host: string;
  readonly faults: FaultBox;
  stop(): Promise<void>;
}

/** What a vendor's simulator is made of. */
export interface VendorApp {
  readonly system: string;
  /** Path of the base address. */
  readonly basePath: string;
  /** `origin` is only known when the server listens. */
  readonly build: (app: Hono<Env>, faults: FaultBox, origin: () => string) => void;
}

/** Bytes of an answer that comes slowly, at each turn. */
const SLOW_PIECE = 64;

/** Starts a simulator on a free port of the loopback interface. */
export async function startSimulator({ system, basePath, build }: VendorApp, port = 0): Promise<Simulator> {
  const faults = new FaultBox();
  const app = new Hono<Env>();
  let origin = "";
  // Microsoft answers browsers of any origin; the others are asked by the relay and by nobody else.
  if (system === "microsoft-graph") app.use(cors());
  app.use(async (_, next) => {
    const end = faults.begin();
    // A turn of the loop each, so that requests that come together are answered together.
    await new Promise((resolve) => setImmediate(resolve));
    await next().finally(end);
  });
  app.use(async (context, next) => {
    const { path } = context.req;
    context.header("x-simulator", `${system} simulator: invented data`);
    const fault = faults.take(path, [
      "status",
      "hang",
      "cut",
      "redirect",
      "oversize",
      "truncate",
      "echo",
      "slow",
    ]);
    switch (fault?.kind) {
      case "status":
        return context.json(
          { message: `The simulator was told to answer ${fault.status}.` },
          fault.status,
          fault.headers,
        );
      case "hang":
        await new Promise<void>((resolve) => context.env.incoming.socket.once("close", resolve));
        return context.body(null);
      case "redirect":
        return context.redirect(fault.to, 302);
      case "echo":
        return context.json({ message: `Not with ${JSON.stringify(context.req.header())}` }, 400);
      case "oversize":
        return context.json({ padding: "x".repeat(25_000_000) });
      case "cut": {
        const { outgoing } = context.env;
        outgoing.writeHead(200, { "Content-Type": "application/json", "Content-Length": "5000" });
        outgoing.write('{"content":[{"id":');
        outgoing.socket?.end();
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
      default:
        await next();
    }
    if (fault?.kind === "slow") {
      const bytes = new Uint8Array(await context.res.arrayBuffer());
      let at = 0;
      const pieces = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setImmediate(resolve));
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, (at += SLOW_PIECE)));
        },
      });
      context.res = new Response(pieces, { headers: { "Content-Type": "application/json" } });
    }
    if (fault?.kind === "truncate") {
      const text = await context.res.text();
      context.res = new Response(text.slice(0, Math.floor(text.length / 2)), {
        headers: { "Content-Type": "application/json" },
      });
    }
    faults.requests.push({
      method: context.req.method,
      path,
      query: Object.keys(context.req.query()),
      status: context.res.status,
      text: await context.res.clone().text(),
    });
    return undefined;
  });
  build(app, faults, () => origin);
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;
  return {
    system,
    address: `${origin}${basePath}`,
    host,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Access tokens of a simulator; `expire` faults take them back. */
export function createTokens(faults: FaultBox): {
  issue: () => string;
  isValid: (authorization: string | undefined, path: string) => boolean;
} {
  let count = 0;
  const valid = new Set<string>();
  return {
    issue() {
      count += 1;
      const token = `access-token-secret-${count}`;
      valid.add(token);
      return token;
    },
    isValid(authorization, path) {
      if (faults.take(path, ["expire"]) !== null) valid.clear();
      return valid.has((authorization ?? "").replace(/^Bearer /, ""));
    },
  };
}

/** A whole number of a query, or what it is without one. */
export function numberOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Number(text);
}
