import { decimal, ONE, type Decimal } from "./decimal";
import type { CellValue } from "./grid";
import type { IsoDate } from "./period";

/** Where a record came from: one row of one sheet, 0-based. */
export interface RowRef {
  readonly sheet: string;
  readonly row: number;
}

/** One line of the invoice sheet: what a client is billed for a service. */
export interface BilledLine extends RowRef {
  /** The source's name (see SourceLayout.name). */
  readonly source: string;
  /** Column of the quantity cell; `null` when the line has no quantity cell of its own. */
  readonly quantityColumn: number | null;
  /** Client as written on the invoice, trimmed. */
  readonly client: string;
  readonly clientId: string | null;
  readonly tenant: string | null;
  /** Service as written on the invoice, trimmed. */
  readonly service: string;
  readonly sku: string | null;
  /** Signed: a line with a negative amount takes back what an earlier one charged. */
  readonly quantity: Decimal;
  /** True when the cell shows the quantity without its sign, because the negative amount says it. */
  readonly isReversed: boolean;
  /** False when the quantity cell holds text, a formula result read as text, or the quantity came from elsewhere. */
  readonly hasNumericCell: boolean;
  readonly unitPrice: Decimal | null;
  readonly amount: Decimal | null;
  readonly currency: string | null;
  readonly agreement: string | null;
  readonly periodStart: IsoDate | null;
  readonly periodEnd: IsoDate | null;
  readonly status: string | null;
}

/** 0-based row numbers, ascending; a list or a typed array. */
export type RowNumbers = Readonly<ArrayLike<number>> & Iterable<number>;

/** The rows that one usage record stands for. */
export interface GroupedRows {
  readonly count: number;
  readonly numbers: () => RowNumbers;
}

/** One usage row (or crosstab cell): a quantity of a product for a client. */
export interface UsageRecord extends RowRef {
  readonly source: string;
  readonly client: string | null;
  readonly clientId: string | null;
  readonly tenant: string | null;
  readonly product: string | null;
  readonly sku: string | null;
  /** `null` where the source has no quantity: the row itself counts as one. */
  readonly quantity: Decimal | null;
  /** The seat, device or mailbox the row is about, when a column names it. */
  readonly item: string | null;
  readonly date: IsoDate | null;
  readonly periodStart: IsoDate | null;
  readonly periodEnd: IsoDate | null;
  readonly unit: string | null;
  readonly currency: string | null;
  /**
   * Records of one source with the same subject say the same in all but row, quantity, item and the cells that `attribute`
   * gives; left out: not known.
   */
  readonly subject?: object;
  /** The rows of a file whose quantities this record adds up; `row` is the first of them. Left out: its own row only. */
  readonly grouped?: GroupedRows;
  /** Any cell of the row by header text (case and surrounding blanks ignored); `undefined` = no such header. */
  readonly attribute: (header: string) => CellValue | undefined;
}

/** A row that could not become a record, with what was wrong and what to do. */
export interface RejectedRow extends RowRef {
  readonly source: string;
  readonly reason: string;
  /** Whom and what the row speaks of, as far as it could be read; left out where its columns are in doubt. */
  readonly about?: RowNames;
}

/** The names and ids of a row; `null` where it has none. */
export interface RowNames {
  readonly client: string | null;
  readonly clientId: string | null;
  readonly tenant: string | null;
  readonly product: string | null;
  readonly sku: string | null;
}

/**
 * What one source's data rows became. Every row of the source's area that is not in `layout.skippedRows` yields at
 * least one line, one usage record or one rejected row; `readRows` lists those rows, 0-based, ascending.
 */
export interface Extraction {
  readonly lines: readonly BilledLine[];
  readonly usage: readonly UsageRecord[];
  readonly rejected: readonly RejectedRow[];
  readonly readRows: readonly number[];
  /** For a file, whose rows are too many to be listed: how many were read. `readRows` is then empty. */
  readonly readRowCount?: number;
}

/** How many rows a usage record stands for. */
export function rowCountOf({ grouped }: UsageRecord): number {
  return grouped?.count ?? 1;
}

/** What a usage record counts for: its quantity, or its rows where its source has none. */
export function countOf(record: UsageRecord): Decimal {
  if (record.quantity !== null) return record.quantity;
  const rows = rowCountOf(record);
  return rows === 1 ? ONE : decimal(rows);
}
