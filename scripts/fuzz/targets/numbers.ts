import {
  decimalMarkOf,
  parseNumber,
  type DecimalMark,
  type ParsedNumber,
} from "../../../src/engine/normalise";
import type { Random } from "../random";
import { must, type Target } from "../target";

const MARKS: readonly (DecimalMark | null)[] = [".", ",", null];
const LOCALES = [
  "en-US",
  "en-GB",
  "de-DE",
  "de-CH",
  "de-AT",
  "fr-FR",
  "es-ES",
  "it-IT",
  "nl-NL",
  "sv-SE",
  "pl-PL",
];
const CURRENCIES = ["EUR", "GBP", "USD", "CHF", "SEK"];

const isNumber = (parsed: ParsedNumber): parsed is Extract<ParsedNumber, { kind: "number" }> =>
  parsed.kind === "number";
const writing = (parsed: ParsedNumber): string => (isNumber(parsed) ? parsed.value.toFixed() : parsed.kind);

/** What the digits of a text say, read in the plainest way: all of them, those after the last mark being decimals. */
function plainReading(text: string, mark: DecimalMark): string {
  const digits = text.replace(/\D/g, "");
  const at = text.lastIndexOf(mark);
  const decimals = at === -1 ? 0 : text.slice(at).replace(/\D/g, "").length;
  const padded = digits.padStart(decimals + 1, "0");
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, "");
  const fraction = padded.slice(padded.length - decimals).replace(/0+$/, "");
  const plain = fraction === "" ? whole : `${whole}.${fraction}`;
  return /[-\u2212\u2013(]/.test(text) && plain !== "0" ? `-${plain}` : plain;
}

/** Whether the whole part is written in groups of three, the first not beginning with a zero, or in no groups. */
function hasSoundGroups(text: string, mark: DecimalMark): boolean {
  const at = text.lastIndexOf(mark);
  const whole = /\d(?:.*\d)?/.exec(at === -1 ? text : text.slice(0, at))?.[0] ?? "";
  const [first = "", ...others] = whole.split(/\D/);
  return (
    others.length === 0 || (/^[1-9]\d{0,2}$/.test(first) && others.every((group) => /^\d{3}$/.test(group)))
  );
}

function checkOne(text: string, mark: DecimalMark | null): ParsedNumber {
  const parsed = parseNumber(text, mark);
  if (!isNumber(parsed)) {
    must(parsed.kind === "blank" || parsed.message !== "", "a problem says what is wrong", text);
    must(parsed.kind !== "blank" || !/[\p{L}\p{N}]/u.test(text), "text is not blank", text);
    return parsed;
  }
  const value = writing(parsed);
  must(Math.abs(parsed.value.toNumber()) < 1e18, "a number is sensible", text, value);
  must(value === plainReading(text, mark ?? "."), "a number is what its digits say", text, mark, value);
  must(
    hasSoundGroups(text, mark ?? "."),
    "groups have three digits and begin with none of zero",
    text,
    mark,
    value,
  );
  must(writing(parseNumber(value)) === value, "a number's own writing reads as itself", text, value);
  must(
    writing(parseNumber(value.replace(".", ","), ",")) === value,
    "so does its writing with a comma",
    text,
    value,
  );
  const named = [...text.matchAll(/[A-Z]{3}|[€£]/g)].map(
    ([name]) => ({ "€": "EUR", "£": "GBP" })[name] ?? name,
  );
  must(new Set(named).size < 2, "a number has one currency", text);
  must(
    named.length === 0 || parsed.currency === named[0],
    "the currency is the one named",
    text,
    parsed.currency,
  );
  return parsed;
}

function check(text: string): string {
  const [point, comma, unproven] = MARKS.map((mark) => checkOne(text, mark)) as [
    ParsedNumber,
    ParsedNumber,
    ParsedNumber,
  ];
  must(!isNumber(unproven) || writing(unproven) === writing(point), "an unproven mark is a point", text);
  // 1,234 is thousands unless the column says otherwise; every other text of two readings is a problem.
  if (isNumber(unproven) && isNumber(comma) && !/\d,\d{3}\D*$/.test(text))
    must(writing(unproven) === writing(comma), "two readings are a problem", text);
  const proven = decimalMarkOf([text]);
  const against = proven === "." ? comma : proven === "," ? point : null;
  if (against !== null && isNumber(against))
    must(writing(against) === writing(proven === "." ? point : comma), "a proven mark is no group", text);
  for (const [variant, name] of [
    [`\u00a0 ${text}\u202f`, "blanks around it"],
    [text.replaceAll("-", "\u2212"), "a true minus"],
    [text.replaceAll(" ", "\u00a0"), "no-break spaces"],
  ] as const)
    must(writing(parseNumber(variant)) === writing(point), `a number is the same with ${name}`, text);
  const wide = parseNumber(text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)));
  if (isNumber(wide))
    must(writing(wide) === writing(point), "full-width digits mean the same or nothing", text);
  const cell = Number(text);
  const asCell = parseNumber(cell);
  if (isNumber(asCell))
    must(
      asCell.value.toNumber() === Number(cell.toPrecision(15)),
      "a cell's number is what it prints as",
      cell,
    );
  else must(!(Math.abs(cell) < 1e18), "a number cell reads", cell);
  const sign = isNumber(point) && point.value.lt(0) ? "-" : "";
  return (
    [point, comma, unproven].map((one) => (isNumber(one) ? "number" : one.kind)).join() +
    sign +
    String(proven)
  );
}

/** Values as the locales of the world write them, with the platform's own formats for reference. */
function roundTrip(random: Random): void {
  for (const cell of [true, { error: "#N/A" }])
    must(parseNumber(cell).kind === "problem", "what is no number is a problem", cell);
  const cents = random.int(10 ** (1 + random.int(9))) * (random.int(4) === 0 ? -1 : 1);
  const locale = random.pick(LOCALES);
  const currency = random.pick(CURRENCIES);
  const money = random.int(2) === 0;
  const text = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: random.int(4) > 0,
    ...(money
      ? {
          style: "currency",
          currency,
          currencyDisplay: random.int(2) === 0 ? "code" : "symbol",
          currencySign: random.int(2) === 0 ? "accounting" : "standard",
        }
      : {}),
  }).format(cents / 100);
  // Signs that stand for a word ("kr", "Fr.") are none of ours: the text is then a problem.
  const isKnown = !/kr|Fr|zł/i.test(text);
  const mark = decimalMarkOf([text]);
  const parsed = parseNumber(text, mark);
  if (!isKnown) return;
  must(isNumber(parsed), "what a locale writes can be read", locale, text);
  must(
    parsed.value.times(100).eq(cents),
    "what a locale writes reads as it was",
    locale,
    text,
    writing(parsed),
  );
  must(
    !money || parsed.currency === null || parsed.currency === currency,
    "and its currency",
    text,
    parsed.currency,
  );
}

export const numbers: Target = {
  name: "numbers",
  files: ["engine/normalise/number.ts"],
  seeds: [
    "1,562.50",
    "(2.50)",
    "1.562,50 €",
    "1 000",
    "5-",
    "USD 12.00",
    "1'000.50",
    "-",
    "1.234",
    "CA$ -3,5",
  ],
  words: [
    "USD",
    "EUR",
    "CA$",
    "US$",
    "NZ$",
    "1,234",
    "0,123",
    "1.234.567",
    "000",
    "999999999999999999",
    "(",
    ")",
    "1e5",
    "NaN",
    "  ",
  ],
  parse: (text) => {
    decimalMarkOf([text]);
    for (const mark of MARKS) parseNumber(text, mark);
  },
  check,
  roundTrip,
};
