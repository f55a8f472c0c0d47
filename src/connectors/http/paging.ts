import type { HttpReply } from "./http";

/** One page of a list: its raw rows, where the next one is, and what the system says of the whole. */
export interface Page<Cursor> {
  readonly rows: readonly unknown[];
  /** `null` after the last page. */
  readonly next: Cursor | null;
  /** True where the system does not say whether there is a next page: an empty one is how it says that there was none. */
  readonly isNextGuessed?: boolean;
  /** Number of rows of the whole list, when the system says it with the page. */
  readonly total: number | null;
}

/** Why a list cannot be trusted whole. The rows that came are kept; the source becomes *needs review*. */
export interface Doubt {
  readonly kind:
    "repeated page" | "changed total" | "missing rows" | "page limit" | "unreadable row" | "repeated row";
  /** One sentence for people. */
  readonly message: string;
}

/** Limits of one list. */
export interface PagingOptions {
  /** What is listed, for messages: "agreements". */
  readonly what: string;
  readonly onDoubt: (doubt: Doubt) => void;
  /** Pages at most; reaching it is a doubt, never silent. */
  readonly maxPages?: number;
}

const MAX_PAGES = 5_000;

/**
 * The pages of a list, one request each, in order. Ends at the last page, at a page that was there before (the system
 * goes round in circles) or at the limit.
 */
export async function* eachPage<Cursor>(
  first: Cursor,
  load: (cursor: Cursor) => Promise<Page<Cursor>>,
  { what, onDoubt, maxPages = MAX_PAGES }: PagingOptions,
): AsyncGenerator<readonly unknown[], void> {
  const seen = new Set<string>();
  let total: number | null = null;
  let rows = 0;
  let cursor = first;
  let isGuessed = true;
  for (let count = 1; ; count += 1) {
    if (count > maxPages) {
      onDoubt({ kind: "page limit", message: `${what}: stopped after ${maxPages} pages; there are more.` });
      return;
    }
    let page = await load(cursor);
    // Without a total an empty end is all there is to tell a lost page from none, so it is asked for again.
    if (count > 1 && isEmptyEnd(page)) page = await load(cursor);
    if (count > 1 && isEmptyEnd(page) && !isGuessed) {
      const message = `${what}: page ${count} was announced and is empty; the list may be incomplete.`;
      onDoubt({ kind: "missing rows", message });
    }
    // Both ends tell pages apart; whole pages would be kept in memory twice.
    const print = `${page.rows.length} ${JSON.stringify([page.rows[0], page.rows.at(-1)])}`;
    if (page.rows.length > 0 && seen.has(print)) {
      const message = `${what}: page ${count} is the same as an earlier one; the list may be incomplete.`;
      onDoubt({ kind: "repeated page", message });
      return;
    }
    seen.add(print);
    if (total !== null && page.total !== null && page.total !== total) {
      const message = `${what}: the system said ${total} rows and on page ${count} it said ${page.total}; the list changed while it was read.`;
      onDoubt({ kind: "changed total", message });
    }
    if (page.rows.length === 0 && page.next !== null) {
      const message = `${what}: page ${count} is empty although there are more; the list may be incomplete.`;
      onDoubt({ kind: "missing rows", message });
    }
    total ??= page.total;
    rows += page.rows.length;
    yield page.rows;
    if (page.next === null) break;
    cursor = page.next;
    isGuessed = page.isNextGuessed === true;
  }
  if (total !== null && rows !== total) {
    const message = `${what}: the system has ${total} rows and gave ${rows}.`;
    onDoubt({ kind: "missing rows", message });
  }
}

function isEmptyEnd({ rows, next, total }: Page<unknown>): boolean {
  return rows.length === 0 && next === null && total === null;
}

/** The address of `rel="next"` in a Link header (RFC 8288); `null` when there is none. */
export function nextLink({ headers }: HttpReply): string | null {
  for (const part of (headers.get("link") ?? "").split(/,(?=\s*<)/)) {
    const [, address, rest] = /^\s*<([^>]*)>(.*)$/s.exec(part) ?? [];
    if (address !== undefined && /;\s*rel="?next"?/i.test(rest ?? "")) return address;
  }
  return null;
}
