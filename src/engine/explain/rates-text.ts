import type { ConvertedTotal } from "../records";

/** Which rates made a converted total: "converted: EUR at 1.08 (rate from Rules!A5)". */
export function ratesText(rates: ConvertedTotal["rates"]): string {
  return `converted: ${rates.map(({ from, rate, cell }) => `${from} at ${rate} (rate from ${cell})`).join(", ")}`;
}
