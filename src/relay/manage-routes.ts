import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { connectorOf } from "../connectors";
import { LINK_MS, type Pending } from "./add-routes";
import { administratorOf, type CallerCheck } from "./caller";
import { draftOf } from "./draft";
import type { OneTime } from "./one-time";
import { RelayProblem } from "./problem";
import type { Registry } from "./registry";
import type { TokenSource } from "./tokens";

/** One change to the list of connections, for the audit. */
export interface ManageStep {
  readonly caller: string;
  readonly connection: string;
  readonly method: "POST";
  readonly path: "begin" | "remove";
  readonly status: number;
  readonly problem: string;
}

export interface ManageParts {
  readonly registry: Registry;
  readonly callers: CallerCheck;
  readonly pending: OneTime<Pending>;
  readonly tokens: TokenSource;
  readonly trustedHosts: ReadonlySet<string>;
  readonly simulators: ReadonlySet<string>;
  readonly nowMs: () => number;
  readonly audit: (step: ManageStep) => void;
}

const BODY_BYTES = 64 * 1024;

/** What the pane asks about the connections themselves: the list for everybody who is paired, changes for administrators. */
export function manageRoutes(parts: ManageParts): Hono {
  const { registry, callers, pending, tokens, trustedHosts, simulators, nowMs, audit } = parts;
  const app = new Hono();

  const list = (mayAdminister: boolean): object => ({
    connections: registry.all().map(({ id, system, name, base }) => ({
      id,
      system,
      title: connectorOf(system).title,
      name,
      isSimulated: simulators.has(new URL(base).host),
      isRemovable: mayAdminister && registry.isRemovable(id),
    })),
    mayAdminister,
    // Another address than the system's own is only taken for a host that is trusted.
    takesAddress: mayAdminister && trustedHosts.size > 0,
  });
  /** Does one change for an administrator, and writes down who and what. */
  const change = async (
    context: Context,
    path: ManageStep["path"],
    work: (by: string) => Promise<{ readonly id: string; readonly answer: object }>,
  ): Promise<Response> => {
    const step = {
      caller: "",
      connection: "unknown",
      method: "POST",
      path,
      status: 200,
      problem: "",
    } as const;
    let caller = "";
    try {
      const { name } = await administratorOf(callers, context);
      caller = name;
      const { id, answer } = await work(name);
      audit({ ...step, caller, connection: id });
      return context.json(answer);
    } catch (error) {
      const isKnown = error instanceof RelayProblem;
      audit({
        ...step,
        caller,
        status: isKnown ? error.status : 500,
        problem: isKnown ? error.code : "failed",
      });
      throw error;
    }
  };

  app.get("/connections", async (context) => {
    const { mayAdminister } = await callers.callerOf(context);
    return context.json(list(mayAdminister));
  });
  const limited = bodyLimit({
    maxSize: BODY_BYTES,
    onError: () => {
      throw new RelayProblem("too large", "The request is longer than 64 KB, which no connection needs.");
    },
  });
  app.post("/connections", limited, (context) =>
    change(context, "begin", async (by) => {
      const input: unknown = await context.req.json().catch(() => null);
      const reserved = pending.values().map(({ draft }) => draft.id);
      const draft = draftOf(input, trustedHosts, (system) => registry.freeId(system, reserved));
      if (registry.isTaken(draft.name)) {
        throw new RelayProblem(
          "wrong settings",
          `There is a connection "${draft.name}" already. Give this one another name.`,
        );
      }
      const token = pending.put({ draft, by, misfits: 0 });
      const expiresAt = new Date(nowMs() + LINK_MS).toISOString();
      return { id: draft.id, answer: { id: draft.id, path: `add/${token}`, expiresAt } };
    }),
  );
  app.post("/connections/:id/remove", limited, (context) =>
    change(context, "remove", async () => {
      const id = context.req.param("id");
      if (registry.find(id) !== undefined && !registry.isRemovable(id)) {
        throw new RelayProblem(
          "not allowed",
          "This connection is given by the relay's environment. Take it out there.",
        );
      }
      const isRemoved = await registry.remove(id);
      if (isRemoved) tokens.forget(id);
      return { id: isRemoved ? id : "unknown", answer: list(true) };
    }),
  );
  return app;
}
