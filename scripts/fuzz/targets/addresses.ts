import { cellAddress, columnLetters } from "../../../src/engine/tables";
import { columnOf, lettersOf, localAddress, parseArea, quoteSheet } from "../../../src/host/area";
import { HostError } from "../../../src/host/errors";
import { toA1, toR1C1 } from "../../../src/host/r1c1";
import { Random } from "../random";
import { must, type Target } from "../target";

const LAST_ROW = 1_048_575;
const LAST_COLUMN = 16_383;
/** What formulas are put together from: each letter of an input chooses one. */
const PARTS = [
  ...["A1", "$A1", "A$1", "$A$1", "B2:C3", "$B$2:$C$3", "XFD1048576", "$XFD$1048576", "A:A", "$B:$C", "1:1"],
  ...[
    "Sheet1!A1",
    "'It''s'!B2",
    "'R1C1'!A1",
    "'[Book.xlsx]S'!C3",
    '"A1"',
    '"R1C1""x"',
    "tbl[Qty]",
    "tbl[[#This Row],[A1]]",
  ],
  ...[
    "SUM(",
    "LOG10(",
    "TRUE",
    "TAX2026",
    "XFE1",
    "ZZZ9",
    "A0",
    "A1048577",
    "_A1",
    "A1.b",
    "R",
    "C",
    "RC",
    "R1C1",
    "#REF!",
    "1E5",
  ],
];
const SIGNS = ["+", "-", "*", "/", ",", ";", "&", "<>", "^", "%", " ", ")", "=", "("];
/** Names that Excel takes for a cell or a number unless they stand in quotes. */
const LOOKS_LIKE_A_CELL = /^(?:[A-Z]{1,3}\d+|R\d*(?:C\d*)?|C\d*|TRUE|FALSE)$/i;

/** Texts and sheet names of a formula. */
const QUOTED = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

const nameIn = (address: string): string => {
  const name = address.slice(0, address.lastIndexOf("!"));
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
};

function checkAddress(sheet: string, row: number, column: number): void {
  const address = cellAddress(sheet, row, column);
  const area = parseArea(address);
  must(
    area.firstRow === row && area.firstColumn === column,
    "an address names its cell",
    sheet,
    row,
    column,
    address,
  );
  must(nameIn(address) === sheet, "an address names its sheet", sheet, address);
  must(
    quoteSheet(sheet) === address.slice(0, address.lastIndexOf("!")),
    "host and engine quote a sheet alike",
    sheet,
  );
  must(
    !LOOKS_LIKE_A_CELL.test(sheet) || address.startsWith("'"),
    "a sheet named like a cell is quoted",
    sheet,
    address,
  );
}

function checkArea(text: string): boolean {
  try {
    const area = parseArea(text);
    must(
      area.firstRow >= 0 && area.firstRow <= area.lastRow && area.lastRow <= LAST_ROW,
      "rows are on the sheet",
      text,
    );
    must(
      area.firstColumn >= 0 && area.firstColumn <= area.lastColumn && area.lastColumn <= LAST_COLUMN,
      "columns are on the sheet",
      text,
    );
    must(
      JSON.stringify(parseArea(localAddress(area))) === JSON.stringify(area),
      "an area reads as it is written",
      text,
    );
    return true;
  } catch (problem) {
    if (!(problem instanceof HostError)) throw problem;
    return false;
  }
}

function formulaOf(text: string): string {
  const random = Random.of(text);
  const operands = Array.from(
    text,
    (sign) => PARTS[(sign.charCodeAt(0) + random.int(2)) % PARTS.length] ?? "",
  );
  return `=${operands.map((one) => one + random.pick(SIGNS)).join("")}`;
}

function checkFormula(formula: string, row: number, column: number): void {
  const relative = toR1C1(formula, row, column);
  const back = toA1(relative, row, column);
  // Without names that only look like R1C1 the two notations say the same.
  if (!/(?<![\w.])(?:R\d*(?:C\d*)?|C\d*)(?![\w.])/.test(formula.replace(QUOTED, "")))
    must(back === formula, "a formula comes back from R1C1", formula, row, column, relative, back);
  for (const [, letters = "", digits] of relative.replace(QUOTED, "").matchAll(/R\[?(-?\d+)\]?C\[?(-?\d+)/g))
    must(
      Math.abs(Number(letters)) <= LAST_ROW + 1 && Math.abs(Number(digits)) <= LAST_COLUMN + 1,
      "references stay on the sheet",
      formula,
      relative,
    );
}

function check(text: string): string {
  const random = Random.of(text);
  const row = random.pick([0, 1, 9, LAST_ROW, random.int(LAST_ROW + 1)]);
  const column = random.pick([0, 25, 26, 701, 702, LAST_COLUMN, random.int(LAST_COLUMN + 1)]);
  if (text !== "") checkAddress(text.slice(0, 31), row, column);
  checkFormula(formulaOf(text), row, column);
  // An arbitrary text is not a formula: it must be gone through all the same.
  toA1(toR1C1(text, row, column), row, column);
  return String(checkArea(text));
}

function roundTrip(random: Random): void {
  const [row, column] = [random.int(LAST_ROW + 1), random.int(LAST_COLUMN + 1)];
  const letters = columnLetters(column);
  must(
    letters === lettersOf(column) && columnOf(letters) === column,
    "letters name their column",
    column,
    letters,
  );
  const area = parseArea(`$${letters.toLowerCase()}$${row + 1}:A1`);
  must(
    area.lastRow === row && area.lastColumn === column && area.firstRow === 0,
    "an area is read",
    row,
    column,
  );
}

export const addresses: Target = {
  name: "addresses",
  files: ["engine/tables/address.ts", "host/area.ts", "host/r1c1.ts"],
  seeds: [
    "A1",
    "$B$2:C9",
    "Invoice!A1",
    "'It''s'!XFD1048576",
    "=SUM($A1:B$2)+R1C1",
    "XFE1",
    "A1048577",
    "C3:A1",
  ],
  words: [
    "$",
    ":",
    "!",
    "'",
    "''",
    "XFD",
    "XFE",
    "1048576",
    "1048577",
    "A1",
    "R1C1",
    "RC",
    "R[-1]C[2]",
    "TRUE",
    "A:A",
    '"',
  ],
  parse: (text) => {
    cellAddress(text, 0, 0);
    checkArea(text);
    toA1(toR1C1(text, 3, 3), 3, 3);
  },
  check,
  roundTrip,
};
