import type ExcelJS from "@zurmokeeper/exceljs";
import { impactOf, type PlantedResult, type Truth } from "./truth";
import { addPreparedTable, addSheet, newBook, serial, type Cell } from "./workbook";

const FIRST = [
  "Alder",
  "Birch",
  "Cobalt",
  "Delta",
  "Ember",
  "Falcon",
  "Granite",
  "Harbor",
  "Indigo",
  "Juniper",
];
const SECOND = ["Dental Group", "Logistics Inc.", "Architects LLP", "Foods Ltd"];
const CLIENTS = SECOND.flatMap((second) => FIRST.map((first) => `${first} ${second}`));
/** Clients whose tenant nobody has mapped yet. */
const UNMAPPED = [7, 23];

interface Service {
  readonly name: string;
  readonly sku: string;
  readonly priceCents: number;
  /** Units that a client uses, by its number; what should be billed follows from it by `expected`. */
  readonly used: (client: number) => number;
  readonly expected: (used: number) => number;
}

const KIOSK_SYSTEM = "ChromeOS Kiosk";
const MB_PER_BLOCK = 102_400;
const same = (used: number): number => used;
const SERVICES: readonly Service[] = [
  {
    name: "Microsoft 365 Business Premium",
    sku: "SPB",
    priceCents: 2200,
    used: (i) => 12 + ((i * 7) % 41),
    expected: same,
  },
  {
    name: "Microsoft 365 Business Basic",
    sku: "O365_BUSINESS_ESSENTIALS",
    priceCents: 600,
    used: (i) => 3 + ((i * 5) % 17),
    expected: same,
  },
  {
    name: "Exchange Online Plan 1",
    sku: "EXCHANGESTANDARD",
    priceCents: 400,
    used: (i) => 1 + ((i * 3) % 9),
    expected: same,
  },
  {
    name: "Managed Workstation",
    sku: "MSP-WS",
    priceCents: 4500,
    used: (i) => 6 + ((i * 11) % 19),
    expected: same,
  },
  { name: "Managed Server", sku: "MSP-SRV", priceCents: 12_000, used: (i) => 1 + (i % 4), expected: same },
  // At least two blocks by contract; started blocks count in full.
  {
    name: "Cloud Backup 100 GB",
    sku: "BKP-100",
    priceCents: 950,
    used: (i) => 61_000 + i * 37_123,
    expected: (mb) => Math.max(2, Math.ceil(mb / MB_PER_BLOCK)),
  },
  // Two mailboxes per client are free.
  {
    name: "Email Security",
    sku: "MAIL-SEC",
    priceCents: 250,
    used: (i) => 14 + ((i * 13) % 37),
    expected: (used) => Math.max(0, used - 2),
  },
  { name: "EDR Protection", sku: "EDR", priceCents: 525, used: (i) => 8 + ((i * 17) % 29), expected: same },
];
const RETAINER = { name: "Helpdesk Retainer", sku: "HD-RET", priceCents: 35_000 };

/** What the invoice says instead of what it should, for a scattering of lines; 0 = right. */
function slip(client: number, service: number): number {
  const number = (client * 31 + service * 17) % 23;
  if (number === 0) return -(1 + (client % 4));
  return number === 11 ? 1 + (client % 3) : 0;
}

/** A month of 40 clients: an invoice of 300+ lines and five vendor exports. */
export function realistic(): { book: ExcelJS.Workbook; truth: Truth } {
  const lines: Cell[][] = [];
  const results: PlantedResult[] = [];
  CLIENTS.forEach((client, i) => {
    SERVICES.forEach((service, s) => {
      const isTenantUnmapped = s < 3 && UNMAPPED.includes(i);
      const isUnbilled = i === 15 && s === 7;
      const isUnused = i === 30 && s === 6;
      const expected = isTenantUnmapped || isUnused ? 0 : service.expected(service.used(i));
      const billed = isUnbilled ? 0 : Math.max(1, service.expected(service.used(i)) + slip(i, s));
      if (!isUnbilled) lines.push(lineOf(client, service, billed));
      const difference = expected - billed;
      // Nobody cuts a bill while the client's tenant waits to be mapped.
      const outcome = isUnbilled
        ? "unbilled"
        : isTenantUnmapped
          ? "needs review"
          : isUnused
            ? "unused"
            : difference > 0
              ? "underbilled"
              : difference < 0
                ? "overbilled"
                : "matched";
      results.push({
        client,
        service: service.name,
        outcome,
        billed,
        expected: isTenantUnmapped ? null : expected,
        impact: isUnbilled || isTenantUnmapped ? null : impactOf(difference, service.priceCents),
      });
    });
    if (i % 10 === 3) {
      lines.push(lineOf(client, RETAINER, 1));
      results.push({
        client,
        service: RETAINER.name,
        outcome: "not checked",
        billed: 1,
        expected: null,
        impact: null,
      });
    }
  });
  const book = newBook();
  addSheet(book, "Invoice May 2026", INVOICE_COLUMNS, lines);
  addUsage(book);
  addTables(book);
  return { book, truth: { results, unmapped: UNMAPPED.map(domainOf), rejectedRows: 0 } };
}

const INVOICE_COLUMNS = [
  { header: "Company", width: 26 },
  { header: "Agreement", width: 22 },
  { header: "Service", width: 34 },
  { header: "SKU", width: 16 },
  { header: "Quantity", width: 10 },
  { header: "Unit Price", width: 12, format: "#,##0.00" },
  { header: "Ext Price", width: 13, format: "#,##0.00" },
  { header: "Currency", width: 10 },
  { header: "Period Start", width: 13, format: "yyyy-mm-dd" },
  { header: "Period End", width: 13, format: "yyyy-mm-dd" },
];

function lineOf(
  client: string,
  service: { readonly name: string; readonly sku: string; readonly priceCents: number },
  billed: number,
): Cell[] {
  const { name, sku, priceCents } = service;
  return [
    client,
    "Managed Services",
    name,
    sku,
    billed,
    priceCents / 100,
    (billed * priceCents) / 100,
    "USD",
    serial("2026-05-01"),
    serial("2026-05-31"),
  ];
}

function domainOf(client: number): string {
  return `${(CLIENTS[client] ?? "")
    .replace(/ (Inc\.|LLP|Ltd)$/, "")
    .replace(/ /g, "")
    .toLowerCase()}.example`;
}

/** Vendors leave legal forms out or write them their own way. */
function vendorSpelling(client: string): string {
  return client
    .replace(/ Inc\.$/, ", Inc")
    .replace(/ LLP$/, "")
    .replace(/ Ltd$/, " Limited");
}

function addUsage(book: ExcelJS.Workbook): void {
  const [premium, basic, exchange, workstation, server, backup, mail, edr] = SERVICES as readonly [
    Service,
    Service,
    Service,
    Service,
    Service,
    Service,
    Service,
    Service,
  ];
  const all = CLIENTS.map((client, i) => ({ client, i }));
  addSheet(
    book,
    "M365 Licences",
    [
      { header: "Tenant domain", width: 32 },
      { header: "Product title", width: 34 },
      { header: "SKU part number", width: 26 },
      { header: "Total licenses", width: 14 },
      { header: "Assigned licenses", width: 17 },
    ],
    all.flatMap(({ i }) =>
      [premium, basic, exchange].map((service, s) => [
        domainOf(i),
        service.name,
        service.sku,
        service.used(i) + ((i + s) % 3),
        service.used(i),
      ]),
    ),
  );
  const device = (
    client: string,
    i: number,
    n: number,
    { isServer, isKiosk = false }: { readonly isServer: boolean; readonly isKiosk?: boolean },
  ): Cell[] => {
    const code = `${isServer ? "SRV" : "WS"}-${String(i + 1).padStart(2, "0")}-${String(n + 1).padStart(3, "0")}`;
    return [
      vendorSpelling(client),
      code,
      isServer ? "Server" : "Workstation",
      `SN${code.replace(/-/g, "")}`,
      isServer ? "Windows Server 2022" : isKiosk ? KIOSK_SYSTEM : "Windows 11 Pro",
      `2026-05-${String(20 + (n % 11)).padStart(2, "0")}`,
    ];
  };
  addSheet(
    book,
    "RMM Devices",
    [
      { header: "Organization", width: 26 },
      { header: "Device Name", width: 16 },
      { header: "Device Type", width: 14 },
      { header: "Serial Number", width: 16 },
      { header: "Operating System", width: 22 },
      { header: "Last Check In", width: 14 },
    ],
    all.flatMap(({ client, i }) => [
      ...Array.from({ length: workstation.used(i) }, (_, n) => device(client, i, n, { isServer: false })),
      ...Array.from({ length: server.used(i) }, (_, n) => device(client, i, n, { isServer: true })),
      // An agent that was installed twice, and two kiosks that the contract leaves out.
      ...(i % 9 === 4 ? [device(client, i, 0, { isServer: false })] : []),
      ...(i % 8 === 5 ? [80, 81].map((n) => device(client, i, n, { isServer: false, isKiosk: true })) : []),
    ]),
  );
  addSheet(
    book,
    "Backup",
    [
      { header: "Customer", width: 26 },
      { header: "Backup Plan", width: 24 },
      { header: "Used Storage (MB)", width: 18 },
    ],
    all.map(({ client, i }) => [vendorSpelling(client), "Cloud Backup", backup.used(i)]),
  );
  addSheet(
    book,
    "Email Security",
    [
      { header: "Customer Name", width: 26 },
      { header: "Product", width: 20 },
      { header: "Mailboxes", width: 11 },
    ],
    all
      .filter(({ i }) => i !== 30)
      .map(({ client, i }) => [vendorSpelling(client), "Mail Shield", mail.used(i)]),
  );
  addSheet(
    book,
    "EDR",
    [
      { header: "Site", width: 26 },
      { header: "License", width: 20 },
      { header: "Agents", width: 10 },
    ],
    all.map(({ client, i }) => [vendorSpelling(client), "Complete", edr.used(i)]),
  );
}

function addTables(book: ExcelJS.Workbook): void {
  const mappings = book.addWorksheet("Mappings");
  [22, 34, 28, 12, 8, 24, 3, 22, 28, 34, 12, 8, 24].forEach((width, i) => {
    mappings.getColumn(i + 1).width = width;
  });
  const domains = CLIENTS.flatMap((client, i) =>
    UNMAPPED.includes(i) ? [] : [["M365 Licences", domainOf(i), client, "confirmed", null, null]],
  );
  addPreparedTable(
    mappings,
    "tblClientMap",
    "A1",
    ["Source", "Source client", "Client", "Status", "Score", "Note"],
    domains,
  );
  addPreparedTable(
    mappings,
    "tblServiceMap",
    "H1",
    ["Source", "Source product", "Service", "Status", "Score", "Note"],
    [
      ["RMM Devices", "Workstation", "Managed Workstation", "confirmed", null, null],
      ["RMM Devices", "Server", "Managed Server", "confirmed", null, null],
      ["Backup", "*", "Cloud Backup 100 GB", "confirmed", null, null],
      ["Email Security", "Mail Shield", "Email Security", "confirmed", null, null],
      ["EDR", "*", "EDR Protection", "confirmed", null, null],
    ],
  );
  const rules = book.addWorksheet("Rules");
  const headers = [
    "Service",
    "Count",
    "Where",
    "Included",
    "Minimum",
    "Units per billed unit",
    "Round",
    "Note",
  ];
  [34, 26, 34, 10, 10, 20, 10, 40].forEach((width, i) => {
    rules.getColumn(i + 1).width = width;
  });
  addPreparedTable(rules, "tblRules", "A1", headers, [
    [
      "Managed Workstation",
      "distinct:Serial Number",
      `Operating System!=${KIOSK_SYSTEM}`,
      null,
      null,
      null,
      null,
      "an agent that reports twice counts once; kiosks are free",
    ],
    ["Managed Server", "distinct:Serial Number", null, null, null, null, null, null],
    ["Cloud Backup 100 GB", null, null, null, 2, MB_PER_BLOCK, "up", "started blocks of 100 GiB"],
    ["Email Security", null, null, 2, null, null, null, "two mailboxes are free"],
  ]);
}
