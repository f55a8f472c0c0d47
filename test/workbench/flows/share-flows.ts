import { readFileSync } from "node:fs";
import {
  button,
  choose,
  linesOf,
  openPage,
  reconcile,
  sheetNames,
  tab,
  valueAt,
  violations,
  waitForValue,
  type Bench,
} from "../bench";
import { ACME, BOLT, MONTH, RESULTS } from "./month";

const M365 = "Microsoft 365 Business Premium";

/** Handing results on, and taking away everything that was written. */
export function shareFlows(benchOf: () => Bench | null): void {
  it("writes the change list as a sheet and as a CSV file, with the agreement of each line", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    for (const [name, reason] of [
      [ACME, ""],
      [BOLT, "agreed"],
    ] as const) {
      await choose(page, name);
      await page.getByRole("combobox", { name: "Decision" }).selectOption("Update invoice");
      await page.getByLabel("Reason").fill(reason);
      await button(page, "Save decision").click();
      await button(page, "Back to the list").click();
    }
    // One of the two is changed in the workbook too: the PSA still has to hear of it.
    await choose(page, ACME);
    await button(page, "Change row 2 from 38 to 42").click();
    await waitForValue(page, "Invoice", "D2", 42);
    await button(page, "Back to the list").click();
    await page.getByText("Share", { exact: true }).click();
    await page.getByText("Invoice lines to change in the PSA: 2.").waitFor();
    expect(await violations(page)).toEqual([]);
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Change list as CSV" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("change-list-2026-05-01.csv");
    const csv = readFileSync(await download.path(), "utf8");
    const [header, ...lines] = csv.replace(/^\uFEFF/, "").split("\r\n");
    expect(csv.startsWith("\uFEFF")).toBe(true);
    expect(header).toBe(
      "Client,Agreement,Service,Invoice line,Old quantity,New quantity,Unit price,Currency,Effective date,Reason,Decision",
    );
    expect(lines.sort()).toEqual([
      "",
      expect.stringMatching(
        new RegExp(`^Acme Dental,AGR-1,${M365},Invoice!D2,38,42,22,,2026-05-01,.*,Update invoice$`),
      ),
      expect.stringMatching(
        /^Bolt Tools,AGR-2,Endpoint Backup,Invoice!D3,12,10,4,,2026-05-01,.*,Update invoice$/,
      ),
    ]);
    await button(page, "Change list as a sheet").click();
    await page.getByText("Written: sheet Change list.").waitFor();
    expect(await linesOf(page, "Change list")).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`Acme Dental | AGR-1 | ${M365} | Invoice!D2 | 38 | 42 | 22`),
        expect.stringContaining("Bolt Tools | AGR-2 | Endpoint Backup | Invoice!D3 | 12 | 10 | 4"),
      ]),
    );
    await page.close();
  });

  it("writes the evidence of the listed results, of one result, and the page of a client", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    await reconcile(page, RESULTS);
    await page.getByRole("searchbox").fill("endpoint");
    await page.getByText("Share", { exact: true }).click();
    await button(page, "Evidence of the 1 listed results as a sheet").click();
    await page.getByText("Written: sheet Evidence.").waitFor();
    const listed = (await linesOf(page, "Evidence")).join("\n");
    expect(listed).toContain("Bolt Tools");
    expect(listed).toContain("Licences!A3");
    expect(listed).not.toContain("Acme Dental");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("checkbox", { name: /^Choose Cedar Law/ }).check();
    await page.getByRole("checkbox", { name: /^Choose Bolt Tools/ }).check();
    await button(page, "Evidence of the 2 chosen results as a sheet").click();
    await page.getByText("Written: sheet Evidence.").waitFor();
    const chosen = (await linesOf(page, "Evidence")).join("\n");
    expect(chosen).toContain("Cedar Law");
    expect(chosen).not.toContain("Acme Dental");
    await choose(page, ACME);
    await page.getByText("Share", { exact: true }).click();
    await button(page, "Evidence of this result as a sheet").click();
    await page.getByText("Written: sheet Evidence.").waitFor();
    expect((await linesOf(page, "Evidence")).join("\n")).not.toContain("Bolt Tools");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Client" }).selectOption("Bolt Tools");
    await button(page, "Page of this client").click();
    await page.getByText("Written: sheet Client Summary.").waitFor();
    const client = (await linesOf(page, "Client Summary")).join("\n");
    expect(client).toMatch(/Bolt Tools/);
    expect(client).toMatch(/Endpoint Backup/);
    expect(client).not.toContain("Acme Dental");
    await page.close();
  });

  it("takes away everything that it wrote, shared sheets too, and leaves the person's cells", async () => {
    const bench = benchOf();
    if (bench === null) return;
    const page = await openPage(bench, MONTH);
    const invoice = await linesOf(page, "Invoice");
    await reconcile(page, RESULTS);
    await page.getByText("Share", { exact: true }).click();
    await button(page, "Evidence of the 3 listed results as a sheet").click();
    await page.getByText("Written: sheet Evidence.").waitFor();
    await button(page, "Page of this client").click();
    await page.getByText("Written: sheet Client Summary.").waitFor();
    expect(await sheetNames(page)).toEqual(expect.arrayContaining(["Evidence", "Client Summary", "Rules"]));
    await tab(page, "History").click();
    await button(page, "Remove annotations").click();
    await button(page, "Reconcile").waitFor();
    expect(await sheetNames(page)).toEqual(["Invoice", "Licences"]);
    expect(await linesOf(page, "Invoice")).toEqual(invoice);
    expect(await violations(page)).toEqual([]);
    // The way back is open: the month can be reconciled again.
    await button(page, "Reconcile").click();
    await page.getByText(`Done: ${RESULTS} results.`).waitFor();
    expect(await valueAt(page, "Discrepancies", "A2")).toBe("Acme Dental");
    await page.close();
  });
}
