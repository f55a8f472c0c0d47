import type { Period } from "../engine";

/** What the command line asks for. */
export interface CliArguments {
  readonly input: string;
  /** Files of usage beside the workbook, in the order in which they were named. */
  readonly usage: readonly string[];
  readonly out: string;
  /** File of the report, `-` for standard output, `null` for none. */
  readonly json: string | null;
  /** File of the change list as CSV, `null` for none. */
  readonly changes: string | null;
  readonly period: Period | null;
  readonly allowsLoss: boolean;
  readonly isClean: boolean;
}

/** A command line that cannot be carried out; the message says what is wrong and what to write. */
export class BadUsage extends Error {
  override readonly name = "BadUsage";
}

const USAGE =
  "npm run reconcile -- BOOK.xlsx [--usage FILE] [--out ANNOTATED.xlsx] [--json REPORT.json] [--changes CHANGES.csv] [--period YYYY-MM] [--allow-loss] [--clean]";

/** @throws BadUsage */
export function parseArguments(args: readonly string[]): CliArguments {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const inputs: string[] = [];
  const usage: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? "";
    if (arg === "--allow-loss" || arg === "--clean") flags.add(arg);
    else if (["--out", "--json", "--changes", "--period", "--usage"].includes(arg)) {
      const value = args[i + 1];
      if (value === undefined || value.startsWith("--"))
        throw new BadUsage(`${arg} needs a value. Usage: ${USAGE}`);
      if (arg === "--usage") usage.push(value);
      else values.set(arg, value);
      i += 1;
    } else if (arg.startsWith("-") && arg !== "-")
      throw new BadUsage(`Unknown option ${arg}. Usage: ${USAGE}`);
    else inputs.push(arg);
  }
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0) throw new BadUsage(`Name one workbook. Usage: ${USAGE}`);
  const period = values.get("--period");
  return {
    input,
    usage,
    out: values.get("--out") ?? `${input.replace(/\.xlsx$/i, "")}.reconciled.xlsx`,
    json: values.get("--json") ?? null,
    changes: values.get("--changes") ?? null,
    period: period === undefined ? null : parsePeriod(period),
    allowsLoss: flags.has("--allow-loss"),
    isClean: flags.has("--clean"),
  };
}

function parsePeriod(text: string): Period {
  const match = /^((?:19|20|21)\d{2})-(0[1-9]|1[0-2])$/.exec(text);
  if (match === null)
    throw new BadUsage(`"${text}" is not a month. Write --period YYYY-MM, for example --period 2026-05.`);
  const [year, month] = [Number(match[1]), Number(match[2])];
  const first = (index: number): string => new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10);
  return { start: first(month - 1), end: first(month) };
}
