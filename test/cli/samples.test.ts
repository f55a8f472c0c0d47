import { link, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import JSZip from "jszip";
import { EmbeddedHost } from "../../src/host";
import { run } from "./rig";
import { REPORT, type Report } from "../../src/cli/report-schema";

interface Truth {
  readonly results: readonly {
    client: string;
    service: string;
    outcome: string;
    billed: number;
    expected: number | null;
    impact: number | null;
  }[];
  readonly unmapped: readonly string[];
  readonly rejectedRows: number;
}

const folder = () => mkdtemp(join(tmpdir(), "reconcile-"));
const SAMPLES = ["seats-38-42", "messy-month", "realistic-month"] as const;
/** The month with every rule has a stale and an empty source, which want a person: status 3. */
const STATUSES = [...SAMPLES.map((name) => [name, 0] as const), ["every-rule-month", 3] as const];
const sample = (name: string) => `assets/samples/${name}.xlsx`;

async function reportOf(name: string): Promise<Report> {
  const file = join(await folder(), "report.json");
  await run(sample(name), "--out", join(await folder(), "out.xlsx"), "--json", file);
  return REPORT.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Values, formulas, formats and widths of every cell, and the structures around them. */
async function pictureOf(bytes: Uint8Array): Promise<unknown> {
  const { workbook } = await EmbeddedHost.open(bytes);
  return {
    names: workbook.definedNames.model,
    sheets: workbook.worksheets.map((sheet) => {
      const model = sheet.model as unknown as Record<string, unknown>;
      const cells: unknown[] = [];
      sheet.eachRow((row) => {
        row.eachCell((cell) => cells.push([cell.address, cell.value, cell.style]));
      });
      return [
        sheet.name,
        sheet.state,
        model.cols,
        model.merges,
        model.autoFilter,
        model.views,
        model.conditionalFormattings,
        [...(model.tables as { name: string }[])].sort((a, b) => (a.name < b.name ? -1 : 1)),
        model.dataValidations,
        cells,
      ];
    }),
  };
}

describe("the command on the sample workbooks", () => {
  it.each(SAMPLES)("finds in %s exactly what was planted", async (name) => {
    const truth = JSON.parse(await readFile(`test/fixtures/samples/${name}.expected.json`, "utf8")) as Truth;
    const report = await reportOf(name);
    const found = report.results.map(
      ({ client, service, outcome, billedQuantity, expectedQuantity, impact }) => ({
        client,
        service,
        outcome,
        billed: billedQuantity,
        expected: expectedQuantity,
        impact,
      }),
    );
    const byKey = (a: { client: string; service: string }, b: { client: string; service: string }) =>
      `${a.client}|${a.service}` < `${b.client}|${b.service}` ? -1 : 1;
    expect(found.sort(byKey)).toEqual([...truth.results].sort(byKey));
    expect(report.unmapped.map((entry) => entry.name).sort()).toEqual([...truth.unmapped].sort());
    expect(report.rejected).toHaveLength(truth.rejectedRows);
    expect(report.complete).toBe(true);
  });

  it.each(STATUSES)("gives %s back when its annotations are removed", async (name, status) => {
    const out = join(await folder(), "out.xlsx");
    const cleaned = join(await folder(), "clean.xlsx");
    expect((await run(sample(name), "--out", out)).status).toBe(status);
    expect((await run(out, "--clean", "--out", cleaned)).status).toBe(0);
    expect(await pictureOf(await readFile(cleaned))).toEqual(await pictureOf(await readFile(sample(name))));
  });

  it.each(STATUSES)("shows live formulas that agree with the report in %s", async (name) => {
    const out = join(await folder(), "out.xlsx");
    await run(sample(name), "--out", out);
    const report = await reportOf(name);
    const host = await EmbeddedHost.open(await readFile(out));
    const byKey = new Map(report.results.map((result) => [result.key, result]));
    report.results.forEach((_, i) => {
      const cell = (column: string) => host.valueAt("Discrepancies", `${column}${i + 2}`);
      const result = byKey.get(String(cell("T")));
      expect([cell("D"), cell("F"), cell("I")]).toEqual([
        result?.billedQuantity,
        result?.difference ?? "",
        result?.impact ?? "",
      ]);
    });
  });

  it("opens in LibreOffice, with tables and values in place", async () => {
    const office = [
      "/usr/bin/soffice",
      "/usr/bin/libreoffice",
      "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ].find(existsSync);
    if (office === undefined) {
      console.log("LibreOffice is not installed: the conversion of the annotated workbook was not tried.");
      return;
    }
    const target = await folder();
    const out = join(target, "out.xlsx");
    await run(sample("seats-38-42"), "--out", out);
    const parts = await JSZip.loadAsync(await readFile(out));
    expect(
      Object.keys(parts.files).filter((path) => path.startsWith("xl/tables/")).length,
    ).toBeGreaterThanOrEqual(5);
    const convert = async (format: string): Promise<void> => {
      const args = [
        `-env:UserInstallation=file://${target}/profile`,
        "--headless",
        "--convert-to",
        format,
        "--outdir",
      ];
      await promisify(execFile)(office, [...args, join(target, "converted"), out]);
    };
    await convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1");
    const csv = await readFile(join(target, "converted", "out-Discrepancies.csv"), "utf8");
    expect(csv.split("\n")[1]).toContain(
      "Acme Dental,Microsoft 365 Business Premium,underbilled,38,42,4,22,USD,88,",
    );
    // What LibreOffice understood is what it writes back.
    await convert("xlsx");
    const host = await EmbeddedHost.open(await readFile(join(target, "converted", "out.xlsx")));
    const sheet = host.workbook.getWorksheet("Discrepancies");
    expect(sheet?.getCell("D2").formula).toContain("SUMIFS(");
    expect(sheet?.getCell("M2").dataValidation.formulae[0]).toContain("Follow up");
    expect(Object.keys((sheet as unknown as { tables: object }).tables)).toEqual(["tblDiscrepancies"]);
    expect(host.highlights("Invoice", "C2:C4")).toEqual(["#FFE2B8", null, null]);
    host.editCell("Invoice", "C2", 42);
    expect(host.highlights("Invoice", "C2:C4")).toEqual([null, null, null]);
  });
});

describe("bad input of the command", () => {
  async function file(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(await folder(), name);
    await writeFile(path, content);
    return path;
  }

  it.each([
    ["no file name", [], "Name one workbook"],
    ["an unknown option", ["a.xlsx", "--fast"], "Unknown option --fast"],
    ["a month that is none", ["a.xlsx", "--period", "2026-13"], "is not a month"],
    ["an option without its value", ["a.xlsx", "--out"], "--out needs a value"],
    ["a missing file", ["nowhere.xlsx"], "nowhere.xlsx cannot be read"],
    ["the input as output", [sample("seats-38-42"), "--out", sample("seats-38-42")], "never overwritten"],
  ])("answers %s with one line and status 2", async (_, args, message) => {
    const { status, printed, warned } = await run(...args);
    expect(status).toBe(2);
    expect(printed).toBe("");
    expect(warned).toContain(message);
    expect(warned.split("\n")).toHaveLength(1);
  });

  it.each([
    ["text", "Client,Service\n", "is not an Excel workbook"],
    ["an empty file", "", "The file is empty"],
    [
      "a password-protected file",
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      "protected with a password",
    ],
  ])("answers %s with one line and status 2", async (_, content, message) => {
    const { status, warned } = await run(await file("book.xlsx", content));
    expect(status).toBe(2);
    expect(warned).toContain(message);
    expect(warned.split("\n")).toHaveLength(1);
  });

  it.each([
    [
      "the report",
      (book: string) => [book, "--json", book, "--out", `${book}.out.xlsx`],
      "never overwritten",
    ],
    ["a symbolic link as output", (book: string) => [book, "--out", `${book}.symbolic`], "never overwritten"],
    ["a hard link as output", (book: string) => [book, "--out", `${book}.hard`], "never overwritten"],
    [
      "one file for both outputs",
      (book: string) => [book, "--out", `${book}.x`, "--json", `${book}.x`],
      "two different",
    ],
  ])("leaves the input alone when %s would overwrite a file of the run", async (_, args, message) => {
    const content = await readFile(sample("seats-38-42"));
    const book = await file("book.xlsx", content);
    await symlink(book, `${book}.symbolic`);
    await link(book, `${book}.hard`);
    const { status, warned } = await run(...args(book));
    expect(status).toBe(2);
    expect(warned).toContain(message);
    expect((await readFile(book)).equals(content)).toBe(true);
  });

  it("names the parts that would be lost and stops, unless that is allowed", async () => {
    const archive = await JSZip.loadAsync(await readFile(sample("seats-38-42")));
    archive.file("xl/charts/chart1.xml", "<c/>").file("xl/vbaProject.bin", "x");
    const book = await file("charts.xlsx", await archive.generateAsync({ type: "uint8array" }));
    const json = `${book}.json`;
    const refused = await run(book, "--json", json);
    expect(refused.status).toBe(4);
    expect(REPORT.parse(JSON.parse(await readFile(json, "utf8"))).results).not.toEqual([]);
    expect(refused.warned).toContain("1 chart, 1 macro project");
    expect(existsSync(book.replace(".xlsx", ".reconciled.xlsx"))).toBe(false);
    const allowed = await run(book, "--allow-loss");
    expect(allowed.status).toBe(0);
    expect(existsSync(book.replace(".xlsx", ".reconciled.xlsx"))).toBe(true);
  });

  it("says so when nothing falls into the period that was asked for", async () => {
    const out = join(await folder(), "out.xlsx");
    const { status, printed } = await run(sample("realistic-month"), "--out", out, "--period", "2019-01");
    expect(status).toBe(3);
    expect(printed).toContain("nothing falls into the period 2019-01-01 to before 2019-02-01");
    expect((await run(sample("realistic-month"), "--period", "0001-01")).warned).toContain("is not a month");
  });

  it("rejects every line of an invoice whose quantities are words, each with its cell", async () => {
    const host = await EmbeddedHost.open(await readFile(sample("seats-38-42")));
    for (const row of [2, 3, 4]) host.editCell("Invoice", `C${row}`, "a few");
    const book = await file("words.xlsx", await host.save());
    const { status, printed, warned } = await run(book, "--json", "-");
    expect(status).toBe(3);
    const report = REPORT.parse(JSON.parse(printed));
    const problems = [...report.rejected.map((entry) => entry.reason), warned].join("\n");
    expect(problems).toMatch(/quantity/);
    expect(report.results).toEqual([]);
    expect(report.complete).toBe(true);
  });

  it("reports one side alone with status 3, no results and no file", async () => {
    const host = EmbeddedHost.create();
    const sheet = host.workbook.worksheets[0];
    [
      ["Customer", "Product", "Assigned licenses"],
      ["Acme", "M365", 42],
    ].forEach((row, r) => {
      row.forEach((value, c) => {
        if (sheet !== undefined) sheet.getCell(r + 1, c + 1).value = value;
      });
    });
    const book = await file("usage.xlsx", await host.save());
    const { status, printed, warned } = await run(book, "--json", "-");
    expect(status).toBe(3);
    const report = REPORT.parse(JSON.parse(printed));
    expect(report.results).toEqual([]);
    expect(report.sources).toMatchObject([{ role: "usage", headerRow: 1, rows: { read: 1 } }]);
    expect(warned).toContain("no invoice was found");
    expect(existsSync(book.replace(".xlsx", ".reconciled.xlsx"))).toBe(false);
  });
});
