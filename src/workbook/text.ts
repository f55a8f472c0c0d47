/** A cell to write: text is always data, never a formula. */
export type OutgoingCell = string | number | boolean;

/**
 * Text for a cell whose number format is `@`: Excel then keeps it as it is, except that a leading apostrophe is taken
 * for the mark of text, so it is doubled.
 */
export function asText(text: string): string {
  const marked = text.startsWith("'") ? `'${text}` : text;
  return marked.length > LONGEST_TEXT ? `${marked.slice(0, LONGEST_TEXT - 1)}…` : marked;
}

/** A cell takes no longer text; a cut one says so at its end. */
const LONGEST_TEXT = 32_767;

/** Text for a cell of another format: the leading apostrophe makes Excel keep it as text. */
export function quoted(text: string): string {
  return text === "" ? "" : `'${text}`;
}

/** What a cell held, as its `formulas` gave it, in the form that makes Excel hold it again. */
export function asFound(formula: OutgoingCell, format: string): OutgoingCell {
  if (typeof formula !== "string" || formula === "") return formula;
  if (format === "@") return asText(formula);
  return formula.startsWith("=") ? formula : quoted(formula);
}

/** A literal inside a formula. */
export function literal(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}

/** A SUMIFS criterion that matches exactly this text: `*`, `?` and `~` are escaped, and the leading `=` keeps operators text. */
export function exactCriterion(text: string): string {
  return `=${text.replace(/[~*?]/g, "~$&")}`;
}

/** A sheet's name as formulas write it. */
export function sheetReference(name: string): string {
  return `'${name.replace(/'/g, "''")}'`;
}

const DAY_MS = 86_400_000;

/** The serial number of an ISO date or UTC timestamp (1900 date system). */
export function serialOf(iso: string): number {
  return Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : iso) / DAY_MS + 25_569;
}
