import type { z } from "zod";
import { checked, createRowChecker, eachPage, PayloadError } from "./http";
import type { Doubt, Http, HttpReply, HttpRequest, Page } from "./http";

/** How far a fetch is. */
export interface FetchProgress {
  /** What is being read: "agreements". */
  readonly what: string;
  readonly pages: number;
  readonly rows: number;
}

/** Rows that the system gave and that are no billed line or usage, with why. */
export interface LeftOut {
  readonly reason: string;
  readonly count: number;
}

/** A list of a system: where it begins, and how a page is read. */
export interface ListSpec<T, Cursor> {
  /** What is listed, in the plural, for people. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** What tells rows apart. */
  readonly idOf: ((row: T) => string | number) | null;
  readonly first: Cursor;
  readonly request: (cursor: Cursor) => HttpRequest;
  readonly page: (reply: HttpReply, cursor: Cursor) => Page<Cursor>;
  /** Rows of the whole list, when the system is asked for it apart. */
  readonly total?: number;
  readonly maxPages?: number;
}

/** Reads from one connection, and keeps what a person has to know about it. */
export interface Reader {
  readonly signal: AbortSignal;
  /** One answer. @throws RequestError */
  one<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<T>;
  /** A whole list. @throws RequestError */
  list<T, Cursor>(spec: ListSpec<T, Cursor>): Promise<readonly T[]>;
  leaveOut(reason: string): void;
  doubt(doubt: Doubt): void;
  /** The same reader on another account of the system. */
  on(account: string): Reader;
}

/** What reading gave besides rows. */
export interface Readings {
  readonly pages: number;
  readonly doubts: readonly Doubt[];
  readonly leftOut: readonly LeftOut[];
}

interface ReaderOptions {
  readonly httpOf: (account: string) => Http;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FetchProgress) => void;
}

/** More doubts of one kind say nothing new. */
const DOUBTS_SHOWN = 20;

/** A reader, and what it has gathered so far. */
export function createReader({ httpOf, signal, onProgress }: ReaderOptions): {
  readonly reader: Reader;
  readonly readings: () => Readings;
} {
  const doubts: Doubt[] = [];
  const reasons = new Map<string, number>();
  let pages = 0;
  let untold = 0;
  let rows = 0;
  const doubt = (found: Doubt): void => {
    if (doubts.length < DOUBTS_SHOWN) doubts.push(found);
    else untold += 1;
  };
  const readerOn = (account: string): Reader => {
    const http = httpOf(account);
    return {
      signal,
      doubt,
      on: readerOn,
      leaveOut(reason) {
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      },
      async one(request, schema) {
        const { json, context } = await http.send(request, signal);
        return checked(schema, json, context);
      },
      async list({ what, schema, idOf, first, request, page, total, maxPages }) {
        const checker = createRowChecker({ what, schema, idOf, onDoubt: doubt });
        const found = [];
        const load = async (cursor: typeof first): Promise<Page<typeof first>> => {
          const read = page(await http.send(request(cursor), signal), cursor);
          return total === undefined ? read : { ...read, total };
        };
        const options = { what, onDoubt: doubt, ...(maxPages === undefined ? {} : { maxPages }) };
        for await (const raw of eachPage(first, load, options)) {
          pages += 1;
          rows += raw.length;
          onProgress({ what, pages, rows });
          found.push(...checker.check(raw));
        }
        return found;
      },
    };
  };
  return {
    reader: readerOn(""),
    readings: () => ({
      pages,
      doubts:
        untold === 0
          ? doubts
          : [...doubts, { kind: "unreadable row", message: `And ${untold} more remarks of this kind.` }],
      leftOut: [...reasons].map(([reason, count]) => ({ reason, count })),
    }),
  };
}

/** Pages where each names the address of the next one. */
export function byNextAddress<T>(spec: {
  readonly what: string;
  readonly schema: z.ZodType<T>;
  readonly idOf: ((row: T) => string | number) | null;
  readonly first: HttpRequest;
  readonly pageOf: (reply: HttpReply) => Page<string>;
  readonly total?: number;
}): ListSpec<T, HttpRequest> {
  const { first, pageOf, ...rest } = spec;
  return {
    ...rest,
    first,
    request: (request) => request,
    page(reply) {
      const { rows, next, total } = pageOf(reply);
      // A next address carries its own query; what a POST asked stays in its body.
      return { rows, total, next: next === null ? null : { ...first, query: {}, path: next } };
    },
  };
}

/** How the pages of a system's lists follow each other, where they all do so alike. */
export interface Paging<Cursor> {
  readonly first: Cursor;
  readonly query: (cursor: Cursor) => NonNullable<HttpRequest["query"]>;
  readonly page: (reply: HttpReply, cursor: Cursor) => Page<Cursor>;
}

/** A list at the path of its own name, whose rows are told apart by their ids. */
export function named<T extends { readonly id: string | number }, Cursor>(
  what: string,
  schema: z.ZodType<T>,
  { first, query, page }: Paging<Cursor>,
): ListSpec<T, Cursor> {
  const request = (cursor: Cursor): HttpRequest => ({ path: what, query: query(cursor) });
  return { what, schema, idOf: ({ id }) => id, first, request, page };
}

/** The array at a place of an answer. @throws PayloadError when there is none */
export function rowsOf({ json, context }: HttpReply, name?: string): readonly unknown[] {
  const value = name === undefined ? json : (json as Readonly<Record<string, unknown>> | null)?.[name];
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new PayloadError(
    name ?? "the answer",
    value === undefined ? "missing" : typeof value,
    "a list",
    context,
  );
}

/** Works on items side by side, at most `width` at once; results in the order of the items. Ends at the first failure. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !hasFailed) {
      const at = next;
      next += 1;
      try {
        results[at] = await work(items[at] as Item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
