import type { CellValue, SheetGrid } from "../../src/engine/records";

const SERVICES = [
  ["Microsoft 365 Business Premium", 22],
  ["Endpoint Protection", 4.5],
  ["Cloud Backup", 12],
] as const;
const CLIENTS = ["Northwind Traders", "Adatum Corporation", "Contoso Ltd", "Fabrikam Inc", "Litware Health"];

/** A workbook with one invoice sheet and one usage sheet; some quantities differ, and one client is spelled otherwise. */
export function sampleSheets(): readonly SheetGrid[] {
  const invoice: CellValue[][] = [["Client", "Service", "Quantity", "Unit Price", "Currency"]];
  const usage: CellValue[][] = [["Customer", "Product", "Assigned Licenses"]];
  for (const [at, client] of CLIENTS.entries()) {
    for (const [nth, [service, price]] of SERVICES.entries()) {
      const billed = 12 + at * 7 + nth * 3;
      const used = billed + ((at + nth) % 3 === 0 ? at - nth + 2 : 0);
      invoice.push([client, service, billed, price, "USD"]);
      usage.push([client === "Contoso Ltd" ? "Contoso Europe" : client, service, used]);
    }
  }
  return [sheet("Invoice", invoice), sheet("Usage", usage)];
}

/** A workbook whose every line differs from its usage: what a long list is measured with. */
export function longSheets(count: number): readonly SheetGrid[] {
  const rows = Array.from({ length: count }, (_, i) => ({
    client: `Client ${String(Math.floor(i / 10) + 1).padStart(5, "0")}`,
    service: `Service ${(i % 10) + 1}`,
    billed: 10 + (i % 37),
  }));
  return [
    sheet("Invoice", [
      ["Client", "Service", "Quantity", "Unit Price", "Currency"],
      ...rows.map(({ client, service, billed }) => [client, service, billed, 5, "USD"]),
    ]),
    sheet("Usage", [
      ["Customer", "Product", "Assigned Licenses"],
      ...rows.map(({ client, service, billed }, i) => [
        client,
        service,
        billed + (i % 2 === 0 ? 1 + (i % 5) : -1),
      ]),
    ]),
  ];
}

function sheet(name: string, values: readonly (readonly CellValue[])[]): SheetGrid {
  const width = values[0]?.length ?? 0;
  return {
    name,
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn: width - 1 },
    values,
    formats: values.map((row) => row.map(() => "General")),
    tables: [],
    merges: [],
    isHidden: false,
  };
}
