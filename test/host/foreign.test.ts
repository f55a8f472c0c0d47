import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EmbeddedHost } from "../../src/host";
import { loadWorkbook } from "../../src/host/xlsx";
import { REFUSED } from "./foreign/refused";
import { reconcileFile, verdicts } from "./foreign/run";
import { plainParts, STORY } from "./foreign/story";
import { WRITERS } from "./foreign/writers";
import { zipOf } from "./foreign/zip";

/** By hand: 42 - 38 = 4 seats at 22 a month. */
const VERDICTS = [
  "Acme Dental: underbilled, 38 billed, 42 expected, 88",
  "Birch Law: matched, 10 billed, 10 expected, 0",
];

/** What a person sees on a sheet: values row by row, days as days. */
function seen(host: EmbeddedHost, sheet: string, rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows.map((row, r) => row.map((_, c) => host.valueAt(sheet, `${"ABCDEF".charAt(c)}${r + 1}`)));
}

const INVOICE = STORY.Invoice.map((row) => row.map((value) => (typeof value === "object" ? 46_143 : value)));

describe("workbooks of other writers", () => {
  it.each(WRITERS)("reconciles what %s wrote, and loses nothing of it", async (name, write) => {
    const { status, warned, report, copy } = await reconcileFile(write());
    expect([status, warned]).toEqual([0, ""]);
    expect(verdicts(report)).toEqual(VERDICTS);
    expect(report?.complete).toBe(true);
    expect(report?.period).toEqual({ start: "2026-05-01", end: "2026-06-01" });
    if (copy === null) throw new Error("no copy was written");
    const host = await EmbeddedHost.open(copy);
    const hasTextDates = name.startsWith("report servers");
    expect(seen(host, "Invoice", INVOICE)).toEqual(
      hasTextDates
        ? INVOICE.map((row) => row.map((value) => (value === 46_143 ? "2026-05-01" : value)))
        : INVOICE,
    );
    expect(seen(host, "Usage", STORY.Usage)).toEqual(STORY.Usage);
    const again = await reconcileFile(copy);
    expect(verdicts(again.report)).toEqual(VERDICTS);
  });
});

describe("files that are no workbooks, or could be read in two ways", () => {
  it.each(REFUSED)(
    "refuses %s with one sentence of what, where and what to do",
    async (_, file, sentence) => {
      const { status, warned, report, copy } = await reconcileFile(file);
      expect(warned).toBe(`book.xlsx: ${sentence}`);
      expect([status, report, copy]).toEqual([2, null, null]);
    },
  );

  it("stops unpacking a file that unpacks to far more than a workbook holds", async () => {
    const blanks = `<worksheet>${" ".repeat(3_000_000)}</worksheet>`;
    const bomb = zipOf(plainParts({ "xl/worksheets/sheet2.xml": blanks }));
    expect(bomb.length).toBeLessThan(20_000);
    await expect(loadWorkbook(bomb, { total: 10_000_000, part: 1_000_000 })).rejects.toThrow(
      /^The workbook unpacks to more than can be read here \(xl\/worksheets\/sheet2\.xml reaches 1 MB\)\. Clear blank formatted rows/,
    );
    const many = zipOf(plainParts({ "xl/worksheets/sheet2.xml": blanks.slice(0, 900_000) }));
    await expect(loadWorkbook(many, { total: 800_000, part: 1_000_000 })).rejects.toThrow(/unpacks to more/);
  });
});

describe("workbooks that LibreOffice itself wrote", () => {
  it("reconciles what it makes of three writers' workbooks", async () => {
    const office = [
      "/usr/bin/soffice",
      "/usr/bin/libreoffice",
      "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ].find(existsSync);
    if (office === undefined) {
      console.log("LibreOffice is not installed: its own workbooks were not read.");
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), "foreign-office-"));
    const files = await Promise.all(
      WRITERS.slice(0, 3).map(async ([, write], i) => {
        const file = join(folder, `writer${i}.xlsx`);
        await writeFile(file, write());
        return file;
      }),
    );
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    await promisify(execFile)(office, [
      profile,
      "--headless",
      "--convert-to",
      "xlsx",
      "--outdir",
      join(folder, "out"),
      ...files,
    ]);
    for (const i of files.keys()) {
      const { status, report } = await reconcileFile(await readFile(join(folder, "out", `writer${i}.xlsx`)));
      expect(status).toBe(0);
      expect(verdicts(report)).toEqual(VERDICTS);
      expect(report?.period).toEqual({ start: "2026-05-01", end: "2026-06-01" });
    }
  });
});
