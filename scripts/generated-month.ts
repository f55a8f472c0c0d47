import type { EmbeddedHost } from "../src/host";

const SERVICES = ["Microsoft 365 Business Premium", "Endpoint Backup", "Managed Antivirus", "Email Archive"];

/** Columns of the usage sheet of a month: the first three matter, and the fourth has a meaning. */
const USAGE_HEADERS = ["Customer", "Product", "Assigned licenses", "Subscription", "Region", "Remarks"];

/**
 * Fills a workbook with a month: an invoice of so many lines and a usage sheet of so many rows with columns that do not
 * matter beside those that do. One line in ten differs from usage.
 * @param width Columns of the usage sheet, at least six; every further one holds numbers or short texts that do not matter.
 */
export function fillMonth(
  host: EmbeddedHost,
  usageRows: number,
  lines: number,
  width = USAGE_HEADERS.length,
): void {
  const more = Array.from({ length: width - USAGE_HEADERS.length }, (_, i) => i);
  const { workbook } = host;
  workbook.removeWorksheet(1);
  const invoice = workbook.addWorksheet("Invoice");
  const usage = workbook.addWorksheet("Licences");
  invoice.addRow(["Client", "Service", "Quantity", "Unit price", "Amount"]);
  usage.addRow([...USAGE_HEADERS, ...more.map((i) => `Note ${i + 1}`)]);
  const rowsPerLine = Math.max(1, Math.floor(usageRows / lines));
  for (let line = 0; line < lines; line += 1) {
    const client = `Client ${String(Math.floor(line / SERVICES.length)).padStart(5, "0")} Ltd`;
    const service = SERVICES[line % SERVICES.length] ?? "";
    const quantity = rowsPerLine * 3 + (line % 10 === 0 ? 2 : 0);
    invoice.addRow([client, service, quantity, 10 + (line % 7), quantity * (10 + (line % 7))]);
    for (let row = 0; row < rowsPerLine; row += 1)
      usage.addRow([
        client,
        service,
        3,
        `sub-${line}-${row}`,
        "West Europe",
        "renewed without changes",
        ...more.map((i) => (i % 2 === 0 ? `ring ${(row + i) % 8}` : line % (i + 7))),
      ]);
  }
}
