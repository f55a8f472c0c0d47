import { parseNumber, type ParsedNumber } from "../normalise";
import type { QuantityWriting, WrittenQuantity } from "../records";
import type { Columns } from "./columns";
import { cellAt, textOf, type Region } from "./region";
import { foldHeader, headerScore } from "./vocabulary";

const UNITS =
  "users?|seats?|licen[cs]es?|devices?|agents?|mailboxes|endpoints?|servers?|units?|pcs|stk|benutzer|lizenzen|geräte|stück|usuarios?|licencias?|equipos?";
const COUNT = String.raw`(?<quantity>\d[\d.,]*)`;

/** How a quantity may stand in a text; `name` is what it counts. A year, a version, "x64" or a part of "4,1" is none. */
const WRITINGS: Readonly<Record<QuantityWriting, RegExp>> = {
  timesAfter: new RegExp(String.raw`^(?<name>\S.*?)\s+[x×*]\s*(?!(?:32|64|86)$)${COUNT}$`, "iu"),
  timesBefore: new RegExp(String.raw`^${COUNT}\s*[x×*]\s+(?<name>\p{L}.*)$`, "iu"),
  brackets: new RegExp(String.raw`^(?<name>\S.*?)\s*[([]${COUNT}(?:\s*(?:${UNITS}))?[)\]]$`, "iu"),
  labelled: new RegExp(
    String.raw`^(?<name>\S.*?)[\s,;:([–-]+(?:qty|quantity|count|menge|anzahl|cantidad)\s*[:.=]?\s*${COUNT}[)\]]?$`,
    "iu",
  ),
  unitAfter: new RegExp(
    String.raw`^(?<name>\S.*?)\s*(?:(?<!\d)[-–:,]|[-–:,](?=\s))\s*${COUNT}\s*(?:${UNITS})$`,
    "iu",
  ),
  // "9 (2218096)", "14 seats": a number with a remark, in a column of its own.
  remarked: new RegExp(String.raw`^${COUNT}\s*(?:\(.*\)|[\p{L}]+\.?)$`, "u"),
};

const EXAMPLES: Readonly<Record<QuantityWriting, string>> = {
  timesAfter: "… x 14",
  timesBefore: "14 x …",
  brackets: "… (14)",
  labelled: "… Qty: 14",
  unitAfter: "… - 14 users",
  remarked: "14 (…)",
};

/** Share of the cells that must be written alike: fewer may be chance. */
const MOST = 0.8;
const ENOUGH_ROWS = 2;
const SAMPLED_ROWS = 400;
/** A name with a count is shorter. The writings look at every way to cut a text, which takes the square of its length. */
const LONGEST_TEXT = 500;

/**
 * Finds quantities that stand inside texts, for a source without a column of numbers: a column headed like a quantity
 * whose cells carry remarks, or a product column that nearly always names a count in one and the same way.
 */
export function findWrittenQuantity(
  region: Region,
  { headers, columns, profiles }: Columns,
  rows: readonly number[],
): WrittenQuantity | null {
  if (columns.quantity !== undefined) return null;
  const textsOf = (column: number): readonly string[] =>
    rows.slice(0, SAMPLED_ROWS).flatMap((row) => textOf(cellAt(region.sheet, row, column)) || []);
  for (const [column, header] of headers) {
    const isQuantity = headerScore(foldHeader(header), "quantity") > 0.7;
    if (isQuantity && (profiles.get(column)?.texts ?? 0) > 0.3 && isWritten(textsOf(column), "remarked"))
      return { column, writing: "remarked", example: EXAMPLES.remarked };
  }
  const { product } = columns;
  if (product === undefined) return null;
  const texts = textsOf(product);
  const writing = (["timesAfter", "timesBefore", "labelled", "unitAfter", "brackets"] as const).find((one) =>
    isWritten(texts, one),
  );
  return writing === undefined ? null : { column: product, writing, example: EXAMPLES[writing] };
}

function isWritten(texts: readonly string[], writing: QuantityWriting): boolean {
  const read = texts.map((text) => readWritten(text, writing));
  const counts = read.flatMap((one) => (one === null ? [] : one.count));
  const plain = texts.filter((text) => writing === "remarked" && /^\d[\d.,]*$/.test(text)).length;
  if (counts.length < ENOUGH_ROWS || counts.length + plain < texts.length * MOST) return false;
  // "Windows Server (2019)", "Office (2021)": years are part of the name.
  return !counts.every((count) => /^(?:19|20)\d\d$/.test(count));
}

function readWritten(
  text: string,
  writing: QuantityWriting,
): { readonly count: string; readonly name: string } | null {
  const found = text.length > LONGEST_TEXT ? undefined : WRITINGS[writing].exec(text.trim())?.groups;
  return found?.["quantity"] === undefined
    ? null
    : { count: found["quantity"], name: (found["name"] ?? "").replace(/[\s,;:–-]+$/, "") };
}

/** The quantity that a text holds, and what it counts; a text written otherwise is a problem, never a guess. */
export function parseWritten(
  text: string,
  { writing, example }: WrittenQuantity,
): { readonly quantity: ParsedNumber; readonly name: string | null } {
  if (writing === "remarked" && /^\d[\d.,]*$/.test(text.trim()))
    return { quantity: parseNumber(text.trim(), null), name: null };
  const read = readWritten(text, writing);
  if (read === null)
    return {
      quantity: {
        kind: "problem",
        message: `no quantity is written in "${text}" as in the other rows ("${example}")`,
      },
      name: null,
    };
  return { quantity: parseNumber(read.count, null), name: read.name === "" ? null : read.name };
}
