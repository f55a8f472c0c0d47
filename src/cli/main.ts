import { readFile, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  changeList,
  changeListCsv,
  DuplicateSource,
  reconcile,
  UnreadableUsageFile,
  type Reconciliation,
} from "../engine";
import { connect, EmbeddedHost, findLosses, UnreadableWorkbook } from "../host";
import {
  ExcelGateway,
  readWorkbook,
  removeAnnotations,
  WorkbookProblem,
  writeReconciliation,
} from "../workbook";
import { BadUsage, parseArguments, type CliArguments } from "./arguments";
import { reportOf } from "./report";
import { readUsageFiles } from "./usage-files";
import { summaryText } from "./summary";

/** Where a run writes its texts and takes its time from. */
export interface CliPorts {
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /** UTC time, ISO 8601. */
  readonly now: () => string;
}

/** Exit statuses of the command, fixed by its public description. */
const EXIT = { done: 0, badInput: 2, needsReview: 3, wouldLose: 4 } as const;

/** Runs the command; returns its exit status. Expected failures are one line on standard error. */
export async function main(args: readonly string[], ports: CliPorts): Promise<number> {
  try {
    return await run(parseArguments(args), ports);
  } catch (error) {
    if (
      error instanceof BadUsage ||
      error instanceof UnreadableWorkbook ||
      error instanceof UnreadableUsageFile ||
      error instanceof DuplicateSource ||
      error instanceof WorkbookProblem
    ) {
      ports.warn(error.message);
      return EXIT.badInput;
    }
    throw error;
  }
}

async function run(args: CliArguments, ports: CliPorts): Promise<number> {
  await refuseSameFiles(args);
  const bytes = await readFile(args.input).catch((cause: unknown) => {
    throw new BadUsage(`${args.input} cannot be read. Check the name and try again.`, { cause });
  });
  const losses = await findLosses(bytes).catch((error: unknown) => {
    throw error instanceof UnreadableWorkbook
      ? new UnreadableWorkbook(`${args.input}: ${error.message}`, { cause: error })
      : error;
  });
  const named = losses.map(({ what, count }) => `${count} ${what}${count === 1 ? "" : "s"}`).join(", ");
  const isRefused = losses.length > 0 && !args.allowsLoss;
  if (isRefused)
    ports.warn(
      `${args.input} holds ${named}, which the annotated copy would lose. No workbook was written. Add --allow-loss to go on without.`,
    );
  else if (losses.length > 0) ports.warn(`The annotated copy goes without ${named}.`);
  const host = await EmbeddedHost.open(bytes);
  const gateway = new ExcelGateway(await connect(host));
  if (args.isClean) return isRefused ? EXIT.wouldLose : clean(args, host, gateway, ports);
  const read = await readWorkbook(gateway);
  const files = await readUsageFiles(args.usage, read.snapshot.tables);
  const now = ports.now();
  const reconciliation = reconcile(read.snapshot, {
    now,
    files,
    ...(args.period === null ? {} : { period: args.period }),
  });
  if (args.json !== null) {
    const report = `${JSON.stringify(reportOf(reconciliation), null, 2)}\n`;
    if (args.json === "-") ports.print(report.trimEnd());
    else await write(args.json, report);
  }
  const changes = changeList(reconciliation.results, reconciliation.period, reconciliation.applied);
  if (args.changes !== null) await write(args.changes, changeListCsv(changes));
  const isWritten = reconciliation.results.length > 0 && !isRefused;
  if (isWritten) {
    await writeReconciliation(gateway, read, reconciliation, { who: "command line" });
    await write(args.out, await host.save());
  }
  // With the report on standard output, the summary would spoil it.
  const say = args.json === "-" ? ports.warn : ports.print;
  say(summaryText(reconciliation));
  if (args.changes !== null) {
    say(`Invoice lines to change: ${changes.rows.length}. Written: ${args.changes}`);
    for (const { client, service, why } of changes.skipped)
      say(`Not in the change list: ${client} · ${service}: ${why}`);
  }
  if (isWritten) say(`Written: ${args.out}`);
  else if (reconciliation.results.length === 0)
    say(`Nothing was compared: ${missingSide(reconciliation)}. No file was written.`);
  if (isRefused) return EXIT.wouldLose;
  return isClear(reconciliation) ? EXIT.done : EXIT.needsReview;
}

/** @throws BadUsage where the run would write over an input, or two of its files to one place. */
async function refuseSameFiles({ input, usage, out, json, changes }: CliArguments): Promise<void> {
  const targets = [
    { option: "--out", file: out },
    ...(json === null || json === "-" ? [] : [{ option: "--json", file: json }]),
    ...(changes === null ? [] : [{ option: "--changes", file: changes }]),
  ];
  for (const [i, { option, file }] of targets.entries()) {
    for (const source of [input, ...usage]) {
      if (await isSameFile(file, source))
        throw new BadUsage(
          `${file} is the input itself, which is never overwritten. Name another file with ${option}.`,
        );
    }
    for (const other of targets.slice(0, i)) {
      if (await isSameFile(file, other.file))
        throw new BadUsage(`${file} is named by ${other.option} and by ${option}. Name two different files.`);
    }
  }
}

/** A path may reach a file by another name: a link, or other letter case. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  if (resolve(a) === resolve(b)) return true;
  const one = await stat(a).catch(() => null);
  const other = await stat(b).catch(() => null);
  return one !== null && other !== null && one.dev === other.dev && one.ino === other.ino;
}

async function clean(
  args: CliArguments,
  host: EmbeddedHost,
  gateway: ExcelGateway,
  ports: CliPorts,
): Promise<number> {
  if (!(await removeAnnotations(gateway))) {
    ports.print(`${args.input} holds no annotations of this add-in. No file was written.`);
    return EXIT.done;
  }
  await write(args.out, await host.save());
  ports.print(`Annotations removed. Written: ${args.out}`);
  return EXIT.done;
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content).catch((cause: unknown) => {
    throw new BadUsage(`${file} cannot be written. Check the folder, or close the file if it is open.`, {
      cause,
    });
  });
}

function missingSide({ sources, period }: Reconciliation): string {
  const has = (role: "billed" | "usage"): boolean =>
    sources.some((source) => source.role === role && source.rows.read > source.rows.rejected);
  if (!has("billed") && !has("usage"))
    return "neither an invoice nor usage was found; add a sheet with client, service and quantity";
  if (has("billed") && has("usage") && period !== null)
    return `nothing falls into the period ${period.start} to before ${period.end}; check --period and the dates`;
  return has("billed")
    ? "no usage was found; add a usage sheet"
    : "no invoice was found; add a sheet with client, service, quantity and price";
}

/** Nothing rejected, no source in doubt, something compared, and every row accounted for. */
function isClear({ results, rejected, sources, complete }: Reconciliation): boolean {
  return (
    complete &&
    results.length > 0 &&
    rejected.length === 0 &&
    sources.every((source) => source.problems.length === 0)
  );
}
