import type { SheetGrid } from "../../../src/engine";
import { profileOf } from "../../../src/engine/layout/profile";
import { findWrittenQuantity, parseWritten } from "../../../src/engine/layout/written-quantity";
import type { QuantityWriting } from "../../../src/engine/records";
import { Random } from "../random";
import { must, type Target } from "../target";

const WRITINGS: readonly QuantityWriting[] = [
  "timesAfter",
  "timesBefore",
  "brackets",
  "labelled",
  "unitAfter",
  "remarked",
];
const written = (writing: QuantityWriting) => ({ column: 0, writing, example: "… x 14" });

const EXAMPLES: readonly (readonly [QuantityWriting, (name: string, count: string) => string])[] = [
  ["timesAfter", (name, count) => `${name} x ${count}`],
  ["timesAfter", (name, count) => `${name} ×${count}`],
  ["timesBefore", (name, count) => `${count} x ${name}`],
  ["brackets", (name, count) => `${name} (${count})`],
  ["brackets", (name, count) => `${name} [${count} seats]`],
  ["labelled", (name, count) => `${name} Qty: ${count}`],
  ["labelled", (name, count) => `${name}, Menge ${count}`],
  ["unitAfter", (name, count) => `${name} - ${count} users`],
  ["unitAfter", (name, count) => `${name}: ${count} Lizenzen`],
];
const NAMES = [
  "Microsoft 365 E3",
  "Backup",
  "Exchange Online (Plan 1)",
  "Windows x64 Server",
  "Größe A/B",
  "Office [2021]",
];

/** What column 0 of a sheet with these cells is found to be. */
function found(texts: readonly string[], header: string): ReturnType<typeof findWrittenQuantity> {
  const area = { firstRow: 0, firstColumn: 0, lastRow: texts.length, lastColumn: 0 };
  const values = [[header], ...texts.map((text) => [text])];
  const formats = values.map(() => ["General"]);
  const sheet: SheetGrid = { name: "S", area, values, formats, tables: [], merges: [], isHidden: false };
  const region = { name: "S", sheet, area, statedHeaderRow: null };
  const rows = texts.map((_, at) => at + 1);
  const columns = {
    headers: new Map([[0, header]]),
    columns: header === "Product" ? { product: 0 } : {},
    profiles: new Map([[0, profileOf(region, rows, 0)]]),
    scores: {},
  };
  return findWrittenQuantity(region, columns, rows);
}

function check(text: string): string {
  const kinds = WRITINGS.map((writing) => {
    const { quantity, name } = parseWritten(text, written(writing));
    if (name !== null)
      must(name !== "" && text.includes(name), "the name is a part of the text", text, writing, name);
    if (quantity.kind !== "number") return quantity.kind === "problem" ? "-" : "blank";
    const digits = quantity.value
      .toFixed()
      .replace(".", "")
      .replace(/^0+(?=\d)/, "");
    const runs = (text.match(/\d[\d.,]*/g) ?? []).map((run) =>
      run.replace(/[.,]/g, "").replace(/^0+(?=\d)/, ""),
    );
    must(
      runs.some((run) => run.startsWith(digits)),
      "the quantity is written in the text",
      text,
      writing,
      digits,
    );
    must(quantity.value.gte(0), "no quantity is negative", text, writing);
    must(
      writing !== "timesAfter" ||
        !/(?:32|64|86)$/.test(text.trim()) ||
        !/[x×*]\s*(?:32|64|86)$/i.test(text.trim()),
      "x64 is no quantity",
      text,
    );
    return writing;
  });
  const random = Random.of(text);
  const cells = [text, text, random.pick(["", "Backup", text])];
  for (const header of ["Product", "Quantity"]) {
    const one = found(cells, header);
    if (one !== null)
      must(
        parseWritten(text, one).quantity.kind !== "blank",
        "a writing that was found can be read",
        text,
        one,
      );
  }
  return kinds.join();
}

function roundTrip(random: Random): void {
  const [writing, write] = random.pick(EXAMPLES);
  const count = random.pick([1, 9, 14, 120, 999, 4096, 32, 86]) + random.int(5);
  const name = random.pick(NAMES);
  const isX64 = writing === "timesAfter" && [32, 64, 86].includes(count);
  const read = parseWritten(write(name, String(count)), written(writing));
  if (isX64) return;
  must(
    read.quantity.kind === "number" && read.quantity.value.eq(count),
    "a count reads as it was",
    write(name, String(count)),
  );
  must(
    read.name === name.replace(/[\s,;:–-]+$/, ""),
    "what it counts reads as it was",
    write(name, String(count)),
    read.name,
  );
}

export const writtenQuantities: Target = {
  name: "written quantities",
  files: ["engine/layout/written-quantity.ts"],
  seeds: [
    "Microsoft 365 E3 x 14",
    "14 x Backup",
    "Backup (9)",
    "Backup Qty: 5",
    "Office - 12 users",
    "9 (2218096)",
    "14 seats",
    "Windows x64",
    "Windows Server (2019)",
    "1,200",
  ],
  words: [
    " x ",
    "x64",
    "×",
    "*",
    "(",
    ")",
    "[",
    "seats]",
    " Qty: ",
    " Menge ",
    " - ",
    "users",
    "2019",
    "1.234",
    "   ",
    ": ",
    "lizenzen",
    "–",
  ],
  parse: (text) => {
    for (const writing of WRITINGS) parseWritten(text, written(writing));
  },
  check,
  roundTrip,
};
