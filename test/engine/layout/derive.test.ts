import { extractRecords, recogniseSources } from "../../../src/engine/layout";
import type { CellValue, Field, SourceLayout } from "../../../src/engine";
import { sheetOf } from "./grid";

function layoutOf(name: string, rows: readonly (readonly CellValue[])[]): SourceLayout {
  const [layout] = recogniseSources([sheetOf(name, rows)]);
  if (layout === undefined) throw new Error("nothing was recognised");
  return layout;
}

const headerOf = ({ columns, headers }: SourceLayout, field: Field): string | undefined =>
  headers.get(columns[field] ?? -1);

describe("columns that header words alone do not give", () => {
  it("takes a cost that is quantity × price for the amount, and one that is not for our cost", () => {
    const rows = (cost: number): (string | number)[][] => [
      ["Client", "Service", "Quantity", "Price", "Cost"],
      ["Acme", "Backup", 2, 10, cost],
      ["Bolt", "Backup", 3, 10, cost + 10],
    ];
    expect(headerOf(layoutOf("Invoice", rows(20)), "amount")).toBe("Cost");
    const margin = layoutOf("Invoice", rows(14));
    expect([headerOf(margin, "amount"), headerOf(margin, "cost")]).toEqual([undefined, "Cost"]);
  });

  it("takes the quantities of the latest month of a sheet with a column per month", () => {
    const layout = layoutOf("Seats billed", [
      ["Customer Name", "Service", "Aug-26", "Sep-26", "Sep-26 Amount"],
      ["Acme", "Staffing", 2, 3, 9000],
      ["Bolt", "Staffing", 1, 1, 2900],
    ]);
    expect([layout.role, headerOf(layout, "quantity"), headerOf(layout, "amount")]).toEqual([
      "billed",
      "Sep-26",
      "Sep-26 Amount",
    ]);
  });

  it("reads a whole period from one column, and the only date of an invoice line as its period", () => {
    const span = layoutOf("Invoice", [
      ["Client", "Product name", "Interval", "Quantity", "Price per unit"],
      ["Acme", "M365", "01.12.2024 - 01.01.2025", 10, 10.5],
    ]);
    expect([headerOf(span, "periodStart"), headerOf(span, "periodEnd")]).toEqual(["Interval", "Interval"]);
    const single = layoutOf("Invoice", [
      ["Client", "Service", "Date", "Quantity", "Price"],
      ["Acme", "M365", "2026-05-01", 10, 10.5],
    ]);
    expect([headerOf(single, "periodStart"), headerOf(single, "date")]).toEqual(["Date", undefined]);
  });

  it("takes letters and digits with a hyphen for codes, not for amounts of a currency", () => {
    const layout = layoutOf("Seats", [
      ["Client", "Plan", "Seats"],
      ["Acme", "EDR-24", 2],
      ["Bolt", "ARC-10", 3],
    ]);
    expect([headerOf(layout, "product"), headerOf(layout, "quantity")]).toEqual(["Plan", "Seats"]);
  });

  it("takes no quantity from a column whose header shows a currency", () => {
    const layout = layoutOf("Consumption", [
      ["Client", "Service", "Servers ($)", "Servers"],
      ["Acme", "Hosting", 80, 2],
      ["Bolt", "Hosting", 120, 3],
    ]);
    expect(headerOf(layout, "quantity")).toBe("Servers");
  });

  it("leaves out the column that the others of a crosstab add up to, whatever it is called", () => {
    const layout = layoutOf("Editions", [
      ["Client", "Starter", "Enterprise", "All editions"],
      ["Acme", 2, 40, 42],
      ["Bolt", 0, 18, 18],
      ["Cobalt", 5, 1, 6],
    ]);
    expect(layout.crosstab).toEqual({ axis: "product", columns: [1, 2] });
  });

  it("keeps the last column of a crosstab that only now and then holds what the others add up to", () => {
    const layout = layoutOf("Editions", [
      ["Client", "Starter", "Enterprise", "Kiosk"],
      ["Acme", 2, 40, 42],
      ["Bolt", 3, 18, 7],
      ["Cobalt", 5, 1, 6],
    ]);
    expect(layout.crosstab).toEqual({ axis: "product", columns: [1, 2, 3] });
  });

  it("counts rows of hosts beside a number of something else, but not where each client has one row", () => {
    const rows = (last: string): (string | number)[][] => [
      ["Client", "Host name", "Device type", "Crit count"],
      ["Acme", "AC-1", "Server", 2],
      ["Bolt", "BO-1", "Server", 0],
      [last, "BO-2", "Laptop", 1],
    ];
    const list = layoutOf("Assets", rows("Bolt"));
    expect([list.countsRows, headerOf(list, "quantity")]).toEqual([true, undefined]);
    const single = layoutOf("Assets", rows("Cobalt"));
    expect([single.countsRows, headerOf(single, "quantity")]).toEqual([false, "Crit count"]);
  });

  it("takes what describes a code for the product, and the code itself where nothing does", () => {
    const described = layoutOf("Invoice", [
      ["Client", "SKU", "Wording", "Quantity", "Unit price"],
      ["Acme", "EDR-24", "Detection and response", 2, 10],
      ["Bolt", "ARC-10", "Mail archive", 3, 10],
    ]);
    expect([headerOf(described, "sku"), headerOf(described, "product")]).toEqual(["SKU", "Wording"]);
    const bare = layoutOf("Invoice", [
      ["Client", "SKU", "Quantity", "Unit price"],
      ["Acme", "EDR-24", 2, 10],
      ["Bolt", "ARC-10", 3, 10],
    ]);
    expect(headerOf(bare, "product")).toBe("SKU");
  });

  it("reads headers whose words a database glues, and those that name the table in front", () => {
    const glued = layoutOf("Lines", [
      ["tenantname", "partnumber", "productname", "unitprice", "quantity", "fromdate", "todate"],
      ["Acme", "DM-1", "Essential user", 1.25, 2, "2026-09-01", "2026-09-30"],
      ["Bolt", "DM-2", "Supervisor", 15, 1, "2026-09-01", "2026-09-30"],
    ]);
    const fields = ["client", "sku", "product", "unitPrice", "quantity", "periodStart", "periodEnd"] as const;
    expect(fields.map((field) => headerOf(glued, field))).toEqual([
      "tenantname",
      "partnumber",
      "productname",
      "unitprice",
      "quantity",
      "fromdate",
      "todate",
    ]);
    const prefixed = layoutOf("Lines", [
      ["Customer", "Invoice Date", "Line Item Date From", "Line Item Description", "Line Item Quantity"],
      ["Acme", "2026-10-01", "2026-09-01", "Essential user", 2],
      ["Bolt", "2026-10-01", "2026-09-01", "Supervisor", 1],
    ]);
    expect(headerOf(prefixed, "periodStart")).toBe("Line Item Date From");
  });

  it("takes the role of a device for what it is, and that of a person for nothing", () => {
    const rows = (role: string): string[][] => [
      ["Company", "Full name", "Email", role],
      ["Acme", "Ada Brook", "ada@acme.example", "Owner"],
      ["Bolt", "Dee Eklund", "dee@bolt.example", "Finance"],
      ["Bolt", "Ed Moss", "ed@bolt.example", "Finance"],
    ];
    expect(["Role", "Job role"].map((role) => layoutOf("People", rows(role)).role)).toEqual([
      "other",
      "other",
    ]);
    expect(headerOf(layoutOf("Nodes", rows("Endpoint role")), "product")).toBe("Endpoint role");
  });

  it("reads a block that is headed by its product: clients below it, quantities beside them", () => {
    const rows = [
      ["Nimbus Desktop", "Quantity"],
      ["Acme Dental", 18],
      ["Bolt Ltd", 6],
    ];
    const layout = layoutOf("Desktops", rows);
    const { usage } = extractRecords(sheetOf("Desktops", rows), layout);
    expect(usage.map((it) => [it.client, it.product, it.quantity?.toString()])).toEqual([
      ["Acme Dental", "Nimbus Desktop", "18"],
      ["Bolt Ltd", "Nimbus Desktop", "6"],
    ]);
  });

  it("tells daily rated usage from an invoice by whether an invoice bills it", () => {
    const rows = (invoice: string): (string | number)[][] => [
      ["Customer", "Product", "Invoice number", "Usage date", "Quantity", "Unit price", "Amount"],
      ["Acme", "VM", invoice, "2026-05-01", 24, 0.1, 2.4],
      ["Acme", "VM", invoice, "2026-05-02", 24, 0.1, 2.4],
    ];
    expect(layoutOf("Sheet1", rows("")).role).toBe("usage");
    expect(layoutOf("Sheet1", rows("INV-7")).role).toBe("billed");
  });

  it("only lists a summary that names neither client nor service", () => {
    const layout = layoutOf("Summary", [
      ["Seats", "Revenue"],
      [129, 361_108],
      [4, 15_000],
    ]);
    expect([layout.role, layout.reasons]).toEqual(["other", ["it names no client and no service"]]);
  });
});
