import { z } from "zod";
import { createHttp, createRateLimiter } from "../../src/connectors";
import { eachPage, nextLink } from "../../src/connectors/http/paging";
import type { Doubt, HttpReply, Page } from "../../src/connectors/http";
import { createReader } from "../../src/connectors/reader";
import { retryAfterMs } from "../../src/connectors/http/retry";
import { createTestClock } from "./rig";

const signal = new AbortController().signal;

/** Answers prepared in advance, in the place of a network. */
function http(answers: readonly Response[]): ReturnType<typeof createHttp> {
  const left = [...answers];
  return createHttp({
    system: "The system",
    addressOf: (path) => `https://system.example/${path}`,
    clock: createTestClock(),
    authorise: () => Promise.resolve({}),
    fetch: () => Promise.resolve(left.shift() ?? new Response("{}", { status: 500 })),
  });
}

async function pagesOf(
  pages: readonly Page<number>[],
  maxPages?: number,
): Promise<{ readonly rows: number; readonly doubts: readonly Doubt[] }> {
  const doubts: Doubt[] = [];
  let rows = 0;
  const options = { what: "things", onDoubt: (doubt: Doubt) => doubts.push(doubt) };
  const load = (at: number): Promise<Page<number>> =>
    Promise.resolve(pages[at] ?? { rows: [], next: null, total: null });
  for await (const page of eachPage(0, load, maxPages === undefined ? options : { ...options, maxPages }))
    rows += page.length;
  return { rows, doubts };
}

describe("pages", () => {
  it("say when the cap is reached", async () => {
    const endless = Array.from({ length: 9 }, (_, at) => ({ rows: [at], next: at + 1, total: null }));
    expect(await pagesOf(endless, 3)).toEqual({
      rows: 3,
      doubts: [{ kind: "page limit", message: "things: stopped after 3 pages; there are more." }],
    });
  });

  it("say when the total changes while they are read, and when rows are missing", async () => {
    const { doubts } = await pagesOf([
      { rows: [1, 2], next: 1, total: 4 },
      { rows: [3], next: null, total: 5 },
    ]);
    expect(doubts.map(({ kind }) => kind)).toEqual(["changed total", "missing rows"]);
  });

  it("end where the list goes round in circles", async () => {
    const { rows, doubts } = await pagesOf([
      { rows: [1, 2], next: 1, total: null },
      { rows: [3, 4], next: 0, total: null },
    ]);
    expect([rows, doubts.map(({ kind }) => kind)]).toEqual([4, ["repeated page"]]);
  });

  it("find the next one in a Link header", () => {
    const link = (text: string): string | null =>
      nextLink({ headers: new Headers({ link: text }) } as HttpReply);
    expect(link('<https://a/?page=2,3>; rel="next", <https://a/?page=9>; rel="last"')).toBe(
      "https://a/?page=2,3",
    );
    expect(link('<https://a/?page=1>; rel="prev"')).toBeNull();
    expect(link("<https://a/2>; title=x; rel=next")).toBe("https://a/2");
  });
});

describe("rows", () => {
  it("that come twice count once and are named", async () => {
    const { reader, readings } = createReader({
      httpOf: () => http([Response.json([{ id: 1 }, { id: 2 }, { id: 1 }])]),
      signal,
      onProgress: () => undefined,
    });
    const rows = await reader.list({
      what: "things",
      schema: z.object({ id: z.number() }),
      idOf: ({ id }) => id,
      first: 0,
      request: () => ({ path: "things" }),
      page: ({ json }) => ({ rows: json as unknown[], next: null, total: null }),
    });
    expect(rows).toHaveLength(2);
    expect(readings().doubts).toMatchObject([{ kind: "repeated row" }]);
  });

  it("that cannot be read are not all named when there are many", async () => {
    const { reader, readings } = createReader({
      httpOf: () => http([Response.json(Array.from({ length: 100 }, (_, at) => ({ id: `${at}` })))]),
      signal,
      onProgress: () => undefined,
    });
    await reader.list({
      what: "things",
      schema: z.object({ id: z.number() }),
      idOf: null,
      first: 0,
      request: () => ({ path: "things" }),
      page: ({ json }) => ({ rows: json as unknown[], next: null, total: null }),
    });
    const { doubts } = readings();
    expect(doubts).toHaveLength(21);
    expect(doubts[0]?.message).toBe('things: row 1 was not read, because id is "0", expected a number.');
    expect(doubts.at(-1)?.message).toBe("And 80 more remarks of this kind.");
  });
});

describe("requests", () => {
  it("take Retry-After as seconds or as a date", () => {
    const now = Date.parse("2026-11-23T09:00:00Z");
    expect(retryAfterMs(new Headers({ "retry-after": "12" }), now)).toBe(12_000);
    expect(retryAfterMs(new Headers({ "retry-after": "Mon, 23 Nov 2026 09:00:30 GMT" }), now)).toBe(30_000);
    expect(retryAfterMs(new Headers({ "retry-after": "soon" }), now)).toBeNull();
    expect(retryAfterMs(new Headers(), now)).toBeNull();
  });

  it("never keep a limit of a system waiting for less than its window", async () => {
    const clock = createTestClock();
    const limiter = createRateLimiter({ requests: 3, windowMs: 60_000 }, clock);
    const at: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      await limiter.take(signal);
      at.push(clock.now());
    }
    // Any four in a row span a whole window.
    for (let first = 0; first + 3 < at.length; first += 1) {
      expect((at[first + 3] ?? 0) - (at[first] ?? 0)).toBeGreaterThanOrEqual(60_000);
    }
  });

  it("say where an answer is not as documented", async () => {
    const { reader } = createReader({
      httpOf: () => http([Response.json({ count: "many" })]),
      signal,
      onProgress: () => undefined,
    });
    await expect(
      reader.one({ path: "things/count?secret=1" }, z.object({ count: z.number() })),
    ).rejects.toThrow(
      'The system answered things/count in another form than documented: count is "many", expected a number.',
    );
  });

  it("are not sent again when the system refused them", async () => {
    let sent = 0;
    const once = createHttp({
      system: "The system",
      addressOf: (path) => path,
      clock: createTestClock(),
      authorise: () => Promise.resolve({}),
      fetch: () => {
        sent += 1;
        return Promise.resolve(new Response('{"message":"No such agreement"}', { status: 404 }));
      },
    });
    await expect(once.send({ path: "a" }, signal)).rejects.toThrow(
      "The system has nothing at this address. Check the host and the account of this connection (status 404 at a). It says: No such agreement",
    );
    expect(sent).toBe(1);
  });
});
