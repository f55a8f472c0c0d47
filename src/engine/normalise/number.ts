import { decimal, type CellValue, type Decimal } from "../records";

/** A cell read as a quantity or an amount. */
export type ParsedNumber =
  | {
      readonly kind: "number";
      readonly value: Decimal;
      /** ISO code that the text names or its symbol stands for; `null` when it names none. */
      readonly currency: string | null;
      readonly wasText: boolean;
    }
  | { readonly kind: "blank" }
  | { readonly kind: "problem"; readonly message: string };

/** Which sign separates decimals in a column of text numbers: `1,562.50` or `1.562,50`. */
export type DecimalMark = "." | ",";

const SYMBOLS: ReadonlyMap<string, string | null> = new Map([
  ["€", "EUR"],
  ["£", "GBP"],
  // Dollars and yen are several currencies: the symbol alone names none.
  ["$", null],
  ["¥", null],
  ["CA$", "CAD"],
  ["US$", "USD"],
  ["A$", "AUD"],
  ["NZ$", "NZD"],
]);
const CODE = "[A-Z]{3}|CA\\$|US\\$|NZ\\$|A\\$|[€£$¥]";
const SHAPE = new RegExp(
  `^(\\(?)([+-]?)\\s*(${CODE})?\\s*([+-]?)\\s*([\\d.,' ]*\\d[\\d.,' ]*)\\s*(${CODE})?(-?)(\\)?)$`,
);

/** What proves each decimal mark: a fraction that is no group of three, or a group before it, or two groups. */
const PROOFS: Readonly<Record<DecimalMark, RegExp>> = {
  ",": /\d,(?:\d{1,2}|\d{4,})\D*$|\d\.\d{3},\d|(?:^|\D)0,\d+\D*$|\d\.\d{3}\.\d{3}/,
  ".": /\d\.(?:\d{1,2}|\d{4,})\D*$|\d,\d{3}\.\d|(?:^|\D)0\.\d+\D*$|\d,\d{3},\d{3}/,
};

/** The decimal mark that texts prove; `null` when they prove none, or both. */
export function decimalMarkOf(values: readonly CellValue[]): DecimalMark | null {
  const proves = (mark: DecimalMark): boolean =>
    values.some((value) => typeof value === "string" && PROOFS[mark].test(value));
  const isComma = proves(",");
  return isComma === proves(".") ? null : isComma ? "," : ".";
}

/**
 * Reads a number cell, or text such as "$1,562.50", "(2.50)", "1.562,50 €", "1 000" or "5-". Anything else is a
 * problem, never a zero: money is not guessed.
 * @param mark The decimal mark of the column; `null` when nothing proves it: "1,234" is then thousands, and "1.234"
 *   may be either and is a problem.
 */
export function parseNumber(value: CellValue, mark: DecimalMark | null = "."): ParsedNumber {
  if (value === null) return { kind: "blank" };
  if (typeof value === "number")
    return isSensible(value)
      ? { kind: "number", value: decimal(value), currency: null, wasText: false }
      : { kind: "problem", message: `${value} is too large to be a quantity or an amount` };
  if (typeof value === "boolean")
    return { kind: "problem", message: `${String(value).toUpperCase()} is not a number` };
  if (typeof value === "object")
    return { kind: "problem", message: `the cell shows the error ${value.error}` };
  const text = value
    .replace(/[\u00a0\u202f\u2009]/g, " ")
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/[\u2212\u2013]/g, "-")
    .trim();
  if (text === "" || text === "-") return { kind: "blank" };
  const problem: ParsedNumber = { kind: "problem", message: `"${value.trim()}" is not a number` };
  const match = SHAPE.exec(text);
  if (match === null) return problem;
  const [, open, sign, before, innerSign, digits = "", after, trailing, close] = match;
  if ((open === "(") !== (close === ")")) return problem;
  if (mark === null && /^[1-9]\d{0,2}\.\d{3}$/.test(digits.trim())) {
    const thousands = digits.trim().replace(".", "");
    return { kind: "problem", message: `"${value.trim()}" may be ${thousands} or ${digits.trim()}` };
  }
  const plain = plainDigits(digits.trim(), mark ?? ".");
  if (plain === null) return problem;
  const minuses = [open === "(" ? "-" : "", sign, innerSign, trailing].filter((part) => part === "-").length;
  if (minuses > 1) return problem;
  if (!isSensible(Number(plain)))
    return { kind: "problem", message: `"${value.trim()}" is too large to be a quantity or an amount` };
  const symbol = before ?? after ?? "";
  return {
    kind: "number",
    value: minuses === 1 ? decimal(plain).times(-1) : decimal(plain),
    currency: SYMBOLS.has(symbol) ? (SYMBOLS.get(symbol) ?? null) : symbol === "" ? null : symbol,
    wasText: true,
  };
}

/** Beyond this nothing is a quantity or an amount, and sums and products would leave what numbers can hold. */
const LARGEST = 1e18;

function isSensible(value: number): boolean {
  return Math.abs(value) < LARGEST;
}

/** Digits without grouping and with a point, or `null` when the groups are not of three digits. */
function plainDigits(digits: string, mark: DecimalMark): string | null {
  const group = mark === "." ? "," : ".";
  const [whole = "", fraction, ...more] = digits.split(mark);
  if (more.length > 0 || /\D/.test(fraction ?? "")) return null;
  const parts = whole.split(/[' ]/).join(group).split(group);
  const isGrouped =
    parts.length === 1 || parts.every((part, i) => (i === 0 ? /^\d{1,3}$/.test(part) : /^\d{3}$/.test(part)));
  if (!isGrouped || !parts.every((part) => /^\d*$/.test(part))) return null;
  const joined = parts.join("");
  if (joined === "" && (fraction ?? "") === "") return null;
  return `${joined === "" ? "0" : joined}${fraction === undefined || fraction === "" ? "" : `.${fraction}`}`;
}
