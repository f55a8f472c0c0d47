import type { CellValue } from "../../../src/engine";
import { jsonLineRows } from "../../../src/engine/files/json-lines";
import type { Random } from "../random";
import { must, type Target } from "../target";
import { piecesOf, rowsOf } from "./delimited";

/** The object on a line as the platform reads it; `null` for anything else. */
function objectOn(line: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line.trim().replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}

function check(text: string): string {
  const whole = jsonLineRows();
  const rows = rowsOf(whole, [text]);
  const inPieces = jsonLineRows();
  must(
    JSON.stringify([rows, whole.fields]) ===
      JSON.stringify([rowsOf(inPieces, piecesOf(text)), inPieces.fields]),
    "rows do not depend on how the text is cut",
    text,
  );
  if (rows === null) return "refused";
  const fields = whole.fields ?? [];
  must(new Set(fields).size === fields.length, "a key is one column", text, fields);
  const lines = text.split("\n");
  let objects = 0;
  rows.forEach((row, at) => {
    const object = objectOn(lines[at] ?? "");
    if (object === null) {
      must(row.length === 0, "a line that is no object has no cells", text, at);
      return;
    }
    if (row.length === 0 && object.size > 0) {
      must(isTooDeep(object), "an object has cells", text.length, at);
      return;
    }
    objects += 1;
    must(
      [...object.keys()].every((key) => fields.includes(key)),
      "no key is left out",
      text,
      at,
    );
    row.forEach((cell, column) => {
      const value = object.get(fields[column] ?? "");
      must(cell === plain(value), "a cell holds what the line says", text, at, fields[column], cell);
    });
  });
  return `${Math.min(rows.length, 3)} ${Math.min(objects, 3)} ${Math.min(fields.length, 4)} ${rows.flat().some((cell) => typeof cell === "string" && cell.startsWith("{"))}`;
}

function isTooDeep(object: ReadonlyMap<string, unknown>): boolean {
  try {
    JSON.stringify([...object.values()]);
    return false;
  } catch {
    return true;
  }
}

function plain(value: unknown): CellValue {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as CellValue);
}

function roundTrip(random: Random): void {
  const depth = random.int(100) === 0 ? 5_000 + random.int(20_000) : 0;
  if (depth > 0) check(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`);
  const values = [null, 0, -1.5, "x", "ü\u2028", true, { a: [1] }, [], "\ud83d", 1e300];
  const keys = ["a", "__proto__", "constructor", "", "toString", "ü", "0"];
  const records = Array.from({ length: 1 + random.int(5) }, () =>
    // JSON text by hand: an object of ours would take __proto__ for its own.
    Array.from({ length: random.int(4) }, () => [random.pick(keys), random.pick(values)] as const),
  );
  const text = records
    .map(
      (pairs) =>
        `{${[...new Map(pairs)].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
    )
    .join("\r\n");
  const source = jsonLineRows();
  const rows = rowsOf(source, piecesOf(text));
  records.forEach((pairs, at) => {
    for (const [key, value] of new Map(pairs))
      must(
        (rows?.[at]?.[source.fields?.indexOf(key) ?? -1] ?? null) === plain(value),
        "a record reads as it was",
        text,
        key,
      );
  });
}

export const jsonLines: Target = {
  name: "JSON lines",
  files: ["engine/files/json-lines.ts"],
  seeds: [
    '{"a":1,"b":"x"}\n{"b":2}\n',
    '{"__proto__":1}',
    '[1]\n{"a":{"b":[1,2]}}\r\n\n',
    '\uFEFF{"a":null}',
    '{"a":1e400}',
  ],
  words: [
    '{"',
    '":',
    ',"',
    "}",
    "[",
    "]",
    "\n",
    "null",
    "true",
    '"a"',
    '"__proto__"',
    "1e999",
    "\\u0000",
    "\\ud800",
    "\uFEFF",
    "-0",
  ],
  parse: (text) => void rowsOf(jsonLineRows(), [text]),
  check,
  roundTrip,
};
