import { foldText, remembered } from "../normalise";
import { foldHeader, headerScore } from "./vocabulary";

const TOTAL =
  "(?:(?:grand|sub|overall|net|gross|invoice|client|customer|section|page) ?)?totals?|sum|" +
  "summe|zwischensumme|gesamtsumme|endsumme|gesamtbetrag|rechnungsbetrag|gesamt|gesamtergebnis|teilergebnis|ergebnis|" +
  "sous total|montant total|total general|suma|totale|totaal|subtotaal|eindtotaal";
const TAIL =
  "(?: (?:due|amount|net|gross|netto|brutto|general|complessivo|ht|ttc|usd|eur|gbp|chf|cad|aud|nzd|(?:incl?|excl?|ex|including|excluding) .+))?";
const WHOLE = new RegExp(`^(?:${TOTAL})${TAIL}$`);
const LEADING = new RegExp(`^(?:${TOTAL})(?: (?:of|for|fur|pour|de|von))? (.+)$`);
const TRAILING = new RegExp(`^(.+) (?:${TOTAL})$`);

/**
 * What a text says it totals: `""` when it is a word for a total and nothing else ("Grand Total", "Zwischensumme"), the
 * folded name beside the word otherwise ("Contoso Ltd Total" gives "contoso ltd"); `null` without such a word. A name
 * may be that of a product or client ("Total Protection"), so a caller needs more than this before it skips a row.
 */
export const totalledName = remembered((text: string): string | null => {
  const folded = foldText(text);
  if (WHOLE.test(folded)) return "";
  const name = LEADING.exec(folded)?.[1] ?? TRAILING.exec(folded)?.[1];
  if (name === undefined) return null;
  // "Total users", "Total amount": the word beside it is what a column counts, not a name.
  return headerScore(name, "quantity") > 0.6 || headerScore(name, "amount") > 0.6 ? "" : name;
});

/** Whether a header is a word for a total and nothing else. */
export function isBareTotal(header: string): boolean {
  return WHOLE.test(foldHeader(header));
}

/** Whether a header names a column of totals: a word for a total alone, or beside the name of another column. */
export function isTotalHeader(header: string, others: Iterable<string>): boolean {
  const name = totalledName(header);
  return name === "" || (name !== null && [...others].some((other) => foldHeader(other) === name));
}
