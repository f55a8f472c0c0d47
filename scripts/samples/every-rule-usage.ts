import type ExcelJS from "@zurmokeeper/exceljs";
import { addSheet, serial, type Cell, type Column } from "./workbook";

const PREMIUM = "Microsoft 365 Business Premium";
const E1 = "Office 365 E1";
const CUSTOMER = { header: "Customer", width: 24 };
const PRODUCT = { header: "Product", width: 33 };
const QUANTITY = { header: "Quantity", width: 11 };
const dateColumn = (header: string): Column => ({ header, width: 13, format: "yyyy-mm-dd" });

/** The vendors' exports, each as its portal writes it. */
export function addUsageSheets(book: ExcelJS.Workbook): void {
  addLicences(book);
  addDevices(book);
  addSheet(book, "Tool Counts", [CUSTOMER, PRODUCT, QUANTITY], TOOL_COUNTS);
  addSheet(
    book,
    "Storage",
    [CUSTOMER, { header: "Plan", width: 26 }, { header: "Used (MB)", width: 14, format: "#,##0" }],
    [
      ["Dune Foods", "Archive Storage 100 GB", 1_020_000],
      ["Elm Legal", "Archive Storage 100 GiB", 1_020_000],
    ],
  );
  addSheet(
    book,
    "Daily Users",
    [dateColumn("Date"), CUSTOMER, PRODUCT, { header: "Users", width: 9 }],
    [
      ["Birch Logistics", "Endpoint Plan daily"],
      ["Cedar Architects", "Endpoint Plan peak"],
    ].flatMap(([client = "", product = ""]) =>
      // Ten users on twenty days, thirteen on the last ten.
      Array.from({ length: 30 }, (_, day): Cell[] => [
        serial("2026-06-01") + day,
        client,
        product,
        day < 20 ? 10 : 13,
      ]),
    ),
  );
  addSheet(
    book,
    "Metered Usage",
    [dateColumn("Date"), CUSTOMER, PRODUCT, QUANTITY],
    [
      [serial("2026-05-31"), "Hazel Clinics", "Virtual Desktop", 36],
      [serial("2026-06-30"), "Hazel Clinics", "Virtual Desktop", 34],
      [serial("2026-05-31"), "Kelp Media", "Virtual Desktop", 28],
      [serial("2026-05-25"), "Grove Holding", "Metered Bandwidth", 5],
      [serial("2026-06-25"), "Grove Holding", "Metered Bandwidth", 7],
      [serial("2026-06-26"), "Grove Holding", "Metered Bandwidth", 9],
    ],
  );
  addSheet(
    book,
    "CRM Seats",
    [CUSTOMER, PRODUCT, { header: "User name", width: 18 }, dateColumn("Start date"), dateColumn("End date")],
    [
      ["Birch Logistics", "CRM Seats", "Ines Lund", serial("2026-01-10"), null],
      ["Birch Logistics", "CRM Seats", "Omar Reyes", serial("2026-03-02"), null],
      ["Birch Logistics", "CRM Seats", "Tove Berg", serial("2026-07-03"), null],
      ["Birch Logistics", "CRM Seats", "Raj Patel", serial("2025-09-01"), serial("2026-05-19")],
    ],
  );
  addSheet(
    book,
    "User Directory",
    [CUSTOMER, PRODUCT, { header: "Display name", width: 18 }, { header: "Email address", width: 26 }],
    [
      ["Grove Holding", "Service Desk Users", "Ana Silva", "ana.silva@grove.example"],
      ["Grove North", "Service Desk Users", "Ana Silva", "ana.silva@grove.example"],
      ["Grove North", "Service Desk Users", "Bo Lindqvist", "bo.lindqvist@grove.example"],
      ["Grove Holding", "Service Desk Users", "Cy Moreau", "cy.moreau@grove.example"],
    ],
  );
  addSheet(
    book,
    "Firewalls",
    [CUSTOMER, PRODUCT, QUANTITY],
    [
      ["Cedar Architects", "Managed Firewall", 30],
      ["Cedar Architects", "Managed Firewall", 12],
      ["Total", null, 42],
    ],
  );
  addSheet(
    book,
    "Web Filter",
    [CUSTOMER, PRODUCT, QUANTITY, dateColumn("Snapshot date")],
    [["Elm Legal", "Web Filter", 9, serial("2026-04-30")]],
  );
  addSheet(book, "Cloud Phones", [CUSTOMER, PRODUCT, QUANTITY], []);
}

function addLicences(book: ExcelJS.Workbook): void {
  const yearly = ["P1Y", serial("2027-01-31")] as const;
  const rows: Cell[][] = [
    ["Alder Dental", PREMIUM, 42, 42],
    ["Alder Dental", "Microsoft 365 Apps", 10, 10],
    ["Birch Logistics", "Defender for Business", 2, 2],
    ["Cedar Architects", "Exchange Online Plan 1", 13, 13],
    ["Elm Legal", "Microsoft 365 E3", 50, 42, ...yearly],
    ["Fjord Shipping", PREMIUM, 15, 15],
    ["hazelclinics.example", PREMIUM, 30, 30],
    ["hazel-labs.example", PREMIUM, 12, 12],
    ["iris.example", E1, 70, 70, null, null, "North"],
    ["iris.example", E1, 30, 30, null, null, "South"],
    ["iris.example", E1, 20, 20, null, null, "West"],
    ["Juniper Schools", PREMIUM, 30, 30, ...yearly],
    ["Juniper Schools", PREMIUM, 12, 12, "P1M", serial("2026-06-30")],
    ["Juniper Schools", "Power Automate Free", 10_000, 14],
    ["Kelp Media", "Power BI Pro", 45, 42],
    ["Larch Engineering", "Visio Plan 2", 45, 42],
    ["Larch Engineering", "Microsoft 365 Business Basic", 100, 100],
    ["Larch Engineering", "Microsoft 365 Business Basic", 50, 48],
    ["Total", null, 10_576, 574],
  ];
  addSheet(
    book,
    "M365 Licences",
    [
      CUSTOMER,
      PRODUCT,
      QUANTITY,
      { header: "Assigned", width: 11 },
      { header: "Term", width: 8 },
      dateColumn("Term end"),
      { header: "Office", width: 10 },
    ],
    rows,
  );
}

/** One row per agent: 22 workstations of a bundle, and 21 agents on 20 devices, because one reports twice. */
function addDevices(book: ExcelJS.Workbook): void {
  const device = (client: string, code: string, n: number): Cell[] => {
    const number = String(n + 1).padStart(3, "0");
    return [
      client,
      `${code}-${number}`,
      `SN${code}${number}`,
      "Workstation",
      serial("2026-06-18") + (n % 12),
    ];
  };
  addSheet(
    book,
    "RMM Devices",
    [
      { header: "Site", width: 24 },
      { header: "Device Name", width: 14 },
      { header: "Serial Number", width: 16 },
      { header: "Device Type", width: 14 },
      dateColumn("Last seen"),
    ],
    [
      ...Array.from({ length: 22 }, (_, n) => device("Birch Logistics", "BL", n)),
      ...Array.from({ length: 20 }, (_, n) => device("Larch Engineering", "LE", n)),
      device("Larch Engineering", "LE", 7),
    ],
  );
}

const TOOL_COUNTS: readonly Cell[][] = [
  ["Alder Dental", "Managed Backup", 3],
  ["Birch Logistics", "Antivirus", 22],
  ["Birch Logistics", "Workstation Backup", 20],
  ["Birch Logistics", "Managed Backup", 195],
  ["Cedar Architects", "Email Security", 10],
  ["Cedar Architects", "Spam Filter", 3],
  ["Cedar Architects", "Dedicated Server", 2],
  ["Dune Foods", "Email Security", 22],
  ["Dune Foods", "Azure Reserved VM", 6],
  ["Elm Legal", "Conference Rooms", 12],
  ["Fjord Shipping", "EDR", 42],
  ["Grove North", "EDR", 12],
  ["Grove South", "EDR", 8],
  ["Grove Holding", "Spam Filter", 42],
  ["Juniper Schools", "Managed Wi-Fi", 42],
  ["Juniper Schools", "Kiosk Mailboxes", 30],
  ["Kelp Media", "Web Hosting", 3],
  ["Kelp Media", "Spam Filter", 42],
  ["Larch Engineering", "Patch Management", 7],
  ["Larch Engineering", "Compute Hours", 9.8],
];
