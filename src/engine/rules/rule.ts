import { ONE, ZERO, type Decimal, type IsoDate } from "../records";

/** Which quantity of a usage row is counted (tblRules Count). */
export type CountBasis =
  | { readonly kind: "default" }
  | { readonly kind: "quantity" }
  | { readonly kind: "rows" }
  | { readonly kind: "distinct"; readonly header: string }
  | { readonly kind: "column"; readonly header: string };

/** How dated usage within the period becomes one quantity (tblRules Over time). */
export type OverTime = "default" | "sum" | "peak" | "average" | "latest";

/** How a fraction of a billed unit is rounded (tblRules Round). */
export type Rounding = "up" | "down" | "nearest" | "none";

/** One term of tblRules Where. */
export interface WhereTerm {
  readonly header: string;
  readonly isEqual: boolean;
  readonly value: string;
}

/** Largest difference that is still matched: units, or percent of the billed quantity. */
export interface Tolerance {
  readonly kind: "units" | "percent";
  readonly value: Decimal;
}

/** How usage of a service becomes the quantity that should be billed: one row of tblRules. */
export interface Rule {
  /** Cell address of the row's Service cell, for messages; empty for the built-in default. */
  readonly cell: string;
  readonly service: string;
  readonly client: string;
  readonly count: CountBasis;
  readonly overTime: OverTime;
  readonly where: readonly WhereTerm[];
  readonly included: Decimal;
  readonly minimum: Decimal;
  readonly unitsPerBilledUnit: Decimal;
  readonly rounding: Rounding;
  readonly tolerance: Tolerance;
  readonly bundleOf: readonly string[];
  /** `null` when the row leaves it blank: 1, or what the billed line's own period says. */
  readonly months: number | null;
  readonly billedIn: "advance" | "arrears";
  readonly unitCost: Decimal | null;
  readonly listPrice: Decimal | null;
  readonly isExcluded: boolean;
  readonly from: IsoDate | null;
  readonly until: IsoDate | null;
}

/** What applies to a service without a row: usage as counted is what should be billed. */
export const DEFAULT_RULE: Rule = {
  cell: "",
  service: "*",
  client: "",
  count: { kind: "default" },
  overTime: "default",
  where: [],
  included: ZERO,
  minimum: ZERO,
  unitsPerBilledUnit: ONE,
  rounding: "none",
  tolerance: { kind: "units", value: ZERO },
  bundleOf: [],
  months: null,
  billedIn: "advance",
  unitCost: null,
  listPrice: null,
  isExcluded: false,
  from: null,
  until: null,
};
