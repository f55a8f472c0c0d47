import type { IsoDate } from "../engine/records";

/** What a billing system charges a client for a service in the period that was asked for. */
export interface BilledRow {
  readonly client: string;
  /** The system's own id of the client behind its system, `connectwise:250`: small numbers of two systems never meet. */
  readonly clientId: string;
  readonly agreement: string;
  /** The system's own id of the line, for the change list. */
  readonly lineId: string;
  readonly service: string;
  /** The product code; an id that only the system knows stands behind its system. Blank when there is none. */
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number | null;
  /** ISO 4217; blank when the system does not say. */
  readonly currency: string;
  /** Days billed inside the period, half open. */
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/** What a system reports as used: a count of a product, or one seat or device. */
export interface UsageRow {
  readonly client: string;
  /** The system's own id of the client behind its system, `pax8:…`, or behind the system that it came from. */
  readonly clientId: string;
  /** Microsoft tenant id; blank when the system knows none. */
  readonly tenant: string;
  readonly product: string;
  readonly productId: string;
  readonly quantity: number;
  /** "GB" for storage; blank for counts. */
  readonly unit: string;
  /** The device or seat that the row is about; blank for counts. */
  readonly item: string;
  /** Anything else that a rule's Where may ask for, by column header. */
  readonly details: Readonly<Record<string, string | number>>;
}
