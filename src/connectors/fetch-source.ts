import type { IsoDate } from "../engine/records";
import type { Connector, FetchJob } from "./connector";
import { CancelledError, type Http } from "./http";
import { createReader, type FetchProgress, type Readings } from "./reader";
import type { BilledRow, UsageRow } from "./rows";

/** What one connection gave at one moment. */
export type FetchedSource = Readings & {
  readonly system: string;
  /** What the source is called where it is shown: the system, and what tells the connection from others. */
  readonly title: string;
  /** UTC timestamp, ISO 8601. */
  readonly fetchedAt: string;
} & (
    | { readonly side: "billed"; readonly rows: readonly BilledRow[] }
    | { readonly side: "usage"; readonly rows: readonly UsageRow[] }
  );

/** How a connection is reached. */
export interface FetchOptions {
  /** The connection for an account of the system; a blank account is the one that signed in. */
  readonly httpOf: (account: string) => Http;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FetchProgress) => void;
  /** The connection's own name; left out = that of the system. */
  readonly name?: string;
  /** Invented data, which has to say so wherever it is seen. */
  readonly isSimulated?: boolean;
  /** UTC timestamp, ISO 8601. */
  readonly now: () => string;
}

/** Fetches what a connection bills or reports. Whole or not at all; what is doubtful is said. @throws RequestError */
export async function fetchSource(
  connector: Connector,
  job: Omit<FetchJob, "today">,
  options: FetchOptions,
): Promise<FetchedSource> {
  const { reader, readings } = createReader(options);
  const fetchedAt = options.now();
  const today: IsoDate = fetchedAt.slice(0, 10);
  const about = { system: connector.system, title: titleOf(connector, options), fetchedAt };
  const source: FetchedSource =
    connector.side === "billed"
      ? { ...about, side: "billed", rows: await connector.fetch(reader, { ...job, today }), ...readings() }
      : { ...about, side: "usage", rows: await connector.fetch(reader, { ...job, today }), ...readings() };
  // Whoever cancels after the last answer still does not want it.
  if (options.signal.aborted) throw new CancelledError({ system: connector.title, path: "" });
  return source;
}

/**
 * Two accounts of one system are two sources: only the latest snapshot under a title counts.
 */
function titleOf(
  { title }: Connector,
  { name = title, isSimulated = false }: Pick<FetchOptions, "name" | "isSimulated">,
): string {
  const notes = [...(name === title ? [] : [name]), ...(isSimulated ? ["simulator, invented data"] : [])];
  return notes.length === 0 ? title : `${title} (${notes.join("; ")})`;
}

/** Whether a connection works, in one sentence. @throws RequestError */
export async function testConnection(
  connector: Connector,
  options: Pick<FetchOptions, "httpOf" | "signal">,
): Promise<string> {
  const { reader } = createReader({ ...options, onProgress: () => undefined });
  return connector.test(reader);
}
