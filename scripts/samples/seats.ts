import type ExcelJS from "@zurmokeeper/exceljs";
import { impactOf, type Truth } from "./truth";
import { addSheet, newBook, serial } from "./workbook";

const SERVICE = "Microsoft 365 Business Premium";
const PRICE_CENTS = 2200;
const CLIENTS = [
  ["Acme Dental", 38, 42],
  ["Bolt & Sons", 12, 12],
  ["Café Nord", 7, 7],
] as const;

/** The smallest example: 38 seats billed, 42 used. */
export function seats(): { book: ExcelJS.Workbook; truth: Truth } {
  const book = newBook();
  const price = PRICE_CENTS / 100;
  addSheet(
    book,
    "Invoice",
    [
      { header: "Client", width: 22 },
      { header: "Service", width: 34 },
      { header: "Quantity", width: 11 },
      { header: "Unit price", width: 12, format: "#,##0.00" },
      { header: "Amount", width: 12, format: "#,##0.00" },
      { header: "Currency", width: 10 },
      { header: "Period start", width: 13, format: "yyyy-mm-dd" },
      { header: "Period end", width: 13, format: "yyyy-mm-dd" },
    ],
    CLIENTS.map(([client, billed]) => [
      client,
      SERVICE,
      billed,
      price,
      (billed * PRICE_CENTS) / 100,
      "USD",
      serial("2026-05-01"),
      serial("2026-05-31"),
    ]),
  );
  addSheet(
    book,
    "M365 Licences",
    [
      { header: "Customer", width: 22 },
      { header: "Product", width: 34 },
      { header: "Assigned licenses", width: 18 },
    ],
    CLIENTS.map(([client, , used]) => [client, SERVICE, used]),
  );
  return {
    book,
    truth: {
      unmapped: [],
      rejectedRows: 0,
      results: CLIENTS.map(([client, billed, used]) => ({
        client,
        service: SERVICE,
        outcome: used > billed ? "underbilled" : "matched",
        billed,
        expected: used,
        impact: impactOf(used - billed, PRICE_CENTS),
      })),
    },
  };
}
