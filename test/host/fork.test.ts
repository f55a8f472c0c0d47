import { readFile } from "node:fs/promises";
import JSZip from "jszip";
import { connect, EmbeddedHost } from "../../src/host";
import { ExcelGateway } from "../../src/workbook";
import { openBook, runOn } from "../workbook/book";

/** The parts of a saved workbook, without the times that its archive notes. */
async function partsOf(host: EmbeddedHost): Promise<Record<string, string>> {
  const { files } = await JSZip.loadAsync(await host.save());
  const texts = Object.values(files).map(async (file) => [file.name, await file.async("string")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

describe("a forked host", () => {
  it("holds the document as it stands, whole", async () => {
    const bytes = new Uint8Array(await readFile("assets/samples/every-rule-month.xlsx"));
    const host = await EmbeddedHost.open(bytes);
    await runOn({ host, gateway: new ExcelGateway(await connect(host)) });
    const parts = await partsOf(host);
    expect(await partsOf(host.fork())).toEqual(parts);
  });

  it("goes its own way, and leaves the other as it was", async () => {
    const open = await openBook({ Notes: [["before", 1]] });
    const fork = open.host.fork();
    fork.editCell("Notes", "A1", "after");
    fork.renameSheet("Notes", "Remarks");
    open.host.editCell("Notes", "B1", 2);
    expect([fork.valueAt("Remarks", "A1"), fork.valueAt("Remarks", "B1")]).toEqual(["after", 1]);
    expect([open.host.valueAt("Notes", "A1"), open.host.valueAt("Notes", "B1")]).toEqual(["before", 2]);
  });

  it("knows the ranges and formats that the client holds on to, as its own", async () => {
    const open = await openBook({ Notes: [["before"]] });
    let answering = open.host;
    const run = await connect({ onEvent: null, answer: (body) => answering.answer(body) });
    await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Notes").getRange("A1").load("values");
      const format = range.conditionalFormats.add(Excel.ConditionalFormatType.custom);
      format.load("id");
      await context.sync();
      answering = open.host.fork();
      range.values = [["after"]];
      range.conditionalFormats.getItem(format.id).delete();
      await context.sync();
    });
    expect(answering.valueAt("Notes", "A1")).toBe("after");
    expect(open.host.valueAt("Notes", "A1")).toBe("before");
    const formatsOf = ({ workbook }: EmbeddedHost): unknown =>
      (workbook.getWorksheet("Notes") as unknown as { conditionalFormattings: unknown[] })
        .conditionalFormattings.length;
    expect([formatsOf(answering), formatsOf(open.host)]).toEqual([0, 1]);
  });
});
