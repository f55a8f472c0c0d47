import type { Rows } from "../../workbook/book";

const M365 = "Microsoft 365 Business Premium";
const HEADERS = ["Client", "Agreement", "Service", "Quantity", "Unit price", "Period start", "Period end"];

/** The invoice and the usage of a month of four clients, with one of each kind of difference. */
export const INVOICE: Rows = [
  HEADERS,
  ["Acme Dental", "AGR-1", M365, 38, 22, "2026-05-01", "2026-05-31"],
  ["Bolt Tools", "AGR-2", "Endpoint Backup", 12, 4, "2026-05-01", "2026-05-31"],
  ["Cedar Law", "AGR-3", M365, 7, 22, "2026-05-01", "2026-05-31"],
  ["Delta Logistics", "AGR-4", "Endpoint Backup", 5, 4, "2026-05-01", "2026-05-31"],
];

export const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", M365, 42],
  ["Bolt Tools", "Endpoint Backup", 10],
  ["Cedar Law", M365, 9],
  ["Delta Logistics", "Endpoint Backup", 5],
];

/** Acme is underbilled by 4, Cedar by 2, Bolt overbilled by 2, Delta matched. */
export const MONTH = { Invoice: INVOICE, Licences: USAGE };
export const RESULTS = 4;

export const ACME = /^Acme Dental · Microsoft 365/;
export const BOLT = /^Bolt Tools · Endpoint/;
export const CEDAR = /^Cedar Law · Microsoft 365/;
