/** Money under- and overbilled in one currency, both as positive amounts. */
export interface MoneyTotals {
  readonly underbilled: number;
  readonly overbilled: number;
}

/** The money of every currency brought into one by rates that the user gave; each amount is converted and rounded once. */
export interface ConvertedTotal extends MoneyTotals {
  readonly currency: string;
  /** The rates that were used: what one unit of `from` is, as decimal text, and the row that says so. */
  readonly rates: readonly { readonly from: string; readonly rate: string; readonly cell: string }[];
}

/** What became of the currency rates of tblRules (domain rule 25). */
export interface ConvertedTotals {
  readonly totals: readonly ConvertedTotal[];
  /** Why there is no total in a currency that a rate leads to, in words. */
  readonly remarks: readonly string[];
}
