import { serial, type Cell } from "./workbook";

/** One line of the invoice; a service without dates of its own is billed for the whole of June. */
interface Line {
  readonly client: string;
  readonly service: string;
  readonly quantity: number;
  readonly price: number;
  /** Left out = quantity × price. */
  readonly amount?: number;
  readonly currency?: string;
  readonly agreement?: string;
  readonly status?: string;
  /** First and last day; `null` = the line names none. */
  readonly days?: readonly [string, string] | null;
}

const PREMIUM = "Microsoft 365 Business Premium";
const E1 = "Office 365 E1";
const JUNE = ["2026-06-01", "2026-06-30"] as const;

function line(
  client: string,
  service: string,
  quantity: number,
  price: number,
  more: Partial<Line> = {},
): Line {
  return { client, service, quantity, price, ...more };
}

/** The lines by client, as they stand on the invoice. */
const LINES: readonly (readonly Line[])[] = [
  [
    line("Alder Dental", PREMIUM, 20, 22),
    line("ALDER DENTAL, LLC", PREMIUM, 22, 22),
    line("Alder Dental", "Managed Backup", 5, 12),
    line("Alder Dental", "Microsoft 365 Apps", 10, 20.9),
    line("Alder Dental", "Spam Filter", 6, 2),
    line("Alder Dental", "Helpdesk Retainer", 1, 350),
  ],
  [
    line("Birch Logistics", "Defender for Business", 1, 4),
    line("Birch Logistics", "Defender for Business", 1, 4, { amount: -4 }),
    line("Birch Logistics", "Defender for Business", 2, 4),
    line("Birch Logistics", "Managed Backup", 195, 1),
    line("Birch Logistics", "Endpoint Plan daily", 10, 4),
    line("Birch Logistics", "Managed Workstation", 20, 45),
    line("Birch Logistics", "CRM Seats", 2, 30),
  ],
  [
    line("Cedar Architects", "Exchange Online Plan 1", 10, 4),
    line("Cedar Architects", "Exchange Online Plan 1", 2, 4, {
      amount: 7.74,
      days: ["2026-06-02", "2026-06-30"],
    }),
    line("Cedar Architects", "Email Security", 8, 2.5),
    line("Cedar Architects", "Endpoint Plan peak", 10, 4),
    line("Cedar Architects", "Dedicated Server", 1, 2640, { days: ["2026-01-01", "2026-12-31"] }),
    line("Cedar Architects", "Managed Firewall", 30, 6),
    line("Cedar Architects", "Managed Firewall", 12, 6),
  ],
  [
    line("Dune Foods", "Azure Reserved VM", 5, 30, { days: ["2026-05-15", "2026-06-14"] }),
    line("Dune Foods", "Azure Reserved VM", 6, 30, { days: ["2026-06-15", "2026-07-14"] }),
    line("Dune Foods", "Email Security", 18, 2.5),
    line("Dune Foods", "Archive Storage 100 GB", 11, 5),
    line("Dune Foods", "Onboarding", 39, 5000),
  ],
  [
    line("Elm Legal", "Microsoft 365 E3", 42, 22),
    line("Elm Legal", "Archive Storage 100 GiB", 11, 5),
    line("Elm Legal", "Conference Rooms", 10, 6, { amount: 30, days: ["2026-06-01", "2026-06-15"] }),
    line("Elm Legal", "Conference Rooms", 12, 6, { amount: 36, days: ["2026-06-16", "2026-06-30"] }),
    line("Elm Legal", "Fax Line", 1, 15, { status: "Cancelled", days: null }),
    line("Elm Legal", "Web Filter", 9, 1.5),
  ],
  [
    line("Fjord Shipping", PREMIUM, 10, 20, { currency: "EUR" }),
    line("Fjord Shipping", "EDR", 20, 25, { currency: "EUR", agreement: "FS-Oslo" }),
    line("Fjord Shipping", "EDR", 20, 27, { agreement: "FS-Boston" }),
  ],
  [
    line("Grove Holding", "EDR", 20, 5.25),
    line("Grove Holding", "Spam Filter", 20, 2, { agreement: "GH-US" }),
    line("Grove Holding", "Spam Filter", 20, 2.7, { currency: "CAD", agreement: "GH-CA" }),
    line("Grove Holding", "Metered Bandwidth", 7, 3, { days: ["2026-05-26", "2026-06-25"] }),
    line("Grove Holding", "Service Desk Users", 4, 15),
  ],
  [
    line("Hazel Clinics", PREMIUM, 42, 22),
    line("Hazel Clinics", "Virtual Desktop", 30, 40),
    line("Hazel Clinics", "Virtual Desktop", 6, 40, { days: ["2026-05-01", "2026-05-31"] }),
  ],
  [
    line("Iris Retail North", E1, 70, 8),
    line("Iris Retail South", E1, 29, 8),
    line("Iris Retail West", E1, 20, 8),
  ],
  [
    line("Juniper Schools", PREMIUM, 42, 22),
    line("Juniper Schools", "Managed Wi-Fi", 25, 7, { agreement: "JS-1" }),
    line("Juniper Schools", "Managed Wi-Fi", 17, 7, { agreement: "JS-2" }),
    line("Juniper Schools", "Kiosk Mailboxes", 2, 8),
  ],
  [
    line("Kelp Media", "Power BI Pro", 42, 10),
    line("Kelp Media", "Virtual Desktop", 28, 40),
    line("Kelp Media", "Web Hosting", 3, 18, { days: ["2026-06-25", "2026-07-24"] }),
    line("Kelp Media", "Spam Filter", 40, 2),
    line("Kelp Media", "Spam Filter", -2, 2),
    line("Kelp Media", "Cloud Phones", 8, 14),
  ],
  [
    line("Larch Engineering", "Visio Plan 2", 42, 15),
    line("Larch Engineering", "Microsoft 365 Business Basic", 150, 6),
    line("Larch Engineering", "RMM Agent", 20, 4),
    line("Larch Engineering", "Patch Management", 5, 0),
    line("Larch Engineering", "Compute Hours", 10.1, 1.15),
    line("Larch Engineering", "Compute Hours", 0.2, 1.15),
    line("Larch Engineering", "Compute Hours", -3, 1.15),
  ],
];

export const INVOICE_COLUMNS = [
  { header: "Client", width: 24 },
  { header: "Agreement", width: 13 },
  { header: "Service", width: 33 },
  { header: "Quantity", width: 11 },
  { header: "Unit Price", width: 12, format: "#,##0.00" },
  { header: "Amount", width: 13, format: "#,##0.00" },
  { header: "Currency", width: 10 },
  { header: "Period Start", width: 13, format: "yyyy-mm-dd" },
  { header: "Period End", width: 13, format: "yyyy-mm-dd" },
  { header: "Status", width: 12 },
] as const;

/** The rows below the header: per client its lines, a sub-total with its quantity, and a blank row; a total at the end. */
export function invoiceRows(): Cell[][] {
  const sections = LINES.map((lines) => [
    ...lines.map(lineCells),
    totalCells(`Subtotal ${lines[0]?.client.replace(/ (North|South|West)$/, "") ?? ""}`, lines),
    [],
  ]);
  return [...sections.flat(), totalCells("Grand Total", LINES.flat())];
}

function lineCells(row: Line): Cell[] {
  const { client, agreement = null, service, quantity, price, currency = "USD", status = "Active" } = row;
  const { days = JUNE } = row;
  return [
    client,
    agreement,
    service,
    quantity,
    price,
    row.amount ?? cents(quantity * price),
    currency,
    days === null ? null : serial(days[0]),
    days === null ? null : serial(days[1]),
    status,
  ];
}

/** Money of several currencies has no total, so such a section has one of its quantity only. */
function totalCells(label: string, lines: readonly Line[]): Cell[] {
  const currencies = new Set(lines.map(({ currency = "USD" }) => currency));
  const quantity = lines.reduce((sum, row) => sum + ((row.amount ?? 0) < 0 ? -1 : 1) * row.quantity, 0);
  const amount = lines.reduce((sum, row) => sum + (row.amount ?? row.quantity * row.price), 0);
  const [currency = ""] = currencies;
  return currencies.size > 1
    ? [label, null, null, tenths(quantity)]
    : [label, null, null, tenths(quantity), null, cents(amount), currency];
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function cents(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
