import { decimal, type CellValue, type Decimal } from "../records";
import { remembered } from "./remembered";

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
  // As French writes them.
  ["$US", "USD"],
  ["$CA", "CAD"],
  ["$AU", "AUD"],
  ["$NZ", "NZD"],
  ["£GB", "GBP"],
]);
const CODE = String.raw`[A-Z]{3}|(?:CA|US|NZ|A)\$|\$(?:US|CA|AU|NZ)|£GB|[€£$¥]`;
// Blanks follow a sign of their own at every place, so that a long run of them is gone through once.
const DIGITS = String.raw`[.,]?\d(?:[\d.,']| (?=[\d.,']))*`;
const SHAPE = new RegExp(
  String.raw`^(\(?)\s*(?:([+-])\s*)?(?:(${CODE})\s*)?(?:([+-])\s*)?(${DIGITS})\s*(${CODE})?(-?)(\)?)$`,
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
  if (typeof value === "number") return numberOf(value);
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
  const currency = currencyOf(before, after);
  if (currency === undefined) return { kind: "problem", message: `"${value.trim()}" names two currencies` };
  return {
    kind: "number",
    value: minuses === 1 ? decimal(plain).times(-1) : decimal(plain),
    currency,
    wasText: true,
  };
}

/** The currency that the signs before and after an amount name; `undefined` where they are not the same one. */
function currencyOf(before: string | undefined, after: string | undefined): string | null | undefined {
  const named = [before, after].flatMap((sign) => sign ?? []);
  const codes = named.map((sign) => SYMBOLS.get(sign) ?? (/^[A-Z]{3}$/.test(sign) ? sign : null));
  const [first = null, second = first] = codes;
  if (first === second && (first !== null || new Set(named).size < 2)) return first;
  // "$5 CAD": letters say which of the dollars it is.
  const letters = named.filter((sign) => /^[A-Z]{3}$/.test(sign));
  return letters.length === 1 && codes.includes(null) ? letters[0] : undefined;
}

const numberOf = remembered((value: number): ParsedNumber =>
  isSensible(value)
    ? { kind: "number", value: decimal(value), currency: null, wasText: false }
    : { kind: "problem", message: `${value} is too large to be a quantity or an amount` },
);

/** Beyond this nothing is a quantity or an amount, and sums and products would leave what numbers can hold. */
const LARGEST = 1e18;

function isSensible(value: number): boolean {
  return Math.abs(value) < LARGEST;
}

/** Digits without grouping and with a point, or `null` when the groups are not of three digits or begin with a zero. */
function plainDigits(digits: string, mark: DecimalMark): string | null {
  const group = mark === "." ? "," : ".";
  const [whole = "", fraction, ...more] = digits.split(mark);
  if (more.length > 0 || /\D/.test(fraction ?? "")) return null;
  const [sign = group, ...others] = new Set(whole.match(/[^\d]/g));
  // "5 232.567" is grouped by one sign or by the other, and then the point is a decimal's.
  if (others.length > 0 || !["'", " ", group].includes(sign)) return null;
  const parts = whole.split(sign);
  const isGrouped =
    parts.length === 1 ||
    // "0,123" is no group of thousands: read as one it would be a thousand times as much.
    parts.every((part, i) => (i === 0 ? /^[1-9]\d{0,2}$/.test(part) : /^\d{3}$/.test(part)));
  if (!isGrouped || !parts.every((part) => /^\d*$/.test(part))) return null;
  const joined = parts.join("");
  if (joined === "" && (fraction ?? "") === "") return null;
  return `${joined === "" ? "0" : joined}${fraction === undefined || fraction === "" ? "" : `.${fraction}`}`;
}
