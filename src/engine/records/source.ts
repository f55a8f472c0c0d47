import type { GridArea } from "./grid";
import type { IsoDate } from "./period";

/** What a source is to a reconciliation. `other` takes no part and is only listed. */
export type SourceRole = "billed" | "usage" | "other";

/** What a column can mean. The names are those of the report's `columns`. */
export type Field =
  | "client"
  | "clientId"
  | "tenant"
  | "product"
  | "sku"
  | "quantity"
  | "unitPrice"
  | "amount"
  | "cost"
  | "currency"
  | "periodStart"
  | "periodEnd"
  | "date"
  | "status"
  | "agreement"
  | "unit"
  | "item";

/** How the client of a row is found. */
export type ClientPlacement =
  /** every row names its client (or the source names none) */
  | "row"
  /** the client stands on the first row of its block only, later rows are blank */
  | "fill-down"
  /** the client stands alone on a row above its lines */
  | "group-row";

/** Why a row inside the source's area is not a data row. */
export type SkippedRowKind = "title" | "blank" | "total" | "group" | "repeated-header" | "note";

/** A crosstab: one quantity column per client or per product, named by its header. */
export interface Crosstab {
  readonly axis: "client" | "product";
  readonly columns: readonly number[];
}

/** How a quantity stands inside a text: "… x 14", "14 x …", "… (14)", "… Qty: 14", "… - 14 users", "14 (…)". */
export type QuantityWriting =
  "timesAfter" | "timesBefore" | "brackets" | "labelled" | "unitAfter" | "remarked";

/** A column of texts that hold the quantities. */
export interface WrittenQuantity {
  /** 0-based sheet column. */
  readonly column: number;
  readonly writing: QuantityWriting;
  /** The writing as a person would show it: "… x 14". */
  readonly example: string;
}

/** A product column whose cells name several products each. */
export interface JoinedProducts {
  readonly separator: string;
  /** Folded names that stand for one product each. */
  readonly known: ReadonlySet<string>;
}

/** What a person can correct about a source: what it is to a reconciliation, where its header is, what a column means. */
export type LayoutSetting = "role" | "header row" | Field;

/** A correction that a person made, as tblLayoutMap keeps it. */
export interface LayoutCorrection {
  /** Name of the source at which it was made. */
  readonly source: string;
  /** The texts of its header row (`headersText`): what the same layout is known by next month. */
  readonly headers: string;
  readonly setting: LayoutSetting;
  /** A role; the header of a column, blank for none; for the header row its number then, which only people read. */
  readonly value: string;
  /** True when it takes an earlier correction of the same setting back. */
  readonly isForgotten: boolean;
  /** The day on which it was made; `null` when nobody wrote it down. */
  readonly on: IsoDate | null;
}

/** One recognised source: where it is, what its columns mean, and why we think so. */
export interface SourceLayout {
  /** Table name, or the sheet's name for a plain range: the `Source` of the mapping tables. */
  readonly name: string;
  readonly sheet: string;
  readonly role: SourceRole;
  readonly area: GridArea | null;
  /** 0-based sheet row of the header, `null` when none was found. */
  readonly headerRow: number | null;
  readonly columns: Readonly<Partial<Record<Field, number>>>;
  /** Header text by 0-based sheet column, blanks left out. */
  readonly headers: ReadonlyMap<number, string>;
  /** True when each row is one seat, device or user: the quantity of a row is 1. */
  readonly countsRows: boolean;
  readonly crosstab: Crosstab | null;
  /** Set when quantities stand inside texts. */
  readonly written?: WrittenQuantity;
  /** Set when a cell of the product column may name several products, one unit of each. */
  readonly joined?: JoinedProducts;
  readonly clientPlacement: ClientPlacement;
  /** 0-based column that holds the client in `fill-down` and `group-row` placements. */
  readonly clientColumn: number | null;
  readonly skippedRows: ReadonlyMap<number, SkippedRowKind>;
  /** 0 to 1; below 0.5 the person is asked. */
  readonly confidence: number;
  /** One sentence per choice, for people. */
  readonly reasons: readonly string[];
  /** What holds because a person corrected it; left out = nothing. */
  readonly corrected?: readonly LayoutCorrection[];
  /** Why the source may not be whole, when who delivered it knows; nothing that it takes part in gets a verdict then. */
  readonly doubt?: string;
}
