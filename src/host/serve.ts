import { answerText, eventText } from "./bridge";
import { startCalculation } from "./calc";
import { UnreadableWorkbook } from "./errors";
import { EmbeddedHost } from "./host";
import type { Calls, HostCalls, HostMessage, PageMessage } from "./protocol";
import { findLosses } from "./xlsx";

type RequestText = Extract<PageMessage, { readonly kind: "request" }>["text"];

/** The worker's side of the messages. */
export interface PagePort {
  readonly post: (message: HostMessage, transfer: readonly ArrayBufferLike[]) => void;
}

/**
 * Lets a page work on a host that runs here, in a worker. Gives the function that takes each message of the page.
 * @param moreCalls What the page can ask for besides `HostCalls`.
 */
export function serveHost(
  { post }: PagePort,
  moreCalls: (host: EmbeddedHost) => Calls = () => ({}),
): (message: PageMessage) => void {
  const say = (message: HostMessage): void => {
    post(message, []);
  };
  let host: EmbeddedHost | null = null;
  let calls: Calls = {};
  const open = async (wasm: string, bytes: Uint8Array | null): Promise<void> => {
    await startCalculation(wasm);
    const losses = bytes === null ? [] : await findLosses(bytes);
    const opened = bytes === null ? EmbeddedHost.create() : await EmbeddedHost.open(bytes);
    opened.onEvent = (event) => {
      say({ kind: "event", text: eventText(event) });
    };
    opened.onChanged = (kind) => {
      const { selection } = opened;
      say({ kind: "changed", change: kind === "document" ? { kind } : { kind, selection } });
    };
    host = opened;
    calls = { ...callsOf(opened), holdRequests, answerHeld, ...moreCalls(opened) };
    say({ kind: "opened", losses });
  };
  const answer = (text: RequestText): void => {
    if (host !== null) say({ kind: "answer", text: answerText(host, text) });
  };
  let held: RequestText[] | null = null;
  const holdRequests = (): void => {
    held ??= [];
  };
  const answerHeld = (): void => {
    const waiting = held ?? [];
    held = null;
    waiting.forEach(answer);
  };
  const call = async (id: number, name: string, args: readonly unknown[]): Promise<void> => {
    try {
      const called = calls[name] as ((...all: readonly unknown[]) => unknown) | undefined;
      if (called === undefined) throw new Error(`The embedded workbook cannot do "${name}".`);
      const value = await called(...args);
      post({ kind: "returned", id, value }, buffersIn(value));
    } catch (error) {
      say({ kind: "failed", id, message: messageOf(error) });
    }
  };
  return (message) => {
    switch (message.kind) {
      case "open":
        open(message.wasm, message.bytes).catch((error: unknown) => {
          const isUnreadable = error instanceof UnreadableWorkbook;
          say({ kind: "not opened", isUnreadable, message: messageOf(error) });
        });
        break;
      case "request":
        if (held === null) answer(message.text);
        else held.push(message.text);
        break;
      case "call":
        void call(message.id, message.name, message.args);
        break;
    }
  };
}

function callsOf(host: EmbeddedHost): Omit<HostCalls, "holdRequests" | "answerHeld"> {
  return {
    addSheet: host.addSheet.bind(host),
    deleteSheet: host.deleteSheet.bind(host),
    editCell: host.editCell.bind(host),
    failRequest: host.failRequest.bind(host),
    getSelection: () => host.selection,
    highlights: host.highlights.bind(host),
    insertRows: host.insertRows.bind(host),
    renameSheet: host.renameSheet.bind(host),
    save: host.save.bind(host),
    select: host.select.bind(host),
    sheetNames: host.sheetNames.bind(host),
    valueAt: host.valueAt.bind(host),
    valuesOf: host.valuesOf.bind(host),
  };
}

/** Bytes go over to the page rather than being copied: nobody here needs them again. */
function buffersIn(value: unknown): readonly ArrayBufferLike[] {
  const isObject = typeof value === "object" && value !== null;
  const parts: readonly unknown[] = isObject ? [value, ...(Object.values(value) as unknown[])] : [];
  return parts.flatMap((part) => (part instanceof Uint8Array ? [part.buffer] : []));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
