import { connect, EmbeddedHost } from "../../src/host";
import { reconcile, type Reconciliation } from "../../src/engine";
import { ExcelGateway, readWorkbook, writeReconciliation } from "../../src/workbook";

/** A workbook on the embedded host with the add-in's gateway to it. */
export interface OpenBook {
  readonly host: EmbeddedHost;
  readonly gateway: ExcelGateway;
}

export type Rows = readonly (readonly (string | number)[])[];

/** Makes a workbook whose sheets hold the given rows from A1 on. */
export async function openBook(sheets: Readonly<Record<string, Rows>>): Promise<OpenBook> {
  const host = EmbeddedHost.create();
  host.workbook.removeWorksheet(1);
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = host.workbook.addWorksheet(name);
    rows.forEach((row, r) => {
      row.forEach((value, c) => {
        if (value !== "") sheet.getCell(r + 1, c + 1).value = value;
      });
    });
  }
  return attach(host);
}

/** Saves a workbook and opens the file again. */
export async function reopen({ host }: OpenBook): Promise<OpenBook> {
  return attach(await EmbeddedHost.open(await host.save()));
}

async function attach(host: EmbeddedHost): Promise<OpenBook> {
  return { host, gateway: new ExcelGateway(await connect(host)) };
}

/** One whole run of the add-in on a workbook. */
export async function runOn({ gateway }: OpenBook, now = "2026-06-02T08:00:00Z"): Promise<Reconciliation> {
  const read = await readWorkbook(gateway);
  const reconciliation = reconcile(read.snapshot, { now });
  await writeReconciliation(gateway, read, reconciliation, { who: "Billing team" });
  return reconciliation;
}

/** Every non-blank cell of a workbook: value or formula, and number format. */
export function contentOf({ host }: OpenBook, without: readonly string[] = []): Record<string, string> {
  const content: Record<string, string> = {};
  for (const sheet of host.workbook.worksheets) {
    if (without.includes(sheet.name)) continue;
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        // A file stores a date as its serial number and the general format as none.
        const date = cell.value instanceof Date ? cell.value.getTime() / 86_400_000 + 25_569 : cell.value;
        const value = cell.formula ? `=${cell.formula}` : JSON.stringify(date);
        const format = (cell.numFmt as string | undefined) ?? "General";
        if (value !== "null") content[`${sheet.name}!${cell.address}`] = `${value} ${format}`;
      });
    });
  }
  return content;
}
