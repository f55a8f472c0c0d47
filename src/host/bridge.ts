import type { EmbeddedHost, HostEvent } from "./host";

/** Runs a batch with Microsoft's client library on a host, as `Excel.run` does in Excel. */
export type ExcelRun = <T>(batch: (context: Excel.RequestContext) => Promise<T>) => Promise<T>;

interface Message {
  readonly id: number;
  readonly message: { readonly body: string };
}

/** What answers the client's requests: a host, or what stands before one. */
export type Answering = Pick<EmbeddedHost, "answer" | "onEvent">;

let current: Answering | null = null;

/** The bridge that Microsoft's client finds in place of Excel; it sends every request to the host in use. */
export const bridge = {
  onMessageFromHost: (text: string): void => {
    throw new Error(`Nobody listens for ${text.slice(0, 40)} yet: the client library is not loaded.`);
  },
  sendMessageToHost: (text: string): void => {
    const { id, message } = JSON.parse(text) as Message;
    const body = current?.answer(message.body) ?? "";
    queueMicrotask(() => {
      bridge.onMessageFromHost(
        JSON.stringify({ id, type: 2, message: { statusCode: 200, headers: {}, body } }),
      );
    });
  },
};

/** Numbers by which the client knows what an event message is about. */
const EVENT_CATEGORY = 65_536;
const EVENT_TYPE = { changed: 10, selectionChanged: 14 } as const;

/** Puts a host behind Microsoft's client, which must be loaded. One host is in use at a time; the last one. */
export function runOn(host: Answering): ExcelRun {
  host.onEvent = ({ kind, ...args }: HostEvent) => {
    const entry = {
      messageCategory: EVENT_CATEGORY,
      messageType: EVENT_TYPE[kind],
      targetId: "Workbook",
      message: JSON.stringify(args),
    };
    queueMicrotask(() => {
      if (host === current)
        bridge.onMessageFromHost(JSON.stringify({ type: 3, message: { entries: [entry] } }));
    });
  };
  return (batch) => {
    current = host;
    return Excel.run(batch);
  };
}
