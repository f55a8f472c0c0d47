import type { HostLink } from "./bridge";
import type { EmbeddedHost } from "./host";
import type { Loss } from "./xlsx";

/** What a page does with a workbook besides Microsoft's client: what a person does, and what checks of the page ask. */
export type HostCalls = Pick<
  EmbeddedHost,
  | "addSheet"
  | "deleteSheet"
  | "editCell"
  | "failRequest"
  | "highlights"
  | "insertRows"
  | "renameSheet"
  | "save"
  | "select"
  | "sheetNames"
  | "valueAt"
  | "valuesOf"
> & {
  readonly getSelection: () => EmbeddedHost["selection"];
  /** Lets requests of the client wait, as a busy Excel does, until they are to be answered. */
  readonly holdRequests: () => void;
  /** Answers what waits, in its order. */
  readonly answerHeld: () => void;
};

/** Functions by name, as a worker offers them. */
export type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/** What the page sends to the worker of a host. The first message opens a workbook; `null` a new one. */
export type PageMessage =
  | { readonly kind: "open"; readonly wasm: string; readonly bytes: Uint8Array | null }
  | { readonly kind: "request"; readonly text: Parameters<HostLink["send"]>[0] }
  | { readonly kind: "call"; readonly id: number; readonly name: string; readonly args: readonly unknown[] };

/** What became of the workbook by a request of the client: another document, or another selection. */
export type HostChange =
  | { readonly kind: "document" }
  | { readonly kind: "selection"; readonly selection: EmbeddedHost["selection"] };

/** What the worker sends to the page. */
export type HostMessage =
  | { readonly kind: "opened"; readonly losses: readonly Loss[] }
  | { readonly kind: "not opened"; readonly isUnreadable: boolean; readonly message: string }
  | { readonly kind: "answer" | "event"; readonly text: string }
  | { readonly kind: "changed"; readonly change: HostChange }
  | { readonly kind: "returned"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
