import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedHost } from "../../src/host";
import { run } from "./rig";

const SAMPLE = "assets/samples/seats-38-42.xlsx";

describe("the change list of the command", () => {
  it("holds what was decided in the annotated workbook, as CSV", async () => {
    const folder = await mkdtemp(join(tmpdir(), "changes-"));
    const [first, decided, second] = ["first", "decided", "second"].map((name) =>
      join(folder, `${name}.xlsx`),
    );
    const changes = join(folder, "changes.csv");
    await run(SAMPLE, "--out", String(first));
    const host = await EmbeddedHost.open(await readFile(String(first)));
    const row = [2, 3, 4, 5].find((at) => host.valueAt("Discrepancies", `C${at}`) === "underbilled");
    host.editCell("Discrepancies", `M${String(row)}`, "Update invoice");
    await writeFile(String(decided), await host.save());
    const { status, printed } = await run(String(decided), "--out", String(second), "--changes", changes);
    expect(status).toBe(0);
    expect(printed).toContain("Invoice lines to change: 1.");
    const [header, change, ...rest] = (await readFile(changes, "utf8")).split("\r\n");
    expect(header).toMatch(/^\uFEFFClient,Agreement,Service,/);
    expect(change).toContain(",38,42,");
    expect(rest).toEqual([""]);
  });

  it("is a header alone where nothing is decided", async () => {
    const changes = join(await mkdtemp(join(tmpdir(), "changes-")), "changes.csv");
    await run(SAMPLE, "--out", `${changes}.xlsx`, "--changes", changes);
    expect((await readFile(changes, "utf8")).split("\r\n")).toHaveLength(2);
  });

  it("never overwrites the input or another file of the run", async () => {
    expect(await run(SAMPLE, "--changes", SAMPLE)).toMatchObject({
      status: 2,
      warned: expect.stringContaining("never overwritten") as string,
    });
    expect(await run(SAMPLE, "--json", "x.json", "--changes", "x.json")).toMatchObject({
      status: 2,
      warned: expect.stringContaining("named by --json and by --changes") as string,
    });
  });
});
