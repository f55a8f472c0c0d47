import type { CellValue } from "../../../src/engine";
import { delimitedRows } from "../../../src/engine/files/delimited";
import { UnreadableUsageFile, type RowSource } from "../../../src/engine/files/file-rows";
import { Random } from "../random";
import { must, type Target } from "../target";

type Rows = readonly (readonly CellValue[])[];

/** All rows of a text that comes in pieces; `null` where it is refused. */
export function rowsOf(source: RowSource, pieces: readonly string[]): Rows | null {
  const rows: (readonly CellValue[])[] = [];
  const take = (read: ReturnType<RowSource["push"]>): void => {
    must(read.firstRow === rows.length, "rows follow each other", pieces, read.firstRow);
    for (const { row, reason } of read.unreadable)
      must(
        reason !== "" && row >= read.firstRow && row < read.firstRow + read.rows.length,
        "a line that cannot be read is one of them",
        pieces,
      );
    rows.push(...read.rows);
  };
  try {
    for (const piece of pieces) take(source.push(piece));
    take(source.end());
  } catch (problem) {
    if (problem instanceof UnreadableUsageFile) return null;
    throw problem;
  }
  return rows;
}

/** A text in pieces, cut anywhere. */
export function piecesOf(text: string): readonly string[] {
  const random = Random.of(text);
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const next = at + 1 + random.int(6);
    pieces.push(text.slice(at, next));
    at = next;
  }
  return pieces;
}

/** RFC 4180 by its grammar, for texts that keep to it to the letter; `null` for others. */
function byGrammar(text: string, delimiter: string): Rows | null {
  const field = new RegExp(`"((?:[^"]|"")*)"|([^"${delimiter}\\r\\n]*)`, "y");
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; ;) {
    field.lastIndex = at;
    const [whole = "", quoted, plain = ""] = field.exec(text) ?? [];
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    at += whole.length;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    const lineEnd = /^\r?\n/.exec(text.slice(at, at + 2))?.[0] ?? "";
    if (lineEnd === "" && at < text.length) return null;
    // A blank line is a row without cells.
    rows.push(row.length === 1 && row[0] === "" && quoted === undefined ? [] : row);
    row = [];
    at += lineEnd.length;
    if (at >= text.length) return rows;
  }
}

/** The rows of separated text, which are texts all of them, with every cell in quotes. */
function printed(rows: Rows, delimiter: string): string {
  return rows
    .map((row) => `${row.map((cell) => `"${(cell as string).replaceAll('"', '""')}"`).join(delimiter)}\r\n`)
    .join("");
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function check(text: string): string {
  const rows = rowsOf(delimitedRows(), [text]);
  const pieces = rowsOf(delimitedRows(), piecesOf(text));
  must(same(rows, pieces), "rows do not depend on how the text is cut", text, rows, pieces);
  const isMarked = /^\uFEFF?sep=/.test(text);
  for (const delimiter of [",", ";", "\t", "|"]) {
    const body = text.replace(/^\uFEFF/, "").replace(/\r?\n$/, "");
    const expected = isMarked || body === "" ? null : byGrammar(body, delimiter);
    if (expected !== null) {
      const read = rowsOf(delimitedRows(), [`sep=${delimiter}\r\n${body}`]);
      must(same(read?.slice(1), expected), "RFC 4180 is read to the letter", text, delimiter, read, expected);
    }
  }
  if (rows === null) return "refused";
  const read = rowsOf(delimitedRows(), [`sep=;\r\n${printed(rows, ";")}`]);
  must(same(read?.slice(1), rows), "rows read as they are written", text, rows, read);
  must(text === "" || text === "\uFEFF" || rows.length >= 1, "a text has a row", text);
  return `${Math.min(rows.length, 3)} ${Math.min(Math.max(0, ...rows.map((row) => row.length)), 4)} ${String(text.includes('"'))}`;
}

function roundTrip(random: Random): void {
  const cells = ["", "a", 'say "x"', "1,5", "1;5", "line\nbreak", "\r", " x ", '"', "|\t", "ü😀"];
  const width = 2 + random.int(4);
  const rows = Array.from({ length: 2 + random.int(4) }, () =>
    Array.from({ length: width }, () => random.pick(cells)),
  );
  const delimiter = random.pick([",", ";", "\t", "|"]);
  const read = rowsOf(delimitedRows(), piecesOf(printed(rows, delimiter)));
  must(same(read, rows), "the sign between fields is found", rows, delimiter, read);
}

export const delimited: Target = {
  name: "CSV",
  files: ["engine/files/delimited.ts"],
  seeds: [
    "a,b\n1,2\n",
    'a;b\r\n1;"x;y"\r\n',
    "\uFEFFsep=|\r\na|b\n",
    'a,"b ""c""\nd",e',
    "a\tb\n\n1\t2",
    '"open,1\n2',
    'a "b" c,d\n""x,"',
  ],
  words: ["\r\n", "\n", '"', '""', '","', ";", "sep=;\n", "\uFEFF", "|", "\t", '"\n"', "\r"],
  parse: (text) => void rowsOf(delimitedRows(), [text]),
  check,
  roundTrip,
};
