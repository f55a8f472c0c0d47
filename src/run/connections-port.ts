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
  /** Whether it can be removed from the pane. */
  readonly isRemovable: boolean;
}

/** Something that a system needs besides its secrets. */
export interface SystemSetting {
  readonly name: string;
  readonly label: string;
  /** Values to choose from; left out = any text. */
  readonly options?: readonly string[];
  /** Whether a text fits. */
  readonly isFitting: (value: string) => boolean;
}

/** A system that a connection can be added to. */
export interface SystemChoice {
  readonly system: string;
  readonly title: string;
  readonly side: "billed" | "usage";
  /** What can be fetched from it. */
  readonly gives: readonly string[];
  readonly settings: readonly SystemSetting[];
  /** What is asked on the relay's own page. */
  readonly secrets: readonly string[];
  /** `relay` keeps the secrets; `consent` is a relay's connection that a person also consents to; `pane` signs in itself. */
  readonly kind: "relay" | "consent" | "pane";
}

/** A connection to add, without its secrets. */
export interface ConnectionDraft {
  readonly system: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Base address instead of the system's own; blank for none. */
  readonly address: string;
}

/** A connection that waits for its secrets. */
export interface BegunConnection {
  /** The id that it will have. */
  readonly id: string;
  /** The relay's own page, which asks for the secrets once. */
  readonly link: string;
  /** UTC timestamp after which the page is closed. */
  readonly expiresAt: string;
}

/** The connections of a relay, and what this pane may do with them. */
export interface ConnectionList {
  readonly connections: readonly ConnectionInfo[];
  /** Whether this pane may add and remove connections. */
  readonly mayAdminister: boolean;
  /** Whether another base address than the system's own is taken. */
  readonly takesAddress: boolean;
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
  pair(address: string, token: string | null, signal: AbortSignal): Promise<ConnectionList>;
  /** The connections of the relay that this pane is paired with, as they are now. */
  list(signal: AbortSignal): Promise<ConnectionList>;
  /** Every system that a connection can be added to. */
  systems(): readonly SystemChoice[];
  /** Begins to add a connection; the secrets never pass through here. */
  begin(draft: ConnectionDraft, signal: AbortSignal): Promise<BegunConnection>;
  /** Removes a connection and its credentials from the relay. */
  remove(id: string, signal: AbortSignal): Promise<ConnectionList>;
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
