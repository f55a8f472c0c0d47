/** What a sample planted: the generator's own account, never an output of the product. */
export interface PlantedResult {
  readonly client: string;
  readonly service: string;
  readonly outcome: string;
  readonly billed: number;
  /** `null` where no verdict is possible. */
  readonly expected: number | null;
  readonly impact: number | null;
}

export interface Truth {
  readonly results: readonly PlantedResult[];
  /** Names that no mapping covers. */
  readonly unmapped: readonly string[];
  /** Rows of the invoice that cannot be read. */
  readonly rejectedRows: number;
}

/** Money of a difference, in whole cents so that no binary fraction enters. */
export function impactOf(difference: number, priceCents: number): number {
  return (difference * priceCents) / 100;
}
