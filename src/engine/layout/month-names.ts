import { foldWords, parseDate } from "../normalise";

/** A year that all months without one are compared in. */
const ANY_YEAR = "2026";

/** A number for the month that a header names, larger for a later one ("September Used" after "August Used"); 0 for none. */
export function monthNamed(header: string): number {
  const words = foldWords(header);
  const year = words.find((word) => /^20\d\d$/.test(word)) ?? ANY_YEAR;
  for (const word of words) {
    if (word.length < 3 || /\d/.test(word)) continue;
    const parsed = parseDate(`${word} ${year}`, "General");
    if (parsed.kind === "span") return Number(parsed.start.slice(0, 7).replace("-", ""));
  }
  return 0;
}
