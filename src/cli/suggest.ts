import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { createMatcher, parseCsv } from "../engine/match";

/** Where the command writes its table and its one line about bad input. */
export interface SuggestPorts {
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** Input that cannot be used; the message is for the person who called the command. */
class BadInput extends Error {
  override readonly name = "BadInput";
}

const USAGE = "Usage: npm run --silent suggest -- LEFT.csv RIGHT.csv (each with the columns id and name).";

/**
 * Matches the names of one CSV file with those of another; prints `left_id,right_id,score,status,why`, one row per left
 * id in its order. Returns 0, or 2 after one line about bad input.
 */
export async function suggest(args: readonly string[], ports: SuggestPorts): Promise<number> {
  try {
    const [left, right, ...more] = args;
    if (left === undefined || right === undefined || more.length > 0) throw new BadInput(USAGE);
    const ours = await readNames(left);
    const billed = await readNames(right);
    const matcher = createMatcher(
      billed.map(({ name }) => name),
      "any",
    );
    const matches = matcher.matchAll(ours.map(({ name }) => name));
    const lines = ours.map(({ id }, i) => {
      const match = matches[i];
      const to = billed[match?.billed ?? -1]?.id ?? "";
      return [id, to, (match?.score ?? 0).toFixed(4), match?.status ?? "none", match?.why ?? ""]
        .map(csvField)
        .join(",");
    });
    ports.print(["left_id,right_id,score,status,why", ...lines].join("\n"));
    return 0;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    ports.warn(error.message);
    return 2;
  }
}

interface NamedRow {
  readonly id: string;
  readonly name: string;
}

/** @throws BadInput when the file is missing, lacks a column, or repeats an id. */
async function readNames(file: string): Promise<readonly NamedRow[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new BadInput(`${file} cannot be read. Check the name and try again.`, { cause });
  });
  const [header = [], ...rows] = parseCsv(text);
  const columns = header.map((cell) => cell.trim().toLowerCase());
  const [id, name] = [columns.indexOf("id"), columns.indexOf("name")];
  if (id < 0 || name < 0)
    throw new BadInput(`${file} has no column "${id < 0 ? "id" : "name"}" in its first line. ${USAGE}`);
  const seen = new Set<string>();
  return rows.map((row, i) => {
    const key = row[id]?.trim() ?? "";
    if (key === "")
      throw new BadInput(`${file}, record ${i + 2}: the id is blank. Give every name its own id.`);
    if (seen.has(key))
      throw new BadInput(
        `${file}, record ${i + 2}: the id ${key} is used twice. Give every name its own id.`,
      );
    seen.add(key);
    return { id: key, name: row[name] ?? "" };
  });
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

if (
  process.argv[1] !== undefined &&
  pathToFileURL(process.argv[1]).pathname.endsWith("/src/cli/suggest.ts")
) {
  const status = suggest(process.argv.slice(2), {
    print: (text) => {
      process.stdout.write(`${text}\n`);
    },
    warn: (text) => {
      process.stderr.write(`${text}\n`);
    },
  });
  void status.then((code) => {
    process.exitCode = code;
  });
}
