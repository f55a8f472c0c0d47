/** A calendar date, `YYYY-MM-DD`; compares correctly as text. */
export type IsoDate = string;

/** The billing period: the half-open date span [start, end) that is being billed. */
export interface Period {
  readonly start: IsoDate;
  readonly end: IsoDate;
}
