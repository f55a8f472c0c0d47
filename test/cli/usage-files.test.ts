import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { REPORT } from "../../src/cli/report-schema";
import { EmbeddedHost } from "../../src/host";
import { run } from "./rig";

const BOOK = "assets/samples/seats-38-42.xlsx";
const PRODUCT = "Microsoft 365 Business Premium";
const MORE = `Customer,Product,Quantity\nAcme Dental,${PRODUCT},2\nAcme Dental,${PRODUCT},1\n`;

/** A file of this name and content in a folder of its own. */
async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "usage-")), name);
  await writeFile(path, content);
  return path;
}

describe("the command with usage files", () => {
  it.each<[string, string | Uint8Array]>([
    ["Reseller portal.csv", MORE],
    ["Reseller portal.csv.gz", gzipSync(MORE)],
    [
      "Reseller portal.jsonl",
      [2, 1]
        .map((Quantity) => JSON.stringify({ Customer: "Acme Dental", Product: PRODUCT, Quantity }))
        .join("\n"),
    ],
  ])("counts the usage of %s beside that of the workbook", async (name, content) => {
    const usage = await file(name, content);
    const [json, out] = [`${usage}.json`, `${usage}.xlsx`];
    const { status, printed } = await run(BOOK, "--usage", usage, "--json", json, "--out", out);
    expect(status).toBe(0);
    expect(printed).toContain("Reseller portal: usage, 2 rows");
    const report = REPORT.parse(JSON.parse(await readFile(json, "utf8")));
    const acme = report.results.find(({ client }) => client === "Acme Dental");
    expect(acme).toMatchObject({
      outcome: "underbilled",
      billedQuantity: 38,
      expectedQuantity: 45,
      difference: 7,
    });
    const firstRow = name.endsWith("jsonl") ? 1 : 2;
    expect(acme?.evidence).toContainEqual({ sheet: name, rows: [firstRow, firstRow + 1] });
    expect(report.complete).toBe(true);
    const host = await EmbeddedHost.open(await readFile(out));
    expect(host.valueAt("Discrepancies", "F2")).toBe(7);
  });

  it.each<[string, string, string | null, RegExp]>([
    ["a file that is not there", "nowhere.csv", null, /nowhere\.csv cannot be read/],
    ["a format that it does not read", "usage.xls", "PK", /no usage file that can be read/],
    ["half a Parquet file", "usage.parquet", "PAR1", /is no Parquet file, or only a part of one/],
    ["a file without usage", "usage.csv", "hello\n", /shows no usage/],
    ["a file called like a sheet", "Invoice.csv", MORE, /Two sources are called "Invoice"/],
  ])("answers %s with one line and status 2", async (_, name, content, message) => {
    const usage = content === null ? name : await file(name, content);
    const { status, warned } = await run(BOOK, "--usage", usage, "--out", `${await file("x", "")}.xlsx`);
    expect(status).toBe(2);
    expect(warned).toMatch(message);
    expect(warned.split("\n")).toHaveLength(1);
  });

  it("never writes over a usage file", async () => {
    const usage = await file("usage.csv", MORE);
    const { status, warned } = await run(BOOK, "--usage", usage, "--json", usage);
    expect([status, warned]).toEqual([2, expect.stringContaining("never overwritten")]);
    expect(await readFile(usage, "utf8")).toBe(MORE);
  });
});
