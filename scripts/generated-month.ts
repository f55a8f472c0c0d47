import type { EmbeddedHost } from "../src/host";

const SERVICES = ["Microsoft 365 Business Premium", "Endpoint Backup", "Managed Antivirus", "Email Archive"];

/**
 * Fills a workbook with a month: an invoice of so many lines and a usage sheet of so many rows with columns that do not
 * matter beside those that do. One line in ten differs from usage.
 */
export function fillMonth(host: EmbeddedHost, usageRows: number, lines: number): void {
  const { workbook } = host;
  workbook.removeWorksheet(1);
  const invoice = workbook.addWorksheet("Invoice");
  const usage = workbook.addWorksheet("Licences");
  invoice.addRow(["Client", "Service", "Quantity", "Unit price", "Amount"]);
  usage.addRow(["Customer", "Product", "Assigned licenses", "Subscription", "Region", "Remarks"]);
  const rowsPerLine = Math.max(1, Math.floor(usageRows / lines));
  for (let line = 0; line < lines; line += 1) {
    const client = `Client ${String(Math.floor(line / SERVICES.length)).padStart(5, "0")} Ltd`;
    const service = SERVICES[line % SERVICES.length] ?? "";
    const quantity = rowsPerLine * 3 + (line % 10 === 0 ? 2 : 0);
    invoice.addRow([client, service, quantity, 10 + (line % 7), quantity * (10 + (line % 7))]);
    for (let row = 0; row < rowsPerLine; row += 1)
      usage.addRow([client, service, 3, `sub-${line}-${row}`, "West Europe", "renewed without changes"]);
  }
}
