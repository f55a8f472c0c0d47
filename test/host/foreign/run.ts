import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../src/cli/main";
import { REPORT, type Report } from "../../../src/cli/report-schema";

/** What the command made of a file. */
export interface Reconciled {
  readonly status: number;
  readonly warned: string;
  readonly report: Report | null;
  /** The annotated copy, where one was written. */
  readonly copy: Uint8Array | null;
}

/** Gives a file to the command, as a billing person does. */
export async function reconcileFile(bytes: Uint8Array, ...options: string[]): Promise<Reconciled> {
  const folder = await mkdtemp(join(tmpdir(), "foreign-"));
  const [book, out, json] = ["book.xlsx", "out.xlsx", "report.json"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(book, bytes);
  const warned: string[] = [];
  const status = await main([book, "--out", out, "--json", json, ...options], {
    print: () => undefined,
    warn: (text) => void warned.push(text.replaceAll(book, "book.xlsx")),
    now: () => "2026-06-02T08:00:00Z",
  });
  const report = await readFile(json, "utf8").catch(() => null);
  return {
    status,
    warned: warned.join("\n"),
    report: report === null ? null : REPORT.parse(JSON.parse(report)),
    copy: await readFile(out).catch(() => null),
  };
}

/** The verdicts of the story, as people say them. */
export function verdicts(report: Report | null): readonly string[] {
  return (report?.results ?? [])
    .map(
      ({ client, outcome, billedQuantity, expectedQuantity, impact }) =>
        `${client}: ${outcome}, ${String(billedQuantity)} billed, ${String(expectedQuantity)} expected, ${String(impact)}`,
    )
    .sort();
}
