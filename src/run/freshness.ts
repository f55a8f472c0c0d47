import type { ConnectedSource } from "./connections-port";

/** Usage that is older is flagged: seats change within days. */
const STALE_HOURS = 24;

/** Whether rows are too old to bill on. */
export function isStale(fetchedAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(fetchedAt) > STALE_HOURS * 3_600_000;
}

/** The source, doubtful when its rows are too old to bill on. */
export function doubtedWhenStale(source: ConnectedSource, now: string): ConnectedSource {
  return isStale(source.fetchedAt, now) ? withDoubt(source, staleWords(source.fetchedAt)) : source;
}

function staleWords(fetchedAt: string): string {
  return `it was fetched ${fetchedAt.slice(0, 16).replace("T", " ")} UTC, more than ${STALE_HOURS} hours ago; fetch it again`;
}

function withDoubt(source: ConnectedSource, doubt: string): ConnectedSource {
  return { ...source, layout: { ...source.layout, doubt: source.layout.doubt ?? doubt } };
}
