import type { Period, SheetGrid, SourceLayout } from "../engine/records";

/** A part of a system's data that can be fetched. */
export interface DatasetChoice {
  readonly id: string;
  readonly label: string;
  readonly isDefault: boolean;
}

/** A connection that can be asked. */
export interface ConnectionInfo {
  readonly id: string;
  /** The system as people call it. */
  readonly title: string;
  readonly name: string;
  readonly side: "billed" | "usage";
  readonly datasets: readonly DatasetChoice[];
  /** True for invented data, which is said wherever it is shown. */
  readonly isSimulated: boolean;
}

/** What a connection gave, in the form of a sheet, so that it is judged like one. */
export interface ConnectedSource {
  readonly sheet: SheetGrid;
  readonly layout: SourceLayout;
  /** UTC timestamp, ISO 8601. */
  readonly fetchedAt: string;
  readonly rows: number;
  /** One sentence for each remark that makes the source doubtful. */
  readonly doubts: readonly string[];
  /** Rows that are no billed line or usage: "12 deleted devices". */
  readonly leftOut: readonly string[];
}

/** How far a fetch is. */
export interface FetchStep {
  readonly what: string;
  readonly pages: number;
  readonly rows: number;
}

/** The connected systems. Every method rejects with an Error whose message says what to do. */
export interface ConnectionsPort {
  /** Address of the relay that serves this pane, or was used last; blank for none. */
  readonly relayAddress: string;
  /** Pairs with a relay; the token is kept nowhere. Without a token the session of this browser is used. */
  pair(address: string, token: string | null, signal: AbortSignal): Promise<readonly ConnectionInfo[]>;
  /** Systems that are asked without a relay. */
  direct(): readonly ConnectionInfo[];
  /** Whether a connection works, in one sentence. */
  test(id: string, signal: AbortSignal): Promise<string>;
  fetch(
    id: string,
    request: { readonly period: Period; readonly datasets: readonly string[]; readonly sheet: string },
    options: { readonly signal: AbortSignal; readonly onProgress: (step: FetchStep) => void },
  ): Promise<ConnectedSource>;
}
