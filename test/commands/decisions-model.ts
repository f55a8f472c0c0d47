import { reconcile, type Decision, type Reconciliation } from "../../src/engine";
import { createExcelWorkbook } from "../../src/commands/excel-workbook";
import type { CallOptions, QuantityUpdate, WorkbookPort } from "../../src/run";
import { openBook, type OpenBook } from "../workbook/book";

/** A billed line by its reference, which stays with it wherever its row goes. */
export interface Line {
  readonly client: string;
  readonly service: string;
  readonly price: number;
}

const M365 = "Microsoft 365 Business Premium";
const BACKUP = "Endpoint Backup";
export const LINES: Readonly<Record<string, Line>> = {
  L1: { client: "Acme Dental", service: M365, price: 22 },
  L2: { client: "Bolt Tools", service: M365, price: 22 },
  L3: { client: "Cedar Law", service: M365, price: 22 },
  L4: { client: "Acme Dental", service: BACKUP, price: 4 },
  L5: { client: "Cedar Law", service: BACKUP, price: 4 },
  L6: { client: "Cedar Law", service: BACKUP, price: 4 },
};
/** No quantity is any other line's, nor what another line should read: a cell is known by what it holds. */
const BILLED: Readonly<Record<string, number>> = { L1: 38, L2: 12, L3: 7, L4: 5, L5: 100, L6: 30 };

export function keyOf({ client, service }: Line): string {
  return `${client}|${service}`.toLowerCase();
}

const ACME_BACKUP = keyOf({ client: "Acme Dental", service: BACKUP, price: 0 });
const CEDAR_BACKUP = keyOf({ client: "Cedar Law", service: BACKUP, price: 0 });
/** What usage says: too few, just right and too many are billed. */
export const USED: Readonly<Record<string, number>> = {
  [`acme dental|${M365.toLowerCase()}`]: 42,
  [`bolt tools|${M365.toLowerCase()}`]: 12,
  [`cedar law|${M365.toLowerCase()}`]: 6,
  [ACME_BACKUP]: 9,
  [CEDAR_BACKUP]: 131,
};

/** An entry of the log that a person relies on. */
export interface Logged {
  readonly action: string;
  readonly old: string;
  readonly new: string;
  /** Texts that its detail has to name. */
  readonly texts: readonly string[];
}

/** What has to be true of the workbook, kept without the add-in. */
export interface Model {
  /** References of the invoice rows below the header, in order; `null` for a blank row. */
  rows: (string | null)[];
  readonly quantities: Map<string, number>;
  isAnnotated: boolean;
  /** Keys that were open at the last run. */
  open: Set<string>;
  readonly decisions: Map<string, Decision>;
  logged: Logged[];
  /** What was applied and not put back, oldest first; `isMine` until the pane is closed. */
  applied: { readonly reference: string; readonly update: QuantityUpdate; isMine: boolean }[];
  /** Days since the first run, and a number that no cell holds yet. */
  day: number;
  unused: number;
}

/** The add-in on the embedded host. */
export interface Real {
  readonly open: OpenBook;
  port: WorkbookPort;
  readonly now: { iso: string };
}

export function newModel(): Model {
  return {
    rows: Object.keys(LINES),
    quantities: new Map(Object.entries(BILLED)),
    isAnnotated: false,
    open: new Set(),
    decisions: new Map(),
    logged: [],
    applied: [],
    day: 0,
    unused: 1000,
  };
}

/** What the invoice says for a key. */
export function billedOf({ quantities }: Model, key: string): number {
  return Object.entries(LINES)
    .filter(([, line]) => keyOf(line) === key)
    .reduce((sum, [reference]) => sum + (quantities.get(reference) ?? 0), 0);
}

export async function newReal(): Promise<Real> {
  const usage = [
    ["Acme Dental", M365, 42],
    ["Bolt Tools", M365, 12],
    ["Cedar Law", M365, 6],
    ["Acme Dental", BACKUP, 9],
    ["Cedar Law", BACKUP, 131],
  ];
  const lines = Object.entries(LINES).map(([reference, { client, service, price }]) => [
    client,
    service,
    BILLED[reference] ?? 0,
    price,
    reference,
  ]);
  const open = await openBook({
    Invoice: [["Client", "Service", "Quantity", "Unit price", "Reference"], ...lines],
    Licences: [["Customer", "Product", "Assigned licenses"], ...usage],
  });
  const now = { iso: "2026-06-02T08:00:00Z" };
  return { open, port: paneOn(open, now), now };
}

/** The add-in's side of a pane that was opened just now: it knows nothing but the workbook. */
export function paneOn({ gateway }: OpenBook, now: { readonly iso: string }): WorkbookPort {
  const events = { onSelection: () => () => undefined, onChanged: () => () => undefined };
  return createExcelWorkbook({ gateway, events, who: "Billing team", now: () => now.iso });
}

export const OPTIONS: CallOptions = { signal: new AbortController().signal, onProgress: () => undefined };

/** The workbook as it stands, compared; the pane does so whenever cells changed. */
export async function compared({ port, now }: Real): Promise<Reconciliation> {
  return reconcile(await port.readSnapshot(OPTIONS), { now: now.iso });
}

// The three calls that change single cells, in one place.
export async function apply({ port }: Real, update: QuantityUpdate): Promise<boolean> {
  return (await port.applyUpdates([update])).refused.length === 0;
}
export async function putBack({ port }: Real, update: QuantityUpdate): Promise<boolean> {
  return (await port.putBack([update])).refused.length === 0;
}
export async function decide({ port }: Real, key: string, decision: Decision): Promise<void> {
  await port.writeDecisions([key], decision);
}
