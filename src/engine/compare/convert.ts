import { ONE, sum, toMoney, type BilledLine, type Decimal, type Step } from "../records";
import type { CurrencyRate, CurrencyRates } from "../rules";

/** How the money of one client and service is brought into one currency (domain rule 25). */
export type Conversion =
  | { readonly kind: "same" }
  | {
      readonly kind: "converted";
      readonly to: string;
      /** The rate of a line that is not in that currency yet, else `null`. */
      readonly rateOf: (line: BilledLine) => CurrencyRate | null;
    }
  | { readonly kind: "problem"; readonly reason: string };

/**
 * Lines in several currencies are added only by rates that the user gave, into the one currency that all of them lead to;
 * a rate is never inverted and none is guessed.
 */
export function conversionOf(lines: readonly BilledLine[], rates: CurrencyRates): Conversion {
  const currencies = [
    ...new Set(lines.map(({ currency }) => currency ?? "").filter((currency) => currency !== "")),
  ].sort();
  if (currencies.length < 2) return { kind: "same" };
  const billed = `billed in ${currencies.join(" and ")}`;
  if (lines.some(({ currency }) => (currency ?? "") === ""))
    return { kind: "problem", reason: `${billed}, and on a line without a currency` };
  const targets = rates.targets.filter((to) => missingRates(currencies, to, rates).length === 0);
  const [to] = targets;
  if (to === undefined) return { kind: "problem", reason: `${billed}, ${whyNot(currencies, rates)}` };
  if (targets.length > 1)
    return {
      kind: "problem",
      reason: `${billed}, and the rates lead to ${targets.join(" and to ")}; keep those to one currency`,
    };
  return {
    kind: "converted",
    to,
    rateOf: ({ currency }) => {
      const found = rates.find(currency ?? "", to);
      return found.kind === "rate" && currency?.trim().toUpperCase() !== to ? found.rate : null;
    },
  };
}

/** Which of some currencies have no usable rate to another one. */
export function missingRates(
  currencies: readonly string[],
  to: string,
  rates: CurrencyRates,
): readonly string[] {
  return currencies.filter(
    (from) => from.trim().toUpperCase() !== to && rates.find(from, to).kind !== "rate",
  );
}

function whyNot(currencies: readonly string[], rates: CurrencyRates): string {
  const problems = currencies.flatMap((from) =>
    currencies.flatMap((to) => {
      const found = rates.find(from, to);
      return found.kind === "problem" ? [found.reason] : [];
    }),
  );
  if (problems.length > 0) return problems.join("; ");
  const [from = "", to = ""] = currencies;
  return `which nothing converts; give a rate as row "Currency rate: ${from} to ${to}" of Rules, under List price`;
}

/** What a line comes to in its own currency; `null` where it does not say. */
function moneyOf({ amount, unitPrice, quantity }: BilledLine): Decimal | null {
  return amount ?? unitPrice?.times(quantity) ?? null;
}

/** One step per currency that was converted, for the evidence: what the lines come to, before and after. */
export function conversionSteps(lines: readonly BilledLine[], conversion: Conversion): readonly Step[] {
  if (conversion.kind !== "converted") return [];
  const byRate = new Map<CurrencyRate, Decimal[]>();
  for (const line of lines) {
    const rate = conversion.rateOf(line);
    const money = moneyOf(line);
    if (rate !== null && money !== null) byRate.set(rate, [...(byRate.get(rate) ?? []), money]);
  }
  return [...byRate]
    .sort(([a], [b]) => (a.from < b.from ? -1 : 1))
    .map(([rate, amounts]) => conversionStep(sum(amounts), rate));
}

/** Converts an amount exactly and rounds it once, to the cent, half away from zero. */
export function convertMoney(amount: Decimal, { rate }: CurrencyRate): number {
  return toMoney(amount.times(rate));
}

/** "converted 100.00 EUR at 1.08 = 108.00 USD (rate from row 5)". */
export function conversionStep(amount: Decimal, rate: CurrencyRate): Step {
  const row = /\d+$/.exec(rate.cell)?.[0] ?? "";
  const after = convertMoney(amount, rate).toFixed(2);
  return {
    kind: "currency",
    what: `converted ${amount.toFixed(2, 1)} ${rate.from} at ${rate.rate.toFixed()} = ${after} ${rate.to} (rate from row ${row})`,
    quantity: null,
    rule: rate.cell,
  };
}

/** What one unit of a line's currency counts for. */
export function factorOf(conversion: Conversion, line: BilledLine): Decimal {
  return conversion.kind === "converted" ? (conversion.rateOf(line)?.rate ?? ONE) : ONE;
}
