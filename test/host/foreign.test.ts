import { EmbeddedHost } from "../../src/host";
import { reconcileFile, verdicts } from "./foreign/run";
import { STORY } from "./foreign/story";
import { WRITERS } from "./foreign/writers";

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
