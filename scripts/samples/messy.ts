import type ExcelJS from "@zurmokeeper/exceljs";
import { impactOf, type PlantedResult, type Truth } from "./truth";
import { addSheet, newBook, serial, type Cell } from "./workbook";

const M365 = "M365 Business Premium";
const EDR = "EDR";
const BACKUP = "Backup";

/** What the invoice bills and what the crosstab counts, per client. */
const PLAN = [
  { client: "Kestrel Engineering", seats: [20, 22], edr: [30, 30], backup: [2.5, 2.5] },
  { client: "Larch Medical", seats: [15, 15], edr: [18, 16], backup: [4, 4] },
  { client: "Meadow Schools", seats: [61, 64], edr: [70, 70], backup: [12, 12] },
  { client: "Nimbus Legal", seats: [9, 9], edr: [11, 11], backup: [1, 3] },
] as const;
const PRICES = { [M365]: 2200, [EDR]: 525, [BACKUP]: 950 } as const;

function dollars(cents: number): string {
  const text = (Math.abs(cents) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
  return cents < 0 ? `($${text})` : `$${text}`;
}

/** An invoice as people really hand it over: letterhead, sub-totals, two spellings, text numbers and three date forms. */
export function messy(): { book: ExcelJS.Workbook; truth: Truth } {
  const book = newBook();
  const rows: Cell[][] = [];
  const results: PlantedResult[] = [];
  let totalCents = 0;
  const dates: readonly Cell[] = ["2026-05-15", "15-May-26", "15.05.2026", serial("2026-05-15")];
  PLAN.forEach(({ client, seats, edr, backup }, i) => {
    const date = dates[i % dates.length] ?? null;
    const line = (name: string, service: keyof typeof PRICES, quantity: Cell, count: number): Cell[] => {
      return [
        name,
        service,
        quantity,
        `$${(PRICES[service] / 100).toFixed(2)}`,
        dollars(count * PRICES[service]),
        date,
      ];
    };
    // The first client stands on the invoice under two names, its seats split over both.
    if (i === 0) {
      rows.push(line(client, M365, 12, 12), line(`${client.toUpperCase()}, LLC`, M365, 8, 8));
    } else rows.push(line(client, M365, seats[0], seats[0]));
    rows.push(line(client, EDR, String(edr[0]), edr[0]));
    // A credit in brackets beside a larger line: 2.5 of 5 is taken back.
    if (i === 0) rows.push(line(client, BACKUP, 5, 5), line(client, BACKUP, "(2.50)", -2.5));
    else rows.push(line(client, BACKUP, backup[0], backup[0]));
    const cents = seats[0] * PRICES[M365] + edr[0] * PRICES[EDR] + backup[0] * PRICES[BACKUP];
    rows.push([`Subtotal ${client}`, null, seats[0] + edr[0] + backup[0], null, dollars(cents), null], []);
    totalCents += cents;
    for (const [service, [billed, used]] of [
      [M365, seats],
      [EDR, edr],
      [BACKUP, backup],
    ] as const) {
      const difference = used - billed;
      const outcome = difference > 0 ? "underbilled" : difference < 0 ? "overbilled" : "matched";
      results.push({
        client,
        service,
        outcome,
        billed,
        expected: used,
        impact: impactOf(difference, PRICES[service]),
      });
    }
  });
  rows.push(["Grand Total", null, null, null, dollars(totalCents), null]);
  const invoice = addSheet(
    book,
    "Billing",
    ["Client", "Service", "Qty", "Rate", "Amount", "Invoice date"].map((header, i) => ({
      header,
      width: i < 2 ? 30 : 14,
      ...(header === "Invoice date" ? { format: "yyyy-mm-dd" } : {}),
    })),
    rows,
    6,
  );
  invoice.getCell("A1").value = "Northgate IT Services";
  invoice.getCell("A1").font = { bold: true, size: 16 };
  invoice.mergeCells("A1:D1");
  invoice.getCell("A2").value = "Suite 400, 12 Harbor Street";
  invoice.getCell("A3").value = "Billing period: May 2026";
  // One row is hidden by hand; of the filtered list the lines of the last client do not show.
  invoice.getRow(9).hidden = true;
  const lastRow = 6 + rows.length;
  invoice.autoFilter = { from: "A6", to: `F${lastRow}` };
  for (let row = lastRow - 5; row <= lastRow - 3; row += 1) invoice.getRow(row).hidden = true;
  const usage: Cell[][] = PLAN.map(({ client, seats, edr, backup }) => [
    client,
    seats[1],
    edr[1],
    backup[1],
    seats[1] + edr[1] + backup[1],
  ]);
  const total = [1, 2, 3, 4].map((column) => usage.reduce((sum, row) => sum + Number(row[column]), 0));
  addSheet(
    book,
    "Counts",
    ["Company", M365, EDR, BACKUP, "Grand Total"].map((header, i) => ({ header, width: i === 0 ? 30 : 24 })),
    [...usage, ["Grand Total", ...total]],
  );
  return { book, truth: { results, unmapped: [], rejectedRows: 0 } };
}
