import type { EmbeddedHost, HostEvent } from "./host";

/** Runs a batch with Microsoft's client library on a host, as `Excel.run` does in Excel. */
export type ExcelRun = <T>(batch: (context: Excel.RequestContext) => Promise<T>) => Promise<T>;

/** A host behind Microsoft's client, in the same thread or in another one: texts go to it, and come back later. */
export interface HostLink {
  /** Takes a request of the client as its message text. */
  readonly send: (request: string) => void;
  /** Called with the text of each answer. */
  onAnswer: ((answer: string) => void) | null;
  /** Called with the text of each event that the client listens for. */
  onEvent: ((event: string) => void) | null;
}

interface Message {
  readonly id: number;
  readonly message: { readonly body: string };
}

/** What answers the client's requests: a host, or what stands before one. */
export type Answering = Pick<EmbeddedHost, "answer" | "onEvent">;

/** Answers a request of the client, message text for message text. */
export function answerText(host: Pick<EmbeddedHost, "answer">, request: string): string {
  const { id, message } = JSON.parse(request) as Message;
  const body = host.answer(message.body);
  return JSON.stringify({ id, type: 2, message: { statusCode: 200, headers: {}, body } });
}

/** Numbers by which the client knows what an event message is about. */
const EVENT_CATEGORY = 65_536;
const EVENT_TYPE = { changed: 10, selectionChanged: 14 } as const;

/** An event as the client takes it. */
export function eventText({ kind, ...args }: HostEvent): string {
  const entry = {
    messageCategory: EVENT_CATEGORY,
    messageType: EVENT_TYPE[kind],
    targetId: "Workbook",
    message: JSON.stringify(args),
  };
  return JSON.stringify({ type: 3, message: { entries: [entry] } });
}

/** A link to a host in the same thread. */
export function linkTo(host: Answering): HostLink {
  const link: HostLink = {
    onAnswer: null,
    onEvent: null,
    send: (request) => {
      const answer = answerText(host, request);
      queueMicrotask(() => link.onAnswer?.(answer));
    },
  };
  host.onEvent = (event) => {
    const text = eventText(event);
    queueMicrotask(() => link.onEvent?.(text));
  };
  return link;
}

let current: HostLink | null = null;

/** The bridge that Microsoft's client finds in place of Excel; it sends every request to the host in use. */
export const bridge = {
  onMessageFromHost: (text: string): void => {
    throw new Error(`Nobody listens for ${text.slice(0, 40)} yet: the client library is not loaded.`);
  },
  sendMessageToHost: (text: string): void => {
    current?.send(text);
  },
};

/** Puts a host behind Microsoft's client, which must be loaded. One host is in use at a time; the last one. */
export function runOn(link: HostLink): ExcelRun {
  link.onAnswer = (answer) => {
    bridge.onMessageFromHost(answer);
  };
  link.onEvent = (event) => {
    if (link === current) bridge.onMessageFromHost(event);
  };
  return (batch) => {
    current = link;
    return Excel.run(batch);
  };
}
